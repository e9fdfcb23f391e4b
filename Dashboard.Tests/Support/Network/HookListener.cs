using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Support.Network;

/// <summary>A request that a <see cref="HookListener"/> got.</summary>
internal sealed record HeardRequest(string DeliveryId, byte[] Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>Somebody else's program on loopback that fails on purpose.</summary>
internal sealed class HookListener : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<HeardRequest> _heard = new();
    private int _inFlight;

    private HookListener(Func<HttpContext, int, Task>? answer, X509Certificate2? certificate)
    {
        Answer = answer ?? ((_, _) => Task.CompletedTask);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, address =>
        {
            if (certificate is not null)
            {
                address.UseHttps(certificate);
            }
        }));
        _app = builder.Build();
        _app.Run(async context =>
        {
            MaxInFlight = Math.Max(MaxInFlight, Interlocked.Increment(ref _inFlight));
            try
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                var headers = context.Request.Headers.ToDictionary(
                    header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
                _heard.Enqueue(new HeardRequest(headers.GetValueOrDefault("X-Delivery-Id", ""), body.ToArray(), headers));
                await Answer(context, _heard.Count);
            }
            finally
            {
                Interlocked.Decrement(ref _inFlight);
            }
        });
    }

    /// <summary>What it does with the n-th request, from 1.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; }

    public string Url => _app.Urls.First() + "/hook?key=hush";

    /// <summary>What came so far, in the order of coming.</summary>
    public IReadOnlyList<HeardRequest> Heard => [.. _heard];

    /// <summary>Numbers of the deliveries that came, in the order of coming.</summary>
    public IReadOnlyList<long> Ids => [.. _heard.Select(request => long.Parse(request.DeliveryId, CultureInfo.InvariantCulture))];

    public int MaxInFlight { get; private set; }

    /// <summary>Starts one, with TLS where it has a certificate.</summary>
    public static async Task<HookListener> StartAsync(Func<HttpContext, int, Task>? answer = null, X509Certificate2? certificate = null)
    {
        var listener = new HookListener(answer, certificate);
        await listener._app.StartAsync();
        return listener;
    }

    public static Func<HttpContext, int, Task> Status(int status) => (context, _) =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public static Task HangAsync(HttpContext context, int number) =>
        Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(0);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
