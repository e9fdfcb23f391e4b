using Dashboard.Agents.Intake;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Imaging;
using Dashboard.Scout;

namespace Dashboard.Agents.Reads;

/// <summary>Stores vehicles that were made of pushed reads, as groups that were pushed are stored.</summary>
internal sealed class ReadVehicleWriter(PushedReadStore store, GroupIntake groups, AgentDirectory agents)
{
    /// <summary>Returns once the vehicle is a flow and its reads are gone. Throws what the database says.</summary>
    public async Task StoreAsync(ReadVehicle vehicle, string agentUid, long camera, int candidates, CancellationToken cancellationToken)
    {
        var best = vehicle.Reads.FirstOrDefault(read => ReferenceEquals(read.Read, vehicle.Group.BestRead)) ?? vehicle.Reads[0];
        var jpeg = await store.PictureAsync(best.Id, cancellationToken) ?? [];
        var size = PictureHeader.TryRead(jpeg);
        var agent = (await agents.GetAsync(cancellationToken)).Agents.Values.FirstOrDefault(known => known.Uid == agentUid);
        var ranked = Rank(vehicle, candidates);
        var flow = new Flow
        {
            Uuid = vehicle.Uuid,
            Plate = ranked[0].Text,
            Confidence = ranked[0].Confidence,
            CapturedAt = best.At,
            LprVersion = agent is { Version.Length: > 0 } ? agent.Version : ScoutJson.AgentType,
            Region = vehicle.Group.Region,
            PlateIndex = best.Plate.PlateIndex,

            // The agent sends the plate alone, and the picture of a flow is what its corners are in.
            Corners = size is { } cut ? PlateCorners.FromBox(0, 0, cut.ShownWidth, cut.ShownHeight).ToText() : best.Plate.Corners,
            PictureWidth = size?.ShownWidth ?? best.Plate.Width,
            PictureHeight = size?.ShownHeight ?? best.Plate.Height,
            FirstSeenAt = vehicle.Group.FirstSeen,
            LastSeenAt = vehicle.Group.LastSeen,
            ReadCount = vehicle.Group.ReadCount,
            IsParked = vehicle.Group.IsParked && best.Plate.Corners is not null,
            Direction = vehicle.Group.Travel?.Degrees,
            Approach = vehicle.Group.Travel?.Approach ?? Approach.None,
            IsPreview = vehicle.IsPreview,
            ProcessingMs = best.Plate.ProcessingMs,
            Candidates = [.. ranked.Select(
                (candidate, rank) => new FlowCandidate { Rank = rank, Text = candidate.Text, Confidence = candidate.Confidence })],
        };
        var detail = new FlowDetail
        {
            PlateIndex = best.Plate.PlateIndex,
            WrittenPlate = vehicle.Reads.FirstOrDefault(read => read.Plate.Candidates[0].Text == ranked[0].Text)?.Plate.Written ?? "",
            ToldAt = best.Plate.ToldMs is { } told ? DateTimeOffset.FromUnixTimeMilliseconds(told) : null,
        };
        await groups.StoreAsync(
            new PushedGroup(PushingAgent.From(agentUid, agent?.Version, agent?.Name, agent?.Hostname), camera, "", flow, detail, jpeg)
            {
                PictureDamage = best.Plate.PictureDamage,
                ClockSkew = detail.ToldAt is { } shown ? shown - best.At : null,
                Reads = vehicle.IsPreview ? [] : [.. vehicle.Reads.Select(read => read.Id)],
            },
            cancellationToken);
    }

    // A text's confidence is the mean of what the reads say of it, on the agent's own scale, clear reads counting more as in the tracker's vote.
    private static List<PlateCandidate> Rank(ReadVehicle vehicle, int count)
    {
        var reads = vehicle.Reads.Select(read => (read.Plate.Candidates, Weight: Math.Pow(read.Plate.Candidates.Max(one => one.Confidence), 2)))
            .ToList();
        var whole = reads.Sum(read => read.Weight);
        return [.. reads.SelectMany(read => read.Candidates.Select(one => (one.Text, Score: one.Confidence * read.Weight)))
            .GroupBy(one => one.Text)
            .Select(same => new PlateCandidate(same.Key, whole > 0 ? Math.Min(1, same.Sum(one => one.Score) / whole) : 0))
            .OrderByDescending(candidate => candidate.Confidence)
            .ThenBy(candidate => candidate.Text, StringComparer.Ordinal)
            .Take(count)];
    }
}
