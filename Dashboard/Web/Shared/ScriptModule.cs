using Microsoft.JSInterop;

namespace Dashboard.Web.Shared;

/// <summary>
/// A component's script in the browser, loaded with the first call. A component can be gone before the browser comes to a call of it, and the
/// browser can be gone altogether: such calls do nothing.
/// </summary>
/// <param name="script">The browser.</param>
/// <param name="path">The module, from the page's base.</param>
/// <param name="farewell">A function that is called when the component goes, of what was started, otherwise of the module; null: none.</param>
internal sealed class ScriptModule(IJSRuntime script, string path, string? farewell = null) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _started;
    private IDisposable? _component;
    private bool _isGone;

    public object? FarewellArgument { get; set; }

    /// <summary>The component, for the script to call. It can be called until the script has taken its leave.</summary>
    public DotNetObjectReference<T> Expose<T>(T component)
        where T : class
    {
        if (_component is DotNetObjectReference<T> known)
        {
            return known;
        }

        var reference = DotNetObjectReference.Create(component);
        _component = reference;
        return reference;
    }

    /// <summary>Calls a function that returns an object, whose functions <see cref="CallAsync"/> calls from then on.</summary>
    public async Task StartAsync(string function, params object?[] arguments)
    {
        _started = await GetAsync<IJSObjectReference>(function, arguments);
        if (_isGone)
        {
            // What was started meanwhile.
            await EndAsync();
        }
    }

    /// <summary>Calls a function of what was started; nothing where nothing was.</summary>
    public Task CallAsync(string function, params object?[] arguments) =>
        TryAsync(async () => { await (_isGone || _started is null ? ValueTask.CompletedTask : _started.InvokeVoidAsync(function, arguments)); });

    public Task RunAsync(string function, params object?[] arguments) => GetAsync<object?>(function, arguments);

    /// <summary>Calls a function and returns what it returns; the default where nobody is there any more.</summary>
    public async Task<T?> GetAsync<T>(string function, params object?[] arguments)
    {
        T? result = default;
        await TryAsync(async () =>
        {
            _module ??= await script.InvokeAsync<IJSObjectReference>("import", path);
            result = _isGone ? default : await _module.InvokeAsync<T>(function, arguments);
        });
        if (_isGone)
        {
            // The component went while the browser was at it.
            await EndAsync();
        }

        return result;
    }

    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        await EndAsync();
    }

    private async Task EndAsync()
    {
        var (started, module) = (_started, _module);
        (_started, _module) = (null, null);
        await TryAsync(async () =>
        {
            if (farewell is not null && (started ?? module) is { } last)
            {
                await last.InvokeVoidAsync(farewell, FarewellArgument);
            }

            await (started?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (module?.DisposeAsync() ?? ValueTask.CompletedTask);
        });
        _component?.Dispose();
    }

    private async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and its scripts with it.
        }
        catch (Exception exception) when (_isGone && exception is JSException or ObjectDisposedException)
        {
            // The element that it was for. While the component is there, a script that fails is an error of ours.
        }
    }
}
