using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Support.Sources;

/// <summary>
/// A camera that answers single pictures on loopback, to who signs in the way it wants: user <c>ada</c>, password <c>pass:w/rd</c>.
/// </summary>
internal sealed class SnapshotCamera : IAsyncDisposable
{
    private const string User = "ada";
    private const string Password = "pass:w/rd";
    private readonly WebApplication _app;
    private int _asked;

    private SnapshotCamera(string scheme, Func<int, CancellationToken, Task<byte[]>> picture)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            if (!IsSignedIn(context.Request, scheme))
            {
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate = scheme == "Digest"
                    ? "Digest realm=\"cam\", nonce=\"abc123\", qop=\"auth\""
                    : "Basic realm=\"cam\"";
                return;
            }

            var jpeg = await picture(Interlocked.Increment(ref _asked), context.RequestAborted);
            context.Response.ContentType = "image/jpeg";
            await context.Response.Body.WriteAsync(jpeg);
        });
    }

    /// <summary>Its address with the sign-in.</summary>
    public string Address =>
        _app.Urls.First().Replace("http://", $"http://{User}:{Uri.EscapeDataString(Password)}@", StringComparison.Ordinal) + "/snap.jpg";

    /// <summary>How many pictures were asked for by who was signed in.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <param name="scheme"><c>Basic</c> or <c>Digest</c>.</param>
    /// <param name="picture">The JPEG of the n-th question, from 1.</param>
    public static async Task<SnapshotCamera> StartAsync(string scheme, Func<int, CancellationToken, Task<byte[]>> picture)
    {
        var camera = new SnapshotCamera(scheme, picture);
        await camera._app.StartAsync();
        return camera;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static bool IsSignedIn(HttpRequest request, string scheme)
    {
        var sent = request.Headers.Authorization.ToString();
        if (scheme == "Basic")
        {
            return sent == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
        }

        // RFC 2617, section 3.2.2.
        var parts = sent.StartsWith("Digest ", StringComparison.Ordinal)
            ? sent[7..].Split(',').Select(part => part.Trim().Split('=', 2)).ToDictionary(part => part[0], part => part[1].Trim('"'))
            : [];
        return parts.TryGetValue("response", out var response)
            && response == Hash(
                $"{Hash($"{User}:cam:{Password}")}:{parts["nonce"]}:{parts["nc"]}:{parts["cnonce"]}:{parts["qop"]}:{Hash($"GET:{parts["uri"]}")}");
    }

#pragma warning disable CA5351 // What cameras speak.
    private static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
