using System.Globalization;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;

namespace Dashboard.Web.Pages.Cameras;

public enum CameraFilter
{
    All,

    /// <summary>Those with frames.</summary>
    Running,

    /// <summary>Those that are on and have no frames.</summary>
    Problem,

    Off,
}

/// <summary>What the cameras page shows; it stands in the address.</summary>
internal sealed record CamerasPageState
{
    private const string AllDark = "all";

    /// <summary>Cameras on a page: full rows, whether two, three or four stand in one.</summary>
    public const int PageSize = 48;

    /// <summary>Cameras without frames that a phone shows before somebody asks for the others.</summary>
    public const int MaxDark = 5;

    /// <summary>Part of an alias; empty: any.</summary>
    public string Search { get; init; } = "";

    public CameraFilter Filter { get; init; }

    /// <summary>From 1; beyond the last one stands for the last one.</summary>
    public int Page { get; init; } = 1;

    /// <summary>A phone shows all cameras without frames, not the first ones alone.</summary>
    public bool ShowsAllDark { get; init; }

    /// <summary>Reads the address's <c>q</c>, <c>state</c>, <c>page</c> and <c>dark</c>; what cannot be read is left out.</summary>
    public static CamerasPageState FromUrl(string? q, string? state, string? page = null, string? dark = null) => new()
    {
        ShowsAllDark = dark == AllDark,
        Search = q?.Trim() ?? "",
        Filter = Enum.TryParse<CameraFilter>(state, ignoreCase: true, out var filter) && Enum.IsDefined(filter) ? filter : CameraFilter.All,
        Page = Math.Max(1, QueryValue.Int(page) ?? 1),
    };

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

        if (Page > 1)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"page={Page}"));
        }

        if (ShowsAllDark)
        {
            parts.Add($"dark={AllDark}");
        }

        return parts.Count == 0 ? Urls.Cameras : $"{Urls.Cameras}?{string.Join('&', parts)}";
    }

    public bool Shows(Camera camera, CameraStatus status) =>
        camera.Alias.Contains(Search, StringComparison.OrdinalIgnoreCase) && Filter switch
        {
            CameraFilter.Running => camera.IsEnabled && status.State == CameraState.Running,
            CameraFilter.Problem => CameraLabels.NeedsAttention(camera, status),
            CameraFilter.Off => !camera.IsEnabled,
            _ => true,
        };

    /// <summary>The cameras on this page of those that are shown, and how many pages there are.</summary>
    /// <param name="cameras">All of them.</param>
    /// <param name="statuses">What they do.</param>
    /// <param name="first">Those that come before the others, wherever their names stand.</param>
    public (IReadOnlyList<Camera> Cameras, int Page, int PageCount) Cut(
        IEnumerable<Camera> cameras, CameraStatusBoard statuses, IReadOnlySet<int> first)
    {
        var shown = cameras.Where(camera => Shows(camera, statuses.Get(camera.Id))).OrderBy(camera => !first.Contains(camera.Id)).ToList();
        var pages = (shown.Count + PageSize - 1) / PageSize;
        var page = Math.Clamp(Page, 1, Math.Max(1, pages));
        return ([.. shown.Skip((page - 1) * PageSize).Take(PageSize)], page, pages);
    }

    /// <summary>Those of a page that a phone does not show until somebody asks for them; none where that would hide but one.</summary>
    /// <param name="shown">The cameras of the page.</param>
    /// <param name="dark">Those without frames.</param>
    public IReadOnlyList<int> Fold(IEnumerable<Camera> shown, IReadOnlySet<int> dark)
    {
        var rest = shown.Select(camera => camera.Id).Where(dark.Contains).Skip(MaxDark).ToList();
        return ShowsAllDark || rest.Count <= 1 ? [] : rest;
    }
}
