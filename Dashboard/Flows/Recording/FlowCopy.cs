using Dashboard.Domain.Flows;

namespace Dashboard.Flows.Recording;

/// <summary>Brings a preview up to date.</summary>
internal static class FlowCopy
{
    /// <summary>
    /// Takes over everything but what the flow is known by: its number, uuid, camera and first sight. A picture that is there stays, with where its
    /// plate is, until another one comes.
    /// </summary>
    public static void Update(Flow flow, Flow from)
    {
        var views = FlowViews.ReadAll(flow);
        (flow.Plate, flow.Confidence, flow.Region, flow.PlateIndex) = (from.Plate, from.Confidence, from.Region, from.PlateIndex);
        (flow.CapturedSecond, flow.CapturedMillisecond) = (from.CapturedSecond, from.CapturedMillisecond);
        if (from.HasPicture || !flow.HasPicture)
        {
            AddPicture(flow, from);
        }
        else
        {
            flow.Views = FlowViews.ToText(views, flow.CapturedAt);
        }

        (flow.LastSeenAt, flow.ReadCount) = (from.LastSeenAt, from.ReadCount);
        (flow.IsParked, flow.IsPreview, flow.ProcessingMs, flow.LprVersion) = (from.IsParked, from.IsPreview, from.ProcessingMs, from.LprVersion);
        (flow.Direction, flow.Approach, flow.DirectionName) = (from.Direction, from.Approach, from.DirectionName);
        (flow.Color, flow.ColorConfidence) = (from.Color, from.ColorConfidence);
        flow.Candidates.RemoveAll(candidate => candidate.Rank >= from.Candidates.Count);
        foreach (var candidate in from.Candidates)
        {
            var there = flow.Candidates.Find(other => other.Rank == candidate.Rank);
            if (there is null)
            {
                flow.Candidates.Add(new FlowCandidate { Rank = candidate.Rank, Text = candidate.Text, Confidence = candidate.Confidence });
            }
            else
            {
                (there.Text, there.Confidence) = (candidate.Text, candidate.Confidence);
            }
        }
    }

    /// <summary>Takes over the picture, with where the plate is in it.</summary>
    public static void AddPicture(Flow flow, Flow from)
    {
        (flow.Corners, flow.PictureWidth, flow.PictureHeight) = (from.Corners, from.PictureWidth, from.PictureHeight);
        (flow.HasPicture, flow.PictureSha256, flow.PictureDay) = (from.HasPicture, from.PictureSha256, from.PictureDay);
        flow.Views = from.Views;
    }
}
