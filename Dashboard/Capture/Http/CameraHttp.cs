using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using Dashboard.Cameras;
using Dashboard.Domain.Cameras;
using Dashboard.Hosting.Network;
using Dashboard.Hosting.Process;

namespace Dashboard.Capture.Http;

/// <summary>
/// Asks a camera over HTTP: with its sign-in, which goes to the camera's own host only, and along redirects. Cameras sign their own certificates,
/// so certificates are not checked, as ffmpeg does not. What goes wrong is said in a sentence for a person.
/// </summary>
internal sealed class CameraHttp : IDisposable
{
    private const int MaxHops = 5;

    // Some servers refuse whoever does not say what it is.
    private static readonly ProductInfoHeaderValue Agent = new("PlateDashboard", ProgramVersion.Text);
    private static readonly TimeSpan MaxConnectTime = TimeSpan.FromSeconds(5);

    // Longer than another connection takes.
    private static readonly TimeSpan MaxDrainTime = TimeSpan.FromMilliseconds(500);
    private readonly Uri _address;
    private readonly HttpClient _http;
    private readonly CameraSignIn? _signIn;
    private readonly bool _hasSecret;
    private volatile bool _isConnected;

    public CameraHttp(string source, TimeSpan? maxConnectTime = null)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var address))
        {
            throw new CaptureException(CameraValidation.SourceError(source) ?? "The address cannot be understood.");
        }

        _address = new UriBuilder(address) { UserName = "", Password = "" }.Uri;
        _hasSecret = CameraSource.HasSecretInPath(source);
        var (_, user, password) = CameraSource.SplitSignIn(source);
        _signIn = user.Length + password.Length > 0 ? new CameraSignIn(user, password) : null;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = maxConnectTime ?? MaxConnectTime,
            ConnectCallback = ConnectAsync,
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new MendedHeads(context.PlaintextStream)),
            SslOptions = CameraTls.Options(),
            AllowAutoRedirect = false,
            UseProxy = false,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The camera's address without its sign-in.</summary>
    public Uri Address => _address;

    /// <summary>A good answer, of which the body is still to come. Throws <see cref="CaptureException"/> for any other.</summary>
    public Task<HttpResponseMessage> GetAsync(CancellationToken cancellationToken) => GetAsync(_address, null, cancellationToken);

    /// <summary>The same for another address that the camera has named, which gets the sign-in where it is the camera's own.</summary>
    /// <param name="range">The header Range; null: all of it.</param>
    public async Task<HttpResponseMessage> GetAsync(Uri address, string? range, CancellationToken cancellationToken)
    {
        for (var hops = 0; ; hops++)
        {
            var answer = await TryAsync(address, range, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } location || hops == MaxHops)
                {
                    throw new CaptureException(IsRtsp(answer) ? CameraErrorMessages.RtspServer(address) : Explain(answer.StatusCode, address))
                    {
                        IsRefusal = IsRefused(answer.StatusCode) && (_signIn?.IsAsked == true || _hasSecret)
                            && CameraSource.MaySignIn(_address, address),
                        MayPass = answer.StatusCode != HttpStatusCode.Unauthorized || _signIn is not { HasEverWorked: false },
                        IsAnswer = true,
                    };
                }

                // Such as //[x passes for a relative address until it is joined to one.
                if (!Uri.TryCreate(address, location, out var next) || next.Scheme is not ("http" or "https"))
                {
                    throw new CaptureException(Explain(answer.StatusCode, _address));
                }

                address = next;
            }
        }
    }

    /// <summary>What an answer carries; unpacked where it says that it is packed and its first bytes say so too.</summary>
    public async Task<Stream> BodyAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        if (answer.Content.Headers.ContentEncoding.Count == 0)
        {
            return stream;
        }

        var mayBeRaw = answer.Content.Headers.ContentEncoding.Contains("deflate", StringComparer.OrdinalIgnoreCase);
        var pipe = PipeReader.Create(stream);
        Func<Stream, Stream>? unpack;
        try
        {
            var start = (await pipe.ReadAtLeastAsync(2, cancellationToken)).Buffer;
            unpack = start.Length < 2 ? null : UnpackerOf(start.Slice(0, 2).ToArray(), mayBeRaw);
            pipe.AdvanceTo(start.Start);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new CaptureException("The connection broke off: check the network.", exception);
        }

        if (unpack is not null)
        {
            // It is that of what is packed.
            answer.Content.Headers.ContentLength = null;
        }

        return unpack is null ? pipe.AsStream() : unpack(pipe.AsStream());
    }

    // What is called deflate comes with the head of zlib, as it should, or without; then it is told by what it cannot be.
    private static Func<Stream, Stream>? UnpackerOf(byte[] start, bool mayBeRaw) => start switch
    {
        [0x1F, 0x8B] => body => new GZipStream(body, CompressionMode.Decompress),
        [var one, var two] when (one & 0xF) == 8 && ((one << 8) | two) % 31 == 0 => body => new ZLibStream(body, CompressionMode.Decompress),
        [0xFF, _] or [0x89, (byte)'P'] or [(byte)'-', (byte)'-'] or [(byte)'\r', (byte)'\n'] => null,
        [(byte)'#', (byte)'E'] or [(byte)'<', _] or [0, 0] => null,
        _ => mayBeRaw ? body => new DeflateStream(body, CompressionMode.Decompress) : null,
    };

    public void Dispose() => _http.Dispose();

    /// <summary>What an answer in words means in place of pictures: many cameras that are signed in to in the address refuse in words.</summary>
    public CaptureException NoPictures(string words) => new(words) { IsRefusal = _hasSecret, MayPass = true, IsAnswer = true };

    /// <summary>What to say where a connection was made, and no answer came in time.</summary>
    public CaptureException Mute() =>
        new(IsRtspPort(_address) ? CameraErrorMessages.RtspPort(_address) : CameraErrorMessages.Mute(_address.Authority));

    private async Task<HttpResponseMessage> TryAsync(Uri address, string? range, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(address, range, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.InnerException is CaptureException refused)
        {
            throw new CaptureException(refused.Message, exception);
        }
        catch (HttpRequestException exception)
        {
            throw new CaptureException(Explain(exception, address), exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested
            && (exception.InnerException is TimeoutException || exception.InnerException?.InnerException is TimeoutException))
        {
            // Who was connected and is late is late with TLS.
            throw new CaptureException(
                _isConnected
                    ? CameraErrorMessages.Insecure(address)
                    : CameraErrorMessages.Unreachable(address.Authority),
                exception);
        }
        catch (IOException exception)
        {
            throw new CaptureException(Explain(new HttpRequestException(), address), exception);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        _isConnected = false;
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await CameraReferrals.FindAsync(_address, host, context.InitialRequestMessage.RequestUri!.Authority, cancellationToken);
        var stream = await StaggeredDial.ConnectAsync(addresses, port, cancellationToken);
        _isConnected = true;
        return stream;
    }

    private async Task<HttpResponseMessage> AskAsync(Uri address, string? range, CancellationToken cancellationToken)
    {
        // The nonce of the last answer may have expired, and the one after it may be the first that counts.
        for (var tries = 0; ; tries++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.UserAgent.Add(Agent);
            request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            if (range is not null)
            {
                request.Headers.TryAddWithoutValidation("Range", range);
            }

            var signIn = CameraSource.MaySignIn(_address, address) ? _signIn : null;
            if (signIn?.Answer("GET", address.PathAndQuery) is { } authorization)
            {
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            }

            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!IsRefused(answer.StatusCode))
            {
                signIn?.Worked();
            }

            answer.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var asked);
            if (answer.StatusCode != HttpStatusCode.Unauthorized || signIn is null || tries == 2 || !signIn.Learn(asked))
            {
                return answer;
            }

            await DrainAsync(answer, cancellationToken);
        }
    }

    // A short page that explains the refusal: read, so that the connection can be used again.
    private static async Task DrainAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using (answer)
        {
            if (answer.Content.Headers.ContentLength is null && answer.Headers.TransferEncodingChunked != true)
            {
                // It ends with its connection, which may be never.
                return;
            }

            var rest = new byte[8 << 10];
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            late.CancelAfter(MaxDrainTime);
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            try
            {
                await body.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, late.Token);
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // The next question takes a connection of its own.
            }
        }
    }

    private static bool IsRefused(HttpStatusCode status) => status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    private string Explain(HttpStatusCode status, Uri address) => status == HttpStatusCode.Unauthorized && !CameraSource.MaySignIn(_address, address)
        ? CameraErrorMessages.SendsOn(address.Authority)
        : CameraErrorMessages.Status((int)status, _signIn?.Refusal, _signIn?.IsAsked == true);

    private static string Explain(HttpRequestException exception, Uri address) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => CameraErrorMessages.UnknownName(address.Host),
        HttpRequestError.ConnectionError => CameraErrorMessages.NotConnected(address.Authority, exception),
        HttpRequestError.SecureConnectionError => CameraErrorMessages.Insecure(address),
        HttpRequestError.InvalidResponse when IsRtsp(exception) => CameraErrorMessages.RtspServer(address),
        HttpRequestError.ConfigurationLimitExceeded => CameraErrorMessages.LongHead(address.Authority),
        _ when IsRtspPort(address) => CameraErrorMessages.RtspPort(address),
        _ => $"{address.Authority} does not answer as a camera on the web does: check the address, and whether it begins with http://, https:// or "
            + "rtsp://.",
    };

    // The line that was no answer of the web stands in the message alone.
    private static bool IsRtsp(HttpRequestException exception) =>
        $"{exception.Message} {exception.InnerException?.Message}".Contains("RTSP/", StringComparison.Ordinal);

    // GStreamer's server of RTSP answers the web with 503. One that asks for a sign-in, or knows other addresses, is one of the web as well.
    private static bool IsRtsp(HttpResponseMessage answer) =>
        (int)answer.StatusCode is 400 or 405 or >= 500 && answer.Headers.NonValidated.TryGetValues("Server", out var server)
        && server.ToString().Contains("RTSP", StringComparison.OrdinalIgnoreCase);

    private static bool IsRtspPort(Uri address) => address.Port is 322 or 554 or 8554 or 10554;
}
