using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Timing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Dashboard.Web.Layout.Palette;

/// <summary>Ctrl+K on every page: pages, actions, cameras and plates by a few letters.</summary>
public sealed partial class CommandPalette
{
    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(200);

    private Debounce? _typing;
    private ElementReference _dialog;
    private ScriptModule? _script;
    private CancellationTokenSource? _search;
    private IReadOnlyList<PaletteItem> _items = [];
    private string _text = "";
    private int _chosen;
    private bool _isOpen;
    private bool _isSearching;
    private bool _goesWhenFound;

    /// <summary>Called by the browser on Ctrl+K.</summary>
    [JSInvokable]
    public async Task OpenAsync()
    {
        (_isOpen, _text, _chosen, _goesWhenFound) = (true, "", 0, false);
        _items = await Search.FindPagesAsync("");
        StateHasChanged();

        // A press of the button draws the box only when its handler has given way; what is not there yet gets no focus.
        await Task.Yield();
        if (_script is not null)
        {
            await _script.RunAsync("open", _dialog);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _typing?.Dispose();
        _search?.Cancel();
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _typing = new Debounce(TypingPause, Time);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _script = new ScriptModule(Script, "./Web/Layout/Palette/CommandPalette.razor.js", "leave");
            await _script.RunAsync("listen", _script.Expose(this));
        }
    }

    private async Task TypeAsync(string? text)
    {
        (_text, _chosen, _isSearching, _goesWhenFound) = (text ?? "", 0, true, false);
        _items = await Search.FindPagesAsync(_text);
        _typing?.Ask(() => _ = InvokeAsync(FindThingsAsync));
    }

    private async Task FindThingsAsync()
    {
        _search?.Cancel();
        _search = new CancellationTokenSource();
        var (text, token) = (_text, _search.Token);
        try
        {
            var things = await Search.FindThingsAsync(text, token);
            if (!token.IsCancellationRequested && text == _text)
            {
                _items = [.. things, .. await Search.FindPagesAsync(text), .. PaletteSearch.FindSearch(text)];
            }
        }
        catch (OperationCanceledException)
        {
            // Something else was typed meanwhile.
        }
        catch (Exception exception)
        {
            Logger.LogWarning(exception, "The command palette could not search for plates and cameras");
        }
        finally
        {
            if (!token.IsCancellationRequested)
            {
                _isSearching = false;
                await GoWhereWantedAsync();
                StateHasChanged();
            }
        }
    }

    private Task SteerAsync(KeyboardEventArgs key)
    {
        _chosen = key.Key switch
        {
            "ArrowDown" when _items.Count > 0 => (_chosen + 1) % _items.Count,
            "ArrowUp" when _items.Count > 0 => (_chosen + _items.Count - 1) % _items.Count,
            _ => _chosen,
        };
        if (key.Key != "Enter")
        {
            return Task.CompletedTask;
        }

        _goesWhenFound = _items.Count == 0 && _isSearching;
        return _chosen < _items.Count ? GoAsync(_items[_chosen]) : Task.CompletedTask;
    }

    // Enter came before what is looked for: it is gone to as soon as it is found.
    private Task GoWhereWantedAsync()
    {
        var isWanted = _goesWhenFound && _isOpen && _items.Count > 0;
        _goesWhenFound = false;
        return isWanted ? GoAsync(_items[0]) : Task.CompletedTask;
    }

    private async Task GoAsync(PaletteItem item)
    {
        _isOpen = false;
        if (_script is not null)
        {
            await _script.RunAsync("close", _dialog);
        }

        if (item.Url == Urls.SignOut)
        {
            await _script!.RunAsync("signOut");
            return;
        }

        // The documents are no page of the dashboard: the browser fetches them.
        Navigation.NavigateTo(item.Url, forceLoad: item.Url == Urls.ApiDocs);
    }
}
