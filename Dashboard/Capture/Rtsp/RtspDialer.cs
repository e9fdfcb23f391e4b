using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Dashboard.Cameras;
using Dashboard.Capture.Http;
using Dashboard.Hosting.Network;

namespace Dashboard.Capture.Rtsp;

/// <summary>A connection to a camera.</summary>
/// <param name="Stream">What is said and heard.</param>
/// <param name="Camera">The camera's IP address.</param>
internal sealed record RtspLine(Stream Stream, IPAddress Camera);

/// <summary>Calls cameras. What goes wrong is said in a sentence for a person.</summary>
internal sealed class RtspDialer(TimeProvider time)
{
    private static readonly TimeSpan MaxConnectTime = TimeSpan.FromSeconds(5);

    /// <summary>What most cameras need for an answer, and as much again.</summary>
    public static readonly TimeSpan DefaultAnswerTime = TimeSpan.FromSeconds(7);

    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan MaxAnswerTime { get; set; } = DefaultAnswerTime;

    /// <summary>Computer and port of an address, for sentences.</summary>
    public static string PlaceOf(Uri address) => address.Authority;

    /// <summary>What to say where a connection was made, and no answer came in time.</summary>
    public static CaptureException Mute(Uri address) =>
        new(CameraErrorMessages.Mute(PlaceOf(address)));

    /// <summary>What to say where the other side ends the connection.</summary>
    public static CaptureException HungUp(Uri address, Exception? exception = null) =>
        new($"{PlaceOf(address)} accepts the connection, then closes it: check the port, or restart the camera.", exception);

    /// <summary>Connects; in a tunnel of HTTP where that is wanted.</summary>
    /// <param name="camera">The address that a person entered.</param>
    /// <param name="address">The same, or where the camera sends on to; without a sign-in.</param>
    /// <param name="isTunnel">RTSP in HTTP.</param>
    /// <param name="signIn">What the camera's web server gets where it asks; it is no other than that for RTSP.</param>
    public async Task<RtspLine> DialAsync(
        Uri camera, Uri address, bool isTunnel, CameraSignIn? signIn, CancellationToken cancellationToken)
    {
        if (!isTunnel)
        {
            var (stream, ip) = await ConnectAsync(camera, address, cancellationToken);
            return new RtspLine(stream, ip);
        }

        IPAddress? dialled = null;
        var tunnel = await InTimeAsync(
            MaxAnswerTime, token => HttpTunnel.OpenAsync(address, DialOnceAsync, signIn, token), () => Mute(address), cancellationToken);
        return new RtspLine(tunnel, dialled!);

        async Task<Stream> DialOnceAsync(CancellationToken cancellationToken)
        {
            (var stream, dialled) = await ConnectAsync(camera, address, cancellationToken);
            return stream;
        }
    }

    /// <summary>Does something within the time that an answer may take.</summary>
    public Task<T> AnswerAsync<T>(Uri address, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        InTimeAsync(MaxAnswerTime, work, () => Mute(address), cancellationToken);

    private async Task<(Stream Stream, IPAddress Ip)> ConnectAsync(Uri camera, Uri address, CancellationToken cancellationToken)
    {
        var isSecure = address.Scheme.Equals("rtsps", StringComparison.OrdinalIgnoreCase);
        var plain = await InTimeAsync(
            MaxConnectTime,
            token => ConnectAsync(camera, address, address.Port > 0 ? address.Port : isSecure ? 322 : 554, token),
            () => new CaptureException(CameraErrorMessages.Unreachable(PlaceOf(address))),
            cancellationToken);
        try
        {
            var ip = ((IPEndPoint)plain.Socket.RemoteEndPoint!).Address;
            ip = ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
            return (isSecure ? await SecureAsync(plain, address, cancellationToken) : plain, ip);
        }
        catch
        {
            await plain.DisposeAsync();
            throw;
        }
    }

    private static async Task<NetworkStream> ConnectAsync(Uri camera, Uri address, int port, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await CameraReferrals.FindAsync(camera, address.IdnHost, PlaceOf(address), cancellationToken);
            return await StaggeredDial.ConnectAsync(addresses, port, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new CaptureException(
                exception.SocketErrorCode switch
                {
                    SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery =>
                        CameraErrorMessages.UnknownName(address.Host),
                    SocketError.ConnectionRefused => CameraErrorMessages.NothingAnswers(PlaceOf(address)),
                    _ => CameraErrorMessages.Unreachable(PlaceOf(address)),
                },
                exception);
        }
    }

    private async Task<Stream> SecureAsync(Stream plain, Uri address, CancellationToken cancellationToken)
    {
        var secure = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await InTimeAsync(
                MaxAnswerTime,
                async token =>
                {
                    await secure.AuthenticateAsClientAsync(CameraTls.Options(address.IdnHost), token);
                    return true;
                },
                () => Insecure(address),
                cancellationToken);
            return secure;
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            // Small servers hang up where they have nothing in common.
            throw Insecure(address, exception);
        }
    }

    private static CaptureException Insecure(Uri address, Exception? exception = null) =>
        new(CameraErrorMessages.Insecure(address), exception);

    private async Task<T> InTimeAsync<T>(
        TimeSpan maxTime, Func<CancellationToken, Task<T>> work, Func<CaptureException> late, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(maxTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw late();
        }
    }
}
