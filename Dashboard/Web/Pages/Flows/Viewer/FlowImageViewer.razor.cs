using System.Globalization;
using System.Text;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Flows;
using Dashboard.Web.Pictures;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Pages.Flows.Viewer;

/// <summary>A flow's whole picture with the plate outlined. Zooming and panning happen in the browser alone.</summary>
public sealed partial class FlowImageViewer : IAsyncDisposable
{
    private static readonly object _absent = new
    {
        height = NoPicture.Height,
        missing = NoPicture.MissingWidth,
        away = NoPicture.AwayWidth,
        changed = NoPicture.ChangedWidth,
    };

    private PlateCorners? _corners;
    private IReadOnlyList<DateTimeOffset> _views = [];
    private ElementReference _view;
    private ScriptModule? _script;

    [Parameter, EditorRequired]
    public required FlowWithCamera Row { get; set; }

    // The best view stands among the others by its time.
    private IEnumerable<(DateTimeOffset At, string Url, bool IsBest)> Strip =>
        _views.Select((at, i) => (At: at, Url: Urls.FlowView(Row.Flow.Id, i + 1), IsBest: false))
            .Append((At: Row.Flow.CapturedAt, Url: Urls.FlowPicture(Row.Flow.Id), IsBest: true))
            .OrderBy(view => view.At);

    private string Alt => Row.Flow.Plate.Length > 0
        ? L["Vehicle with plate {0}, camera {1}", Row.Flow.Plate, Row.Camera]
        : L["Vehicle without a read plate, camera {0}", Row.Camera];

    private string Size => string.Create(
        CultureInfo.InvariantCulture,
        $"--picture-width: {Math.Max(1, Row.Flow.PictureWidth)}; --picture-height: {Math.Max(1, Row.Flow.PictureHeight)}");

    private string FileName
    {
        get
        {
            var name = $"{Clock.ToLocal(Row.Flow.CapturedAt).ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{Row.Camera}-{Row.Flow.Plate}";
            var safe = new StringBuilder();
            foreach (var c in name.TrimEnd('-'))
            {
                safe.Append(char.IsLetterOrDigit(c) || c == '-' ? c : '_');
            }

            return safe.Append(".jpg").ToString();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _corners = Row.Flow is { PictureWidth: > 0, PictureHeight: > 0 } ? PlateCorners.FromText(Row.Flow.Corners) : null;
        _views = FlowViews.Read(Row.Flow);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Row.Flow.HasPicture)
        {
            var box = _corners?.Bounds;
            _script = new ScriptModule(Script, "./Web/Pages/Flows/Viewer/FlowImageViewer.razor.js", "stop");
            await _script.StartAsync("start", _view, box is { } b ? new[] { b.X, b.Y, b.Width, b.Height } : null, _absent);
        }
    }

    private static string Points(PlateCorners c) => string.Create(
        CultureInfo.InvariantCulture,
        $"{c.TopLeft.X:0.#},{c.TopLeft.Y:0.#} {c.TopRight.X:0.#},{c.TopRight.Y:0.#} {c.BottomRight.X:0.#},{c.BottomRight.Y:0.#} {c.BottomLeft.X:0.#},{c.BottomLeft.Y:0.#}");
}
