using Dashboard.Domain.Flows;

namespace Dashboard.Flows.Recording;

/// <summary>Brings a preview up to date.</summary>
internal static class FlowCopy
{
    /// <summary>
    /// Takes over everything but what the flow is known by: its number, uuid, camera and first sight. A picture that is there stays; one that is
    /// new is there from now on.
    /// </summary>
    public static void Update(Flow flow, Flow from)
    {
        (flow.Plate, flow.Confidence, flow.Region, flow.Corners) = (from.Plate, from.Confidence, from.Region, from.Corners);
        (flow.CapturedSecond, flow.CapturedMillisecond) = (from.CapturedSecond, from.CapturedMillisecond);
        (flow.PlateIndex, flow.PictureWidth, flow.PictureHeight) = (from.PlateIndex, from.PictureWidth, from.PictureHeight);
        (flow.LastSeenAt, flow.ReadCount) = (from.LastSeenAt, from.ReadCount);
        (flow.IsParked, flow.IsPreview, flow.ProcessingMs, flow.LprVersion) = (from.IsParked, from.IsPreview, from.ProcessingMs, from.LprVersion);
        (flow.Direction, flow.Approach, flow.DirectionName) = (from.Direction, from.Approach, from.DirectionName);
        flow.HasPicture |= from.HasPicture;
        flow.Views = from.Views;
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
}
