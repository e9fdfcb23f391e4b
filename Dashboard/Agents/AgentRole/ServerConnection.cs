using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Dashboard.Domain;
using Dashboard.Hosting.Process;
using Dashboard.Security;
using Dashboard.Security.Tokens;

namespace Dashboard.Agents.AgentRole;

/// <summary>Why a server will never take a body.</summary>
/// <param name="Reason">In the server's words.</param>
/// <param name="IsTooLarge">It may take a smaller one.</param>
internal sealed record PushRefusal(string Reason, bool IsTooLarge);

/// <summary>The server did not take something now, but may later.</summary>
/// <param name="message">Why, for a person.</param>
/// <param name="retryAfter">When it wants to be asked again; null: it does not say.</param>
internal sealed class ServerUnavailableException(string message, TimeSpan? retryAfter = null) : Exception(message)
{
    /// <summary>When it wants to be asked again; null: it does not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>How an agent reaches its server: with its key in a header, never in an address.</summary>
internal sealed class ServerConnection : IDisposable
{
    private const int MaxReason = 300;
    private static readonly string Push = ApiPaths.Push[1..] + "/";
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);
    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    public ServerConnection(AgentOptions options, TimeProvider time)
    {
        _time = time;
        Address = options.ServerAddress();
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // A POST that is redirected would become a GET, and the key would go to whoever was named.
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // So that a server that moves is found by its name.
        })
        { BaseAddress = Address, Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Add(QueryApiKey.Header, options.Key.Trim());
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("PlateDashboard-Agent", ProgramVersion.Text));
    }

    public Uri Address { get; }

    /// <summary>
    /// Pushes a body. Null: it is stored for good; otherwise why it can never be. Throws <see cref="ServerUnavailableException"/> where it is to be
    /// sent again.
    /// </summary>
    public Task<PushRefusal?> PushAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        PostAsync(Push, body, async (response, stop) =>
    {
        if (response.IsSuccessStatusCode)
        {
            return (PushRefusal?)null;
        }

        return response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity
            ? new PushRefusal(await ReasonAsync(response, stop), response.StatusCode == HttpStatusCode.RequestEntityTooLarge)
            : throw await UnavailableAsync(response, stop);
    }, cancellationToken);

    /// <summary>Calls the server. Throws <see cref="ServerUnavailableException"/> where it does not answer, or does not want this agent.</summary>
    public Task<AgentAnswer> CheckInAsync(AgentCheckIn checkIn, CancellationToken cancellationToken) =>
        PostAsync(Push + "hello", JsonSerializer.SerializeToUtf8Bytes(checkIn, AgentCheckIn.Json), async (response, stop) =>
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await UnavailableAsync(response, stop);
        }

        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(stop);
            return await JsonSerializer.DeserializeAsync<AgentAnswer>(body, AgentCheckIn.Json, stop) ?? throw new JsonException("null");
        }
        catch (JsonException)
        {
            throw new ServerUnavailableException($"{Address} answers something else than a server of this program; check Agent:Server");
        }
    }, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<T> PostAsync<T>(
        string path, ReadOnlyMemory<byte> body, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MaxTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var content = new ReadOnlyMemoryContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await _client.PostAsync(path, content, either.Token);
            return await read(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServerUnavailableException($"{Address} does not answer within {MaxTime.TotalSeconds:0} seconds");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new ServerUnavailableException($"{Address} cannot be reached: {exception.GetBaseException().Message}");
        }
    }

    private async Task<ServerUnavailableException> UnavailableAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var reason = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "the key of Agent:Key does not work there (revoked?); make another on the server's page My account",
            HttpStatusCode.Forbidden => "the key of Agent:Key belongs to somebody who may not push; it takes an operator's",
            HttpStatusCode.NotFound => "there is no such server at this address; check Agent:Server",
            >= HttpStatusCode.Ambiguous
                and < HttpStatusCode.BadRequest => $"it leads to {response.Headers.Location}; give that address in Agent:Server",
            _ => await ReasonAsync(response, cancellationToken),
        };
        var after = response.Headers.RetryAfter;
        return new ServerUnavailableException(
            $"{Address} answers {(int)response.StatusCode}: {reason}", after?.Delta ?? (after?.Date - _time.GetUtcNow()));
    }

    // {"error": "…"} where it is the server's own answer.
    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(text);
            text = json.RootElement.TryGetProperty("error", out var error) ? error.GetString() ?? text : text;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Something between here and there answered.
        }

        return text.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"status {(int)response.StatusCode}") : text.Truncate(MaxReason);
    }
}
