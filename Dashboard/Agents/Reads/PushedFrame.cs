using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Agents.Intake;
using Dashboard.Domain;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Scout;
using static Dashboard.Agents.Intake.PushedValues;

namespace Dashboard.Agents.Reads;

/// <summary>An <c>alpr_results</c> as it was pushed, checked: the plates of one frame of an agent that does not group them itself.</summary>
/// <param name="Agent">Who saw it.</param>
/// <param name="CameraNumber">The agent's number of the camera.</param>
/// <param name="At">When it was captured; where the agent's clock cannot be right, when it came.</param>
/// <param name="Name">The same whenever the frame is sent again.</param>
internal sealed record PushedFrame(PushingAgent Agent, long CameraNumber, DateTimeOffset At, string Name, IReadOnlyList<PushedPlate> Plates)
{
    // A plate that fills a picture of 4K is smaller.
    private const int MaxPictureBytes = 512 * 1024;

    /// <summary>Its agent sends the vehicle's group as well, so that its reads make no flow.</summary>
    public bool IsGrouped { get; init; }

    /// <summary>Checks a body. Null: there is nothing in it that anybody could see. Throws <see cref="PushException"/>.</summary>
    public static PushedFrame? From(ScoutResults body, DateTimeOffset now)
    {
        var results = body.Results ?? throw PushException.BadRequest("results: must be a list of plates.");
        if (body.AgentUid is not null)
        {
            return FromGrouping(body, results, now);
        }

        var agent = body.SiteId is { } site
            ? PushingAgent.FromSite(site, body.AgentVersion, null)
            : throw PushException.BadRequest("site_id: must name the agent where there is no agent_uid (site_id in its alprd.conf).");
        var camera = body.CameraId is { } number and >= 0
            ? number
            : throw PushException.BadRequest("camera_id: must be a whole number, at least 0.");
        var told = LenientTime.FromPushedStart(body.EpochTime) ?? throw PushException.BadRequest("epoch_time: must be ms since 1970.");
        var isBelieved = LenientTime.IsPossible(told, now);
        var plates = results.Take(PlateTracker.MaxReadsInFrame).Select((plate, index) => ToRead(body, plate, index)).OfType<PushedPlate>()
            .Select(plate => plate with { ToldMs = isBelieved ? null : told.ToUnixTimeMilliseconds() }).ToList();
        return new PushedFrame(agent, camera, isBelieved ? told : now, NameOf(agent, camera, told, body.Uuid, plates), plates);
    }

    // Nothing of it is stored, so it is taken though a part is missing.
    private static PushedFrame? FromGrouping(ScoutResults body, IReadOnlyList<ScoutPlate?> results, DateTimeOffset now)
    {
        var agent = PushingAgent.From(body.AgentUid, body.AgentVersion, null, null);
        if (body.CameraId is not ({ } camera and >= 0) || LenientTime.FromPushedStart(body.EpochTime) is not { } told)
        {
            return null;
        }

        var plates = results.Take(PlateTracker.MaxReadsInFrame)
            .Select((plate, index) => plate is null ? null : ToRead(body, plate with { PlateCropJpeg = null }, index)).OfType<PushedPlate>().ToList();
        return new PushedFrame(agent, camera, LenientTime.IsPossible(told, now) ? told : now, "", plates) { IsGrouped = true };
    }

    private static PushedPlate? ToRead(ScoutResults body, ScoutPlate? plate, int index)
    {
        var candidates = Candidates(plate);
        if (candidates.Count == 0)
        {
            return null;
        }

        var (jpeg, damage) = ToPicture(plate!.PlateCropJpeg);
        return new PushedPlate
        {
            Width = Pixels(body.ImgWidth),
            Height = Pixels(body.ImgHeight),
            ProcessingMs = Math.Clamp(plate.ProcessingTimeMs ?? body.ProcessingTimeMs ?? 0, 0, 1e9),
            PlateIndex = (int)Math.Clamp(plate.PlateIndex ?? index, 0, int.MaxValue),
            Region = plate.Region?.Truncate(32),
            Corners = ToCorners(plate)?.ToText(),
            Candidates = candidates,
            Written = ToWritten(plate.Plate),
            Jpeg = jpeg.Length is > 0 and <= MaxPictureBytes ? jpeg : null,
            PictureDamage = damage,
        };
    }

    // The plate itself is the first of them, whether it is sent among them or not.
    private static List<PlateCandidate> Candidates(ScoutPlate? plate)
    {
        var list = new List<PlateCandidate>();
        Add(plate?.Plate, plate?.Confidence);
        foreach (var candidate in plate?.Candidates ?? [])
        {
            Add(candidate?.Plate, candidate?.Confidence);
        }

        return list;

        void Add(string? plateText, double? confidence)
        {
            if (ToPlate(plateText) is { Length: > 0 } text && list.Count < PushedPlate.MaxCandidates && !list.Exists(other => other.Text == text))
            {
                list.Add(new PlateCandidate(text, FromPercent(confidence) ?? 0));
            }
        }
    }

    private static string NameOf(PushingAgent agent, long camera, DateTimeOffset told, string? uuid, List<PushedPlate> plates)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{agent.Uid}|{camera}|{told.ToUnixTimeMilliseconds()}|{uuid}|{JsonSerializer.Serialize(plates)}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
