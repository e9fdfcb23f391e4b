using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Xml.Linq;

namespace Dashboard.Cameras.Onvif;

/// <summary>
/// Asks one device. The sign-in goes out as a digest only, in the message and, where the device asks for it, in HTTP: a machine that merely says
/// that it is a camera learns no password. Redirects are not followed. Cameras sign their own certificates, so those are not checked.
/// </summary>
internal sealed class OnvifTransport : IDisposable
{
    private const int MaxCodes = 8;
    private const string Refused = "The camera refused the sign-in: check user name and password.";

    // It would tell the password to whoever answers there.
    private const string BasicOnly =
        "The camera takes a sign-in for ONVIF as plain text only (Basic), in which it is not sent: choose Digest in the camera's settings, or type "
        + "the stream's address.";

    private const int ReadBytes = 16 << 10;
    private static readonly TimeSpan MaxAnswerTime = TimeSpan.FromSeconds(8);
    private readonly string _user;
    private readonly string _password;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private volatile bool _isConnected;
    private volatile bool _wasHeard;

    /// <param name="device">Where the device is.</param>
    /// <param name="user">Empty: without a sign-in.</param>
    /// <param name="password">The user's.</param>
    /// <param name="time">The server's clock.</param>
    public OnvifTransport(Uri device, string user, string password, TimeProvider time)
    {
        (Device, _user, _password, _time) = (device, user, password, time);
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(4),
            SslOptions = CameraTls.Options(),
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 32,
            PlaintextStreamFilter = (context, _) =>
            {
                _isConnected = true;
                return ValueTask.FromResult<Stream>(new MendedHeads(new HeardStream(context.PlaintextStream, () => _wasHeard = true)));
            },
        };
        if (user.Length > 0)
        {
            handler.Credentials = new CredentialCache
            {
                { new Uri(device.GetLeftPart(UriPartial.Authority)), "Digest", new NetworkCredential(user, password) },
            };
        }

        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public Uri Device { get; }

    /// <summary>How far the device's clock is ahead of the server's: the sign-in is valid by the device's.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>What is said where no answer came in time: the device is slow, mute, or away.</summary>
    public string Late => _wasHeard ? CameraErrorMessages.Slow(Device.Authority)
        : _isConnected ? CameraErrorMessages.Mute(Device.Authority)
        : CameraErrorMessages.Unreachable(Device.Authority);

    /// <summary>Asks, and gives the body of the answer.</summary>
    /// <exception cref="OnvifException">It does not answer, not as a camera does, or with a fault.</exception>
    public async Task<XElement> AskAsync(Uri service, XElement question, bool signsIn, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(MaxAnswerTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var security = signsIn && _user.Length > 0
                ? OnvifMessages.Security(_user, _password, _time.GetUtcNow() + ClockOffset)
                : null;
            var envelope = OnvifMessages.Envelope(question, security);
            var (status, body, isBasicOnly) = await SendAgainAsync(service, envelope, either.Token);
            var root = OnvifXml.Parse(body);
            if (status == HttpStatusCode.Unauthorized)
            {
                throw new OnvifException(isBasicOnly ? BasicOnly : Refused) { IsAnswer = true };
            }

            return root.Find("Fault") is { } fault ? throw new OnvifException(Explain(fault)) { IsAnswer = true }
                : (int)status is >= 200 and < 300 && root.Find("Body") is { } answer ? answer
                : throw NoCamera();
        }
        catch (HttpRequestException exception)
        {
            throw exception.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => new OnvifException(CameraErrorMessages.UnknownName(Device.Host), exception),
                HttpRequestError.ConnectionError => new OnvifException(CameraErrorMessages.NotConnected(Device.Authority, exception), exception),
                HttpRequestError.SecureConnectionError => new OnvifException(CameraErrorMessages.Insecure(Device), exception),
                _ => NoCamera(exception),
            };
        }
        catch (IOException exception)
        {
            throw NoCamera(exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OnvifException(Late, exception);
        }
    }

    /// <summary>What is said where something answers that no camera would say.</summary>
    public OnvifException NoCamera(Exception? inner = null) =>
        new($"{Device.Authority} does not answer as an ONVIF camera does: switch ONVIF on in the camera, or type the stream's address.", inner);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // Small web servers of cameras close connections as the next question is on its way; all questions may be asked twice.
    private async Task<OnvifAnswer> SendAgainAsync(
        Uri service, byte[] envelope, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(service, envelope, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException
            or HttpRequestException { HttpRequestError: not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError) })
        {
            return await SendAsync(service, envelope, cancellationToken);
        }
    }

    private async Task<OnvifAnswer> SendAsync(
        Uri service, byte[] envelope, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, service) { Content = new ByteArrayContent(envelope) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/soap+xml", "utf-8");
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var kinds = answer.Headers.WwwAuthenticate;
        var isBasicOnly = kinds.Count > 0 && kinds.All(kind => kind.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase));
        return new OnvifAnswer(answer.StatusCode, await ReadAsync(answer, cancellationToken), isBasicOnly);
    }

    private static string Explain(XElement fault)
    {
        var codes = string.Join(' ', fault.All("Value").Take(MaxCodes).Append(fault.Find("faultcode") ?? fault).Select(code => code.Value));
        var text = fault.Find("Reason", "Text").Text() is { Length: > 0 } reason ? reason : fault.Find("faultstring").Text();
        return codes.Contains("NotAuthorized", StringComparison.OrdinalIgnoreCase)
            || codes.Contains("FailedAuthentication", StringComparison.OrdinalIgnoreCase)
            || codes.Contains("FailedCheck", StringComparison.OrdinalIgnoreCase)
            || text.Contains("not authorized", StringComparison.OrdinalIgnoreCase)
                ? Refused
                : $"The camera answered to ONVIF with an error: {(text.Length > 0 ? text : OnvifXml.Plain(codes))}";
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var body = new ArrayBufferWriter<byte>();
        while (await stream.ReadAsync(body.GetMemory(ReadBytes), cancellationToken) is > 0 and var read)
        {
            body.Advance(read);
            if (body.WrittenCount > OnvifXml.MaxBytes)
            {
                return default;
            }
        }

        return body.WrittenMemory;
    }
}

/// <summary>What a device answers in HTTP.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Body">Empty: there is none, or it is too long.</param>
/// <param name="IsBasicOnly">It asks for a sign-in, and takes none but that in plain text.</param>
internal readonly record struct OnvifAnswer(HttpStatusCode Status, ReadOnlyMemory<byte> Body, bool IsBasicOnly);
