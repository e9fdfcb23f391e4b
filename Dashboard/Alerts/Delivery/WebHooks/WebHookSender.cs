using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dashboard.Domain;
using Dashboard.Hosting.Network;
using Dashboard.Hosting.Process;

namespace Dashboard.Alerts.Delivery.WebHooks;

/// <summary>What a receiver answered to a test.</summary>
/// <param name="IsTaken">It answered with a status of success.</param>
/// <param name="Status">Its HTTP status; null: it gave none.</param>
/// <param name="Answer">What it said, or why there is no answer.</param>
/// <param name="DurationMs">How long it took, ms.</param>
internal sealed record HookAnswer(bool IsTaken, int? Status, string Answer, int DurationMs);

/// <summary>What a receiver shows as its certificate.</summary>
/// <param name="Certificate">It; null: it could not be fetched.</param>
/// <param name="Fault">Why not; empty: it could.</param>
internal sealed record ShownCertificate(ReceiverCertificate? Certificate, string Fault);

/// <summary>
/// Posts bodies to web hooks: signed, within 10 seconds, without following redirects, and to public addresses only unless the hook allows others.
/// </summary>
internal sealed class WebHookSender : IDisposable
{
    /// <summary>How long an attempt may take, answer included.</summary>
    internal static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    private const int MaxAnswerBytes = 4 * DeliveryOutcome.MaxAnswer;
    private readonly HttpClient _guarded = Create(allowsPrivate: false);
    private readonly HttpClient _open = Create(allowsPrivate: true);
    private readonly TimeProvider _time;

    public WebHookSender(TimeProvider time) => _time = time;

    /// <summary>Sends the test ping now.</summary>
    public async Task<HookAnswer> PingAsync(WebHook hook, CancellationToken cancellationToken = default)
    {
        var outcome = await PostAsync(hook, HookBodies.TestFor(hook), "test", cancellationToken);
        return new HookAnswer(outcome.Result == DeliveryResult.Delivered, outcome.Status, outcome.Answer, outcome.DurationMs);
    }

    /// <summary>Connects to the receiver to see its certificate, whether it would do or not; nothing is sent.</summary>
    public async Task<ShownCertificate> FetchCertificateAsync(WebHook hook, CancellationToken cancellationToken = default)
    {
        if (!Uri.TryCreate(hook.Url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
        {
            return new ShownCertificate(null, ReceiverCertificate.NoneThere);
        }

        ReceiverCertificate? shown = null;
        using var limit = new CancellationTokenSource(MaxTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await using var plain = await ConnectAsync(address.DnsSafeHost, address.Port, hook.AllowsPrivate, either.Token);
            await using var secure = new SslStream(plain);
            var look = new SslClientAuthenticationOptions
            {
                TargetHost = address.IdnHost,
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    shown = certificate is X509Certificate2 seen ? ReceiverCertificate.From(seen) : null;
                    return false; // Seeing it is all: the connection ends here.
                },
            };
            await secure.AuthenticateAsClientAsync(look, either.Token);
        }
        catch (Exception) when (shown is not null)
        {
            // Refused, as was asked for.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ShownCertificate(null, $"No answer within {MaxTime.TotalSeconds:0} seconds");
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or SocketException)
        {
            return new ShownCertificate(null, Describe(exception, address));
        }

        return new ShownCertificate(shown, shown is null ? $"{address.Host} shows no certificate; set one up on the receiver" : "");
    }

    /// <summary>Posts a body. Whatever goes wrong is in the outcome; only <paramref name="cancellationToken"/> throws.</summary>
    internal async Task<DeliveryOutcome> PostAsync(WebHook hook, ReadOnlyMemory<byte> body, string deliveryId, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(hook.Url, UriKind.Absolute, out var address))
        {
            return DeliveryOutcome.Never("The address cannot be read: the key that encrypted it is lost; enter the address again");
        }

        var started = _time.GetTimestamp();
        using var limit = new CancellationTokenSource(MaxTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = Request(hook, address, body, deliveryId);

            // A connection that was made for one certificate must not serve who does not accept that one.
            using var own = hook.HasOwnTrust ? Create(hook.AllowsPrivate, hook) : null;
            using var response = await (own ?? (hook.AllowsPrivate ? _open : _guarded)).SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)response.StatusCode;
            var answer = await ReadAnswerAsync(response, either.Token);
            cancellationToken.ThrowIfCancellationRequested();
            var end = DeliveryRules.FromStatus(status);
            return new DeliveryOutcome(end, status, status is >= 300 and < 400 ? Redirected(status) : answer, Elapsed(started))
            {
                RetryAfter = response.Headers.RetryAfter is { } after ? after.Delta ?? (after.Date - _time.GetUtcNow()) : null,
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryOutcome(DeliveryResult.TransientFailure, null, $"No answer within {MaxTime.TotalSeconds:0} seconds", Elapsed(started));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            return new DeliveryOutcome(DeliveryResult.TransientFailure, null, Describe(exception, address), Elapsed(started));
        }
    }

    public void Dispose()
    {
        _guarded.Dispose();
        _open.Dispose();
    }

    private static async ValueTask<Stream> ConnectAsync(string host, int port, bool allowsPrivate, CancellationToken cancellationToken)
    {
        var found = allowsPrivate
            ? await AddressGuard.FindServerAsync(host, cancellationToken)
            : await AddressGuard.FindAsync(host, cancellationToken);
        var allowed = allowsPrivate ? found : found.Where(AddressGuard.IsPublic).ToArray();
        return allowed.Length > 0 ? await StaggeredDial.ConnectAsync(allowed, port, cancellationToken) : throw new AddressRefusedException(host);
    }

    private static HttpClient Create(bool allowsPrivate, WebHook? hook = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false, // A proxy would look up the name itself, out of the guard's sight.
        ConnectCallback = (to, stop) => ConnectAsync(to.DnsEndPoint.Host, to.DnsEndPoint.Port, allowsPrivate, stop),
        SslOptions = ReceiverTrust.OptionsFor(hook),
        MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    private HttpRequestMessage Request(WebHook hook, Uri address, ReadOnlyMemory<byte> body, string deliveryId)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("PlateDashboard", ProgramVersion.Text));
        request.Headers.Add("X-Delivery-Id", deliveryId);
        request.Headers.Add(WebHookSignature.TimestampHeader, now.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebHookSignature.Header, WebHookSignature.Compute(hook.Secret, now, body.Span));
        if (address.UserInfo.Length > 0)
        {
            var signIn = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(signIn));
        }

        return request;
    }

    // The status decides; a body that breaks off changes nothing about it.
    private static async Task<string> ReadAnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxAnswerBytes];
        var length = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return "(the answer broke off)";
        }

        // No database keeps a zero character in a text.
        var text = Encoding.UTF8.GetString(buffer, 0, length).Replace('\0', ' ');
        return text.Truncate(DeliveryOutcome.MaxAnswer);
    }

    private static string Redirected(int status) =>
        $"The receiver answered {status} and points to another address; redirects are not followed, so enter the address that it points to";

    private static string Describe(Exception exception, Uri address)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is AddressRefusedException or MachineAddressException or CertificateRefusedException)
            {
                return cause.Message;
            }

            if (cause is SocketException
                {
                    SocketErrorCode: not (SocketError.ConnectionReset
                or SocketError.ConnectionAborted
                or SocketError.Shutdown)
                } socket)
            {
                return Describe(socket, address);
            }
        }

        var innermost = exception.GetBaseException().Message;
        var text = exception is AuthenticationException or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            ? $"No secure connection to {address.Host}: {innermost}"
            : $"{address.Host} broke the connection: {innermost}";
        return text.Truncate(DeliveryOutcome.MaxAnswer);
    }

    private static string Describe(SocketException exception, Uri address) => exception.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"The name {address.Host} is not known",
        SocketError.ConnectionRefused => $"{address.Host} refuses connections on port {address.Port}; check the port, and whether the program runs",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TimedOut =>
            $"{address.Host} cannot be reached; check the address, and that the machine is on and connected",
        _ => $"{address.Host} cannot be reached: {exception.Message}",
    };

    private int Elapsed(long started) => (int)_time.GetElapsedTime(started).TotalMilliseconds;
}
