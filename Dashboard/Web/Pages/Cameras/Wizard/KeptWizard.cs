using Dashboard.Domain.Cameras;

namespace Dashboard.Web.Pages.Cameras.Wizard;

/// <summary>What was entered into the wizard, as the browser keeps it over a restart of the server: never a secret.</summary>
internal sealed record KeptWizard
{
    public int Step { get; init; } = 1;

    /// <summary>The furthest step so far.</summary>
    public int Reached { get; init; } = 1;

    /// <summary>A password or another secret was typed, which is to be typed again.</summary>
    public bool HasLostSecret { get; init; }

    /// <summary>The password was one of them.</summary>
    public bool HasLostPassword { get; init; }

    /// <summary>The user was one of them.</summary>
    public bool HasLostUser { get; init; }

    public string Address { get; init; } = "";

    public string Substream { get; init; } = "";

    public string User { get; init; } = "";

    public int SiteId { get; init; }

    public string Alias { get; init; } = "";

    public CaptureMode CaptureMode { get; init; }

    public double? AnalysisRate { get; init; }

    public bool IsEnabled { get; init; }

    public int? AgentId { get; init; }

    public string Countries { get; init; } = "";

    /// <summary>The regions, as <see cref="RegionsOfInterest.DrawnPolygon.Write"/> writes them.</summary>
    public string Polygons { get; init; } = "";

    public int Degrees { get; init; }

    public string Direction { get; init; } = "";

    public string Opposite { get; init; } = "";
}
