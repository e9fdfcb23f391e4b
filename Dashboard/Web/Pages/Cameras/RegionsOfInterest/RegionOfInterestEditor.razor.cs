using Dashboard.Domain.Recognition;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Dashboard.Web.Pages.Cameras.RegionsOfInterest;

/// <summary>
/// A region drawn on a picture, of several polygons: a click or tap adds a corner to the one that is worked on, dragging moves it; by keyboard too.
/// </summary>
public sealed partial class RegionOfInterestEditor : IAsyncDisposable
{
    private const float KeyStep = .01f;

    private readonly RegionOfInterestDrawing _drawing = new();
    private ElementReference _box;
    private ScriptModule? _script;

    /// <summary>Address of the picture; null: there is none, and the region is drawn on an empty one.</summary>
    [Parameter, EditorRequired]
    public required string? Picture { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<DrawnPolygon> Polygons { get; set; }

    [Parameter]
    public EventCallback<IReadOnlyList<DrawnPolygon>> PolygonsChanged { get; set; }

    // What is excluded counts more, so it is drawn later.
    private IEnumerable<(DrawnPolygon Polygon, int Index)> InOrder =>
        _drawing.Polygons.Select((polygon, index) => (polygon, index)).OrderBy(one => one.polygon.IsExcluded);

    private string Explanation => (_drawing.Polygons, _drawing.Corners.Count) switch
    {
        ({ Count: 0 }, _) => L["The whole picture is searched for plates. Click or tap it to draw a region."],
        (_, 0) => L["Click or tap the picture to draw this region."],
        (_, 1) => L["A region needs at least three corners: two more to go."],
        (_, 2) => L["A region needs at least three corners: one more to go."],
        _ when !_drawing.CanAdd => L["This region has the maximum number of corners."],
        _ when _drawing.Polygons.All(polygon => polygon.IsExcluded) =>
            L["The whole picture is searched for plates, except inside the excluded regions."],
        _ => L["Only the bright part of the picture is searched for plates. Drag corners to move them."],
    };

    /// <summary>The picture was clicked. For the module.</summary>
    [JSInvokable]
    public Task AddCorner(float x, float y) => ChangeAsync(() => _drawing.Add(new PicturePoint(x, y)));

    /// <summary>A corner was dragged. For the module.</summary>
    [JSInvokable]
    public Task MoveCorner(int index, float x, float y) => ChangeAsync(() => _drawing.Move(index, new PicturePoint(x, y)));

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
        if (!ReferenceEquals(_drawing.Polygons, Polygons))
        {
            _drawing.Load(Polygons);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _script = new ScriptModule(Script, "./Web/Pages/Cameras/RegionsOfInterest/RegionOfInterestEditor.razor.js", "stop");
            await _script.StartAsync("start", _box, _script.Expose(this));
        }
    }

    private string LineClass(DrawnPolygon polygon, int index) =>
        $"region-line{(polygon.IsExcluded ? " excluded" : "")}{(index == _drawing.Selected ? " selected" : "")}";

    private async Task ChangeAsync(Action change)
    {
        change();
        await PolygonsChanged.InvokeAsync(_drawing.Polygons);
        StateHasChanged();
    }

    private Task OnKeyAsync(int index, KeyboardEventArgs key)
    {
        var step = key.ShiftKey ? KeyStep * 5 : KeyStep;
        var (x, y) = key.Key switch
        {
            "ArrowLeft" => (-step, 0f),
            "ArrowRight" => (step, 0f),
            "ArrowUp" => (0f, -step),
            "ArrowDown" => (0f, step),
            _ => (0f, 0f),
        };
        if (key.Key is "Delete" or "Backspace")
        {
            return ChangeAsync(() => _drawing.Remove(index));
        }

        var corner = _drawing.Corners[index];
        return (x, y) == (0, 0) ? Task.CompletedTask : ChangeAsync(() => _drawing.Move(index, new PicturePoint(corner.X + x, corner.Y + y)));
    }
}
