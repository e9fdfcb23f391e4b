using Dashboard.Web.Shared;
using Microsoft.JSInterop;

namespace Dashboard.Tests.Web.Shared;

public sealed class ScriptModuleTests
{
    private readonly Browser _browser = new();

    [Fact]
    public async Task Calls_ThenTheEnd_GoToTheModuleInTheirOrder()
    {
        await using (var script = new ScriptModule(_browser, "./a.js", "leave"))
        {
            await script.RunAsync("watch");
            Assert.Equal("42", await script.GetAsync<string>("answer"));
        }

        Assert.Equal(["import", "watch", "answer", "leave", "disposed"], _browser.Calls);
    }

    [Fact]
    public async Task Component_GoneWhileTheModuleLoads_IsNotStarted()
    {
        var script = new ScriptModule(_browser, "./a.js", "leave");
        _browser.Loading = new TaskCompletionSource();
        var watching = script.RunAsync("watch");
        await script.DisposeAsync();
        _browser.Loading.SetResult();
        await watching;

        Assert.DoesNotContain("watch", _browser.Calls);
        Assert.Equal("disposed", _browser.Calls[^1]);
    }

    [Fact]
    public async Task Script_ThatFails_IsAFaultOnlyWhileTheComponentIsThere()
    {
        var script = new ScriptModule(_browser, "./a.js");
        await script.RunAsync("watch");
        _browser.Fault = new JSException("view is null");
        await Assert.ThrowsAsync<JSException>(() => script.RunAsync("draw"));

        _browser.During = () => script.DisposeAsync().AsTask();
        await script.RunAsync("draw");
    }

    [Fact]
    public async Task Browser_ThatIsGone_IsNoFault()
    {
        await using var script = new ScriptModule(_browser, "./a.js", "leave");
        await script.RunAsync("watch");
        _browser.Fault = new JSDisconnectedException("gone");
        await script.RunAsync("draw");
    }

    [Fact]
    public async Task Component_CanBeCalledUntilTheScriptHasTakenItsLeave()
    {
        var script = new ScriptModule(_browser, "./a.js", "leave");
        var component = script.Expose(this);
        await script.RunAsync("watch", component);
        _browser.During = () => Task.FromResult(component.Value);
        await script.DisposeAsync();

        Assert.Equal("disposed", _browser.Calls[^1]);
        Assert.Throws<ObjectDisposedException>(() => component.Value);
    }

    private sealed class Browser : IJSRuntime, IJSObjectReference
    {
        public List<string> Calls { get; } = [];

        public TaskCompletionSource? Loading { get; set; }

        public Exception? Fault { get; set; }

        public Func<Task>? During { get; set; }

        public ValueTask<T> InvokeAsync<T>(string identifier, object?[]? args) => InvokeAsync<T>(identifier, CancellationToken.None, args);

        public async ValueTask<T> InvokeAsync<T>(string identifier, CancellationToken cancellationToken, object?[]? args)
        {
            Calls.Add(identifier);
            if (identifier == "import")
            {
                await (Loading?.Task ?? Task.CompletedTask);
                return (T)(object)this;
            }

            await (During?.Invoke() ?? Task.CompletedTask);
            return Fault is not null ? throw Fault : typeof(T) == typeof(string) ? (T)(object)"42" : default!;
        }

        public ValueTask DisposeAsync()
        {
            Calls.Add("disposed");
            return ValueTask.CompletedTask;
        }
    }
}
