using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Dashboard.Cameras;
using Dashboard.Domain.Cameras;
using Dashboard.Hosting;
using Dashboard.Hosting.Network;
using Dashboard.Live;
using Dashboard.Security.Accounts;
using Dashboard.Storage.Auditing;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Web.Pictures;

/// <summary>
/// Live pictures of several cameras over one connection, because a browser has only six for a server. Each record is three numbers of four bytes
/// (little endian): the camera, the length of the JSON, the length of the JPEG; then both. A record of camera 0 says only that the line is alive.
/// </summary>
internal static class LiveStreamEndpoint
{
    /// <summary>How many connections may show live pictures at once.</summary>
    public const int MaxStreams = 64;

    /// <summary>Those of one account.</summary>
    public const int MaxOfAccount = 16;

    private const int MaxCameras = 36;
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(10);

    public static void MapLiveStream(this WebApplication app) => app.MapGet(Urls.LiveStream, StreamAsync).RequireAuthorization();

    private static async Task StreamAsync(
        string? camera,
        int? w,
        int? main,
        HttpContext http,
        LivePictures pictures,
        CameraStore cameras,
        SiteScopeProvider scopes,
        AccountCache accounts,
        AuditTrail audit,
        LiveStreamPlaces places,
        TimeProvider time)
    {
        int[] asked = [.. (camera ?? "").Split(',').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0).Distinct().Take(MaxCameras)];
        using var place = places.TryTake($"{http.User.UserId()}");
        if (place is null)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "10";
            return;
        }

        try
        {
            http.Response.ContentType = "application/octet-stream";
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers["X-Accel-Buffering"] = "no";
            http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            var width = Math.Clamp(w ?? 640, LivePictures.Widths[0], LivePictures.Widths[^1]);
            await SendAsync(asked, width, main == 1 && asked.Length == 1, http, pictures, cameras, scopes, accounts, audit, time);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // Nobody watches any more.
        }
    }

    private static async Task SendAsync(
        int[] asked,
        int width,
        bool isMain,
        HttpContext http,
        LivePictures pictures,
        CameraStore cameras,
        SiteScopeProvider scopes,
        AccountCache accounts,
        AuditTrail audit,
        TimeProvider time)
    {
        var line = new LineSpeed(width);
        var shown = new Dictionary<int, (DateTimeOffset After, Task<LivePicture?> Next)>();
        var (clock, checkedAt) = (new SteadyClock(time), DateTimeOffset.MinValue);
        while (!http.RequestAborted.IsCancellationRequested)
        {
            if (clock.Now - checkedAt > Recheck)
            {
                checkedAt = clock.Now;
                if (!await accounts.IsCurrentAsync(http.User, http.RequestAborted))
                {
                    return; // Signed out, disabled, or in another role since.
                }

                var seen = await cameras.ListAsync(await scopes.GetAsync(http.User, http.RequestAborted), http.RequestAborted);
                Watch(shown, [.. seen.Where(one => one.AgentId is null && one.IsEnabled && asked.Contains(one.Id))], (line, isMain), pictures, audit);
                await WriteAsync(http, 0, null, http.RequestAborted);
            }

            if (shown.Count == 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(2), time, http.RequestAborted);
                continue;
            }

            await Task.WhenAny(shown.Values.Select(one => one.Next)).WaitAsync(http.RequestAborted);
            foreach (var (id, one) in shown.Where(one => one.Value.Next.IsCompleted).ToList())
            {
                var picture = await one.Next;
                if (picture is not null)
                {
                    var start = time.GetTimestamp();
                    await WriteAsync(http, id, picture, http.RequestAborted);
                    line.Sent(time.GetElapsedTime(start));
                }

                var after = picture?.CapturedAt ?? one.After;
                shown[id] = (after, pictures.NextAsync(id, line.Width, after, isMain));
            }
        }
    }

    private static void Watch(
        Dictionary<int, (DateTimeOffset After, Task<LivePicture?> Next)> shown,
        IReadOnlyList<Camera> cameras,
        (LineSpeed Line, bool IsMain) how,
        LivePictures pictures,
        AuditTrail audit)
    {
        foreach (var gone in shown.Keys.Where(id => cameras.All(camera => camera.Id != id)).ToList())
        {
            shown.Remove(gone);
        }

        foreach (var camera in cameras.Where(camera => !shown.ContainsKey(camera.Id)))
        {
            shown[camera.Id] = (DateTimeOffset.MinValue, pictures.NextAsync(camera.Id, how.Line.Width, DateTimeOffset.MinValue, how.IsMain));
            audit.WriteRepeated(AuditActor.Current, AuditAction.SawPicture, FormattableString.Invariant($"live pictures of camera {camera.Id}"));
        }
    }

    private static async Task WriteAsync(HttpContext http, int camera, LivePicture? picture, CancellationToken cancellationToken)
    {
        var json = picture is null ? [] : JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                at = picture.CapturedAt.ToUnixTimeMilliseconds(),
                plates = picture.Plates.Select(plate => new { text = plate.Text, confidence = plate.Confidence, corners = plate.Corners }),
            });
        var head = new byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(head, camera);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), json.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), picture?.Jpeg.Length ?? 0);
        await http.Response.Body.WriteAsync(head, cancellationToken);
        if (picture is not null)
        {
            await http.Response.Body.WriteAsync(json, cancellationToken);
            await http.Response.Body.WriteAsync(picture.Jpeg, cancellationToken);
        }

        await http.Response.Body.FlushAsync(cancellationToken);
    }
}

/// <summary>Places for connections that show live pictures.</summary>
internal sealed class LiveStreamPlaces() : CallerPlaces(LiveStreamEndpoint.MaxStreams, LiveStreamEndpoint.MaxOfAccount);
