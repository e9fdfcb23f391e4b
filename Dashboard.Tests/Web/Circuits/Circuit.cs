using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Tests.Security;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Tests.Web.Circuits;

/// <summary>
/// An open page without a browser: takes what the server draws and says that it has drawn it, so that hundreds fit on a machine.
/// It answers every call of a script with nothing.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private readonly HubConnection _hub;
    private readonly ConcurrentQueue<string> _errors = new();
    private long _renders;
    private long _bytes;
    private readonly byte[] _awaited;
    private volatile bool _hasDrawnAwaited;

    private Circuit(AccountBrowser browser, Uri address, string awaited)
    {
        _awaited = Encoding.UTF8.GetBytes(awaited);
        var builder = new HubConnectionBuilder().WithUrl(new Uri(address, "/_blazor"), options =>
        {
            options.Cookies = browser.Cookies;
            options.Transports = HttpTransportType.WebSockets;
        });
        builder.Services.RemoveAll<IHubProtocol>();
        builder.Services.AddSingleton<IHubProtocol, BlazorPackProtocol>();
        _hub = builder.Build();
        _hub.On<int, byte[]>("JS.RenderBatch", DrawAsync);
        _hub.On<long, string, string, int, long, int>("JS.BeginInvokeJS", (call, script, _, _, _, _) => AnswerAsync(call, script));
        _hub.On<int, string>("JS.AttachComponent", (_, _) => { });
        _hub.On<long>("JS.EndUpdateRootComponents", _ => { });
        _hub.On<string>("JS.EndInvokeDotNet", _ => { });
        _hub.On<string>("JS.Error", _errors.Enqueue);
    }

    /// <summary>How often the server has drawn the page anew.</summary>
    public long Renders => Interlocked.Read(ref _renders);

    /// <summary>What it sent for that.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public bool IsAlive => _hub.State == HubConnectionState.Connected && _errors.IsEmpty;

    /// <summary>Whether the text that is waited for was drawn: what is drawn after it may be another part of the page.</summary>
    public bool HasDrawnAwaited => _hasDrawnAwaited;

    /// <summary>Opens a page as the person who is signed in.</summary>
    /// <param name="browser">Whose.</param>
    /// <param name="path">The page.</param>
    /// <param name="awaited">A text that is waited for.</param>
    public static async Task<Circuit> OpenAsync(AccountBrowser browser, string path, string awaited)
    {
        var address = new Uri(browser.Client.BaseAddress!, path);
        var html = await browser.Client.GetStringAsync(address, Cancellation);
        var roots = Root().Matches(html).Select((root, i) => $$"""{"type":"add","ssrComponentId":{{i + 1}},"marker":{{root.Groups[1].Value}}}""");
        var state = State().Match(html).Groups[1].Value;
        var circuit = new Circuit(browser, address, awaited);
        await circuit._hub.StartAsync(Cancellation);
        Assert.NotNull(await circuit._hub.InvokeAsync<string?>(
            "StartCircuit", browser.Client.BaseAddress!.ToString(), address.ToString(), "[]", state, Cancellation));
        await circuit._hub.SendAsync(
            "UpdateRootComponents", $$"""{"batchId":1,"operations":[{{string.Join(',', roots)}}]}""", state, Cancellation);
        return circuit;
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private Task DrawAsync(int batch, byte[] rendered)
    {
        Interlocked.Increment(ref _renders);
        Interlocked.Add(ref _bytes, rendered.Length);
        _hasDrawnAwaited |= rendered.AsSpan().IndexOf(_awaited) >= 0;
        return _hub.SendAsync("OnRenderCompleted", (long)batch, (string?)null);
    }

    private Task AnswerAsync(long call, string script) => call == 0
        ? Task.CompletedTask
        : _hub.SendAsync("EndInvokeJSFromDotNet", call, true, $"[{call},true,{(script == "import" ? """{"__jsObjectId":1}""" : "null")}]");

    [GeneratedRegex("""<!--Blazor:(\{"type":"server"[^>]*"descriptor"[^>]*\})-->""")]
    private static partial Regex Root();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex State();
}
