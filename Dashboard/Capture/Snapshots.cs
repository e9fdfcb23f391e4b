using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Dashboard.Domain.Cameras;
using Dashboard.Pipeline;
using Dashboard.Recognition.Imaging;

namespace Dashboard.Capture;

/// <summary>What a web address answers.</summary>
internal enum SnapshotContentKind
{
    Picture,

    /// <summary>JPEGs one after the other in one answer (MJPEG).</summary>
    Pictures,

    /// <summary>Something else: for ffmpeg to find out.</summary>
    Other,
}

/// <summary>
/// A web address of a camera: tells by its answer whether it is a stream or a single picture, and asks for single
/// pictures again and again. Cameras sign their own certificates, so certificates are not checked, as ffmpeg does not.
/// </summary>
internal sealed class Snapshots : IDisposable
{
    private const int MaxPictureBytes = 32 << 20;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);
    private readonly string _source;
    private readonly Uri _address;
    private readonly PictureCodec _codec;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly ArrayBufferWriter<byte> _body = new(256 << 10);

    public Snapshots(string source, PictureCodec codec, TimeProvider time)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var address))
        {
            throw new CaptureException(CameraValidation.SourceError(source) ?? "The address cannot be understood.");
        }

        _source = source;
        _codec = codec;
        _time = time;
        _address = new UriBuilder(address) { UserName = "", Password = "" }.Uri;
        _http = new HttpClient(Handler(address)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Asks once, and tells what kind of answer came.</summary>
    public async Task<SnapshotContentKind> ProbeAsync(CancellationToken cancellationToken)
    {
        using var answer = await GetAsync(cancellationToken);
        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        return type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) ? SnapshotContentKind.Picture
            : type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) ? SnapshotContentKind.Pictures
            : SnapshotContentKind.Other;
    }

    /// <summary>One picture after the other, at most <paramref name="rate"/> a second.</summary>
    public async IAsyncEnumerable<VideoFrame> ReadAsync(double rate, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1 / rate), _time);
        for (var sequence = 0L; ; sequence++)
        {
            var frame = await TakeAsync(cancellationToken);
            frame.Sequence = sequence;
            frame.CapturedAt = _time.GetUtcNow();
            yield return frame;
            await ticks.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>One picture, fresh from the camera; the caller disposes it.</summary>
    public async Task<VideoFrame> OneAsync(CancellationToken cancellationToken)
    {
        var frame = await TakeAsync(cancellationToken);
        frame.CapturedAt = _time.GetUtcNow();
        return frame;
    }

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler Handler(Uri address)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = AnswerWithin,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            PreAuthenticate = true,
            UseProxy = false,
        };
        if (address.UserInfo.Length > 0)
        {
            // Bound to the camera itself: an answer that points elsewhere must not carry its password there.
            var parts = address.UserInfo.Split(':', 2);
            var login = new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
            var host = new Uri(address.GetLeftPart(UriPartial.Scheme) + address.Authority);
            handler.Credentials = new CredentialCache { { host, "Basic", login }, { host, "Digest", login } };
        }

        return handler;
    }

    private async Task<VideoFrame> TakeAsync(CancellationToken cancellationToken)
    {
        using var answer = await GetAsync(cancellationToken);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(AnswerWithin);
        try
        {
            _body.ResetWrittenCount();
            await using var stream = await answer.Content.ReadAsStreamAsync(late.Token);
            while (await stream.ReadAsync(_body.GetMemory(64 << 10), late.Token) is var read and > 0)
            {
                _body.Advance(read);
                if (_body.WrittenCount > MaxPictureBytes)
                {
                    throw new CaptureException("What the camera sends is too large for a picture: check the address.");
                }
            }

            return await _codec.DecodeAsync(_body.WrittenMemory, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new CaptureException($"What the camera sends is no picture that can be read: check the address. ({exception.Message})", exception);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new CaptureException("The connection broke off within a picture: check the network.", exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable();
        }
    }

    private async Task<HttpResponseMessage> GetAsync(CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(AnswerWithin);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _address);
            request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, late.Token);
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                throw new CaptureException(Explain(answer.StatusCode));
            }
        }
        catch (HttpRequestException exception)
        {
            throw new CaptureException(Explain(exception), exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable();
        }
    }

    private string Explain(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "The camera refused the sign-in: check user name and password.",
        HttpStatusCode.Forbidden => "The camera refuses access for this user: check the user's rights on the camera.",
        HttpStatusCode.NotFound => "The camera is there but does not know this address: check the part after the host.",
        _ => $"The camera answered with the error {(int)status}: check the address, or restart the camera.",
    };

    private string Explain(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError =>
            $"The name of {CameraSource.HostOf(_source)} is unknown: check the address, or give the camera's IP number.",
        HttpRequestError.ConnectionError =>
            $"Nothing answers at {CameraSource.HostOf(_source)}: check the address and the port, and that the camera is on.",
        _ => $"{CameraSource.HostOf(_source)} does not answer as a camera on the web does: check the address.",
    };

    private CaptureException Unreachable() =>
        new($"{CameraSource.HostOf(_source)} cannot be reached: check the address, and that the camera is on and connected.");
}
