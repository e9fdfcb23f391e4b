using Dashboard.Capture;
using Dashboard.Domain.Cameras;

namespace Dashboard.Web.Pages.Cameras;

/// <summary>Which cameras are shown.</summary>
public enum CameraFilter
{
    All,

    /// <summary>Those with frames.</summary>
    Running,

    /// <summary>Those that are on and have no frames.</summary>
    Problem,

    /// <summary>Those that are off.</summary>
    Off,
}

/// <summary>What the cameras page shows; it stands in the address.</summary>
internal sealed record CamerasPageState
{
    /// <summary>Part of an alias; empty: any.</summary>
    public string Search { get; init; } = "";

    public CameraFilter Filter { get; init; }

    /// <summary>Reads the address's <c>q</c> and <c>state</c>; what cannot be read is left out.</summary>
    public static CamerasPageState FromUrl(string? q, string? state) => new()
    {
        Search = q?.Trim() ?? "",
        Filter = Enum.TryParse<CameraFilter>(state, ignoreCase: true, out var filter) && Enum.IsDefined(filter) ? filter : CameraFilter.All,
    };

    /// <summary>The address that shows this.</summary>
    public string ToUrl()
    {
        var parts = new List<string>();
        if (Search.Length > 0)
        {
            parts.Add($"q={Uri.EscapeDataString(Search)}");
        }

        if (Filter != CameraFilter.All)
        {
            parts.Add($"state={Filter.ToString().ToLowerInvariant()}");
        }

        return parts.Count == 0 ? Urls.Cameras : $"{Urls.Cameras}?{string.Join('&', parts)}";
    }

    /// <summary>Whether a camera is shown.</summary>
    public bool Shows(Camera camera, CameraStatus status) =>
        camera.Alias.Contains(Search, StringComparison.OrdinalIgnoreCase) && Filter switch
        {
            CameraFilter.Running => camera.IsEnabled && status.State == CameraState.Running,
            CameraFilter.Problem => CameraLabels.NeedsAttention(camera, status),
            CameraFilter.Off => !camera.IsEnabled,
            _ => true,
        };
}
