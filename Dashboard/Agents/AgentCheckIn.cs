using System.Text.Json;
using Dashboard.Domain.Cameras;

namespace Dashboard.Agents;

/// <summary>
/// What one of our agents says when it calls (<c>POST /push/hello</c>). Both sides read only the fields that they know, and do without those that
/// are missing, so that versions side by side work together.
/// </summary>
internal sealed record AgentCheckIn
{
    /// <summary>How both sides write JSON: names in snake case.</summary>
    public static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public string AgentUid { get; init; } = "";

    public string AgentVersion { get; init; } = "";

    /// <summary>The machine's own name.</summary>
    public string AgentHostname { get; init; } = "";

    /// <summary>What its settings call it; empty: nothing.</summary>
    public string AgentLabel { get; init; } = "";

    /// <summary>Its clock, ms since 1970, UTC.</summary>
    public long Time { get; init; }

    /// <summary>Pictures can be fetched from it at this port; null: they cannot.</summary>
    public int? ImagePort { get; init; }

    /// <summary>Flows that the server has refused for good since the agent was started.</summary>
    public long RefusedFlows { get; init; }

    /// <summary>Why it refused the last of them; null: it refused none.</summary>
    public string? RefusedReason { get; init; }
}

/// <summary>What the server answers.</summary>
internal sealed record AgentAnswer
{
    /// <summary>Version of the server's program.</summary>
    public string ServerVersion { get; init; } = "";

    /// <summary>The server's clock, ms since 1970, UTC.</summary>
    public long Time { get; init; }

    /// <summary>The cameras that the agent is to watch; null: not told, so it keeps those that it has.</summary>
    public IReadOnlyList<AssignedCamera>? Cameras { get; init; }
}

/// <summary>A camera that is to be watched, with its secrets: only the agent that it was given to is told.</summary>
internal sealed record AssignedCamera
{
    /// <summary>The server's number of it.</summary>
    public long CameraId { get; init; }

    public string Name { get; init; } = "";

    public string Source { get; init; } = "";

    /// <summary>The address of its small stream; null: it has none.</summary>
    public string? Substream { get; init; }

    /// <summary>How its flows come about; a word that is not known is <see cref="CaptureMode.Both"/>.</summary>
    public string CaptureMode { get; init; } = "";

    /// <summary>Frames a second that are analysed.</summary>
    public double AnalysisRate { get; init; } = 10;

    /// <summary>Where plates are looked for, as <see cref="RegionOfInterest.ToText"/> writes it; null: everywhere.</summary>
    public string? Region { get; init; }

    /// <summary>Countries whose plates it sees, with spaces between; null: the setting of the machine that watches it.</summary>
    public string? Countries { get; init; }

    /// <summary>It is to be watched now.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>From the server's camera.</summary>
    public static AssignedCamera From(Camera camera) => new()
    {
        CameraId = camera.Id,
        Name = camera.Alias,
        Source = camera.Source,
        Substream = camera.Substream,
        CaptureMode = camera.CaptureMode.ToString(),
        AnalysisRate = camera.AnalysisRate,
        Region = camera.RegionOfInterest?.ToText(),
        Countries = camera.Countries.IsNone ? null : camera.Countries.ToText(),
        Enabled = camera.IsEnabled,
    };

    /// <summary>As a camera of the machine that watches it, without its number there.</summary>
    public Camera ToCamera() => new()
    {
        Alias = Name,
        Source = Source,
        Substream = string.IsNullOrEmpty(Substream) ? null : Substream,
        CaptureMode = Enum.TryParse<CaptureMode>(CaptureMode, ignoreCase: true, out var mode) ? mode : Domain.Cameras.CaptureMode.Both,
        AnalysisRate = Math.Clamp(double.IsFinite(AnalysisRate) ? AnalysisRate : 10, 0.1, 30),
        RegionOfInterest = RegionOfInterest.FromText(Region),
        Countries = KnownCountries(),
        IsEnabled = Enabled,
    };

    // A newer server may know more countries than this program.
    private ExpectedCountries KnownCountries() =>
        ExpectedCountries.FromText(Countries) is { Error: null } countries ? countries : ExpectedCountries.None;
}
