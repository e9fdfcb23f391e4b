using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Scout;
using Dashboard.Security;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Polly;
using Polly.CircuitBreaker;

namespace Dashboard.Agents.Pictures;

/// <summary>Fetches pictures from the agents that have them: signed, within a few seconds, and not at all from one that keeps failing.</summary>
internal sealed class AgentPictures : IRemotePictures, IDisposable
{
    private const int MaxPictureBytes = 20 * 1024 * 1024;
    private const long MaxCachedBytes = 64 * 1024 * 1024;
    private const int MaxParallel = 4;
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(10);

    private readonly IDbContextFactory<DashboardDbContext> _database;
    private readonly AgentDirectory _agents;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;
    private readonly MemoryCache _fetched = new(new MemoryCacheOptions { SizeLimit = MaxCachedBytes });
    private readonly ConcurrentDictionary<string, Line> _lines = new();

    public AgentPictures(IDbContextFactory<DashboardDbContext> database, AgentDirectory agents, TimeProvider time)
    {
        (_database, _agents, _time) = (database, agents, time);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxPictureBytes };
    }

    /// <summary>How long a picture may take.</summary>
    public static TimeSpan MaxTime { get; } = TimeSpan.FromSeconds(8);

    public Task<byte[]?> FetchAsync(Flow flow, CancellationToken cancellationToken) =>
        FetchAsync(flow, image => $"{ApiPaths.Images}/{image}.jpg", cancellationToken);

    public Task<byte[]?> FetchViewAsync(Flow flow, int number, CancellationToken cancellationToken) =>
        FetchAsync(flow, image => string.Create(CultureInfo.InvariantCulture, $"/view/{image}/{number}.jpg"), cancellationToken);

    public void Dispose()
    {
        _client.Dispose();
        _fetched.Dispose();
    }

    private async Task<byte[]?> FetchAsync(Flow flow, Func<string, string> pathOf, CancellationToken cancellationToken)
    {
        if (await FindAsync(flow, cancellationToken) is not ({ } image, { ImageAddress: { } address, KeyHash: { } secret } agent))
        {
            return null;
        }

        var path = pathOf(image);
        if (_fetched.TryGetValue(path, out byte[]? known))
        {
            return known;
        }

        var line = _lines.GetOrAdd(agent.Uid, _ => new Line(_time));
        await line.Places.WaitAsync(cancellationToken);
        try
        {
            var jpeg = await line.Circuit.ExecuteAsync(
                async stop => await GetAsync(agent, new Uri(address + path), secret, stop), cancellationToken);
            if (jpeg is not null)
            {
                _fetched.Set(path, jpeg, new MemoryCacheEntryOptions { Size = jpeg.Length, SlidingExpiration = KeepFor });
            }

            return jpeg;
        }
        catch (BrokenCircuitException)
        {
            throw new PictureUnreachableException($"{agent.Name} does not answer; it is tried again in half a minute at most.");
        }
        finally
        {
            line.Places.Release();
        }
    }

    // The agent that saw the flow, which need not be the one that watches its camera now.
    private async Task<(string? Image, AgentRow? Agent)> FindAsync(Flow flow, CancellationToken cancellationToken)
    {
        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        var image = await db.FlowDetails.Where(detail => detail.FlowId == flow.Id)
            .Select(detail => detail.ImageId)
            .SingleOrDefaultAsync(cancellationToken);
        if (image is null || ImageId.Parse(image) is not { } id)
        {
            return default;
        }

        var map = await _agents.GetAsync(cancellationToken);
        return (id.ToString(), map.Agents.Values.FirstOrDefault(agent => agent.Uid == id.AgentUid && !agent.IsServer));
    }

    private async Task<byte[]?> GetAsync(AgentRow agent, Uri address, byte[] secret, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MaxTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Add(PictureSignature.Header, PictureSignature.Sign(secret, address.PathAndQuery, _time.GetUtcNow()));
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            if (!response.IsSuccessStatusCode)
            {
                throw new PictureUnreachableException($"{agent.Name} answers {(int)response.StatusCode} when it is asked for a picture.");
            }

            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            if (body is not [0xFF, 0xD8, ..])
            {
                throw new PictureUnreachableException($"{agent.Name} answers something else than a picture.");
            }

            return body;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PictureUnreachableException($"{agent.Name} does not answer within {MaxTime.TotalSeconds:0} seconds.");
        }
        catch (Exception exception) when (exception is HttpRequestException or (IOException and not PictureUnreachableException))
        {
            throw new PictureUnreachableException($"{agent.Name} cannot be reached at {address.Authority}.");
        }
    }

    private sealed record Line(TimeProvider Time)
    {
        public ResiliencePipeline Circuit { get; } = PictureCircuit.Create(Time);

        public SemaphoreSlim Places { get; } = new(MaxParallel);
    }
}
