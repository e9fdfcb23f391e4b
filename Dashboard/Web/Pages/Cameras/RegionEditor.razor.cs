using Dashboard.Domain.Recognition;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Dashboard.Web.Pages.Cameras;

/// <summary>A region drawn on a picture: a click or tap adds a corner, dragging moves it; by keyboard too.</summary>
public sealed partial class RegionEditor : IAsyncDisposable
{
    private const float KeyStep = .01f;

    private readonly RegionDrawing _drawing = new();
    private ElementReference _box;
    private DotNetObjectReference<RegionEditor>? _self;
    private ScriptModule? _script;

    /// <summary>Address of the picture.</summary>
    [Parameter, EditorRequired]
    public required string Picture { get; set; }

    /// <summary>The corners, as shares of the picture.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<PicturePoint> Corners { get; set; }

    [Parameter]
    public EventCallback<IReadOnlyList<PicturePoint>> CornersChanged { get; set; }

    private string Explanation => _drawing.Corners.Count switch
    {
        0 => "The whole picture is searched for plates. Click or tap it to draw a region.",
        1 or 2 => $"{3 - _drawing.Corners.Count} more to go: a region needs at least three corners.",
        _ when !_drawing.CanAdd => "The region has the maximum number of corners.",
        _ => "Only the region is searched for plates. Drag corners to move them.",
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

        _self?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!_drawing.Corners.SequenceEqual(Corners))
        {
            _drawing.Load(Corners);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _script = new ScriptModule(Browser, "./Web/Pages/Cameras/RegionEditor.razor.js", "stop");
            await _script.StartAsync("start", _box, _self);
        }
    }

    private async Task ChangeAsync(Action change)
    {
        change();
        await CornersChanged.InvokeAsync(_drawing.Corners);
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
