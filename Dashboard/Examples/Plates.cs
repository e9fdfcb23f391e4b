// Plate Dashboard from C# (.NET 8 or newer), without packages, with types in which nothing is null that the server always sends.
//
//   using var plates = new PlatesClient(new Uri("http://localhost:8881"), "lpr_…");    // the key: page My account
//   foreach (var flow in await plates.FindAsync("AB1")) { … }
//   byte[]? jpeg = await plates.PictureAsync(465);
//
// And where web hooks in the plain format arrive, such as in a minimal API:
//
// if (!PlatesHook.IsGenuine(secret, request.Headers["X-Timestamp"], request.Headers["X-Signature"], body, TimeProvider.System)) { return
// Results.Unauthorized(); } switch (PlatesHook.Read(body)) { case PlatesFlowEvent told: … case PlatesAlertEvent told: … }
#nullable enable
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plates;

/// <summary>A vehicle that passed. <see cref="Timestamp"/> is in the server's time zone, <see cref="Score"/> is 0 to 1.</summary>
internal record PlatesFlow(long Id, string Camera, string Plate, decimal Score, string Timestamp, string TriggerMode, string LprVersion);

/// <summary>The same with its pictures as JPEG; null where there is none (any more).</summary>
internal sealed record PlatesFlowWithPictures(
    long Id, string Camera, string Plate, decimal Score, string Timestamp, string TriggerMode, string LprVersion, byte[]? Image, byte[]? PlateImage)
    : PlatesFlow(Id, Camera, Plate, Score, Timestamp, TriggerMode, LprVersion);

/// <summary>Asks the server. Thread-safe; keep one.</summary>
internal sealed class PlatesClient : IDisposable
{
    internal static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly HttpClient _http;

    public PlatesClient(Uri server, string key)
    {
        _http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Flows whose plate holds a text, newest first, twenty a page.</summary>
    public async Task<PlatesFlow[]> FindAsync(string part, int page = 1, CancellationToken cancellationToken = default)
    {
        var search = new { Filter = new { Plate = new { Like = part } }, Page = page };
        using var answer = await _http.PostAsJsonAsync("flows/search", search, Json, cancellationToken);
        return await ReadAsync<PlatesFlow[]>(answer, cancellationToken);
    }

    /// <summary>One flow with its pictures.</summary>
    public async Task<PlatesFlowWithPictures> GetAsync(long id, CancellationToken cancellationToken = default)
    {
        using var answer = await _http.GetAsync(string.Create(CultureInfo.InvariantCulture, $"flows/{id}"), cancellationToken);
        return await ReadAsync<PlatesFlowWithPictures>(answer, cancellationToken);
    }

    /// <summary>The picture of a flow; null where there is none any more.</summary>
    public async Task<byte[]?> PictureAsync(long id, CancellationToken cancellationToken = default) => (await GetAsync(id, cancellationToken)).Image;

    public void Dispose() => _http.Dispose();

    // A refusal says in words what to do.
    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellationToken) => answer.IsSuccessStatusCode
        ? (await answer.Content.ReadFromJsonAsync<T>(Json, cancellationToken))!
        : throw new HttpRequestException(await answer.Content.ReadAsStringAsync(cancellationToken), null, answer.StatusCode);
}

/// <summary>What a web hook in the plain format tells.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(PlatesFlowEvent), "flow")]
[JsonDerivedType(typeof(PlatesAlertEvent), "alert")]
[JsonDerivedType(typeof(PlatesHeartbeatEvent), "heartbeat")]
[JsonDerivedType(typeof(PlatesTestEvent), "test")]
internal record PlatesEvent;

internal sealed record PlatesFlowEvent(PlatesFlow Flow, PlatesLinks Links, string Direction = "") : PlatesEvent;

internal sealed record PlatesAlertEvent(
    long AlertId, PlatesList List, PlatesEntry Entry, string Site, PlatesFlow Flow, PlatesLinks Links, string Direction = "") : PlatesEvent;

internal sealed record PlatesHeartbeatEvent(
    string Timestamp,
    string Machine,
    string Version,
    double CpuPercent,
    long MemoryBytes,
    long DiskFreeBytes,
    long DiskTotalBytes,
    long Waiting,
    IReadOnlyList<PlatesCamera> Cameras) : PlatesEvent;

internal sealed record PlatesTestEvent : PlatesEvent;

/// <summary>Where more of a flow is; <see cref="Image"/> and <see cref="PlateImage"/> are empty where there is no picture.</summary>
internal sealed record PlatesLinks(string Page, string Flow, string Image, string PlateImage);

internal sealed record PlatesList(int Id, string Name, string Type);

internal sealed record PlatesEntry(string Plate, string Description);

internal sealed record PlatesCamera(long Id, string Name, bool IsStreaming, double FramesPerSecond, string LastFrame);

/// <summary>Takes what web hooks send.</summary>
internal static class PlatesHook
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    /// <summary>Whether a request comes from the server, unchanged, and not long ago.</summary>
    /// <param name="secret">The web hook's.</param>
    /// <param name="timestamp">The header <c>X-Timestamp</c>.</param>
    /// <param name="signature">The header <c>X-Signature</c>.</param>
    /// <param name="body">The body, to the byte.</param>
    public static bool IsGenuine(string secret, string? timestamp, string? signature, ReadOnlySpan<byte> body, TimeProvider time)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || signature is null)
        {
            return false;
        }

        byte[] signed = [.. Encoding.ASCII.GetBytes(timestamp + "."), .. body];
        var expected = "sha256=" + Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)).ToLowerInvariant();
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature))
            && Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - seconds) < MaxAge.TotalSeconds;
    }

    /// <summary>What a body tells; a <see cref="PlatesEvent"/> itself is of a kind that is newer than this file.</summary>
    public static PlatesEvent Read(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize<PlatesEvent>(body, PlatesClient.Json)!;
}
