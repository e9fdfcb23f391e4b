using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Dashboard.Cameras;
using Dashboard.Domain.Cameras;

namespace Dashboard.Capture.Rtsp;

/// <summary>
/// Knocks at a camera's RTSP port before a program is started for it: a dead camera costs a socket and not a process, and what is wrong is said in
/// our words and in time.
/// </summary>
internal sealed class RtspDoor(string source, TimeProvider time)
{
    private const int MaxHead = 16 << 10;
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(7);
    private readonly string _host = CameraSource.HostOf(source);

    /// <summary>Asks what the camera can. True where it speaks HTTP on that port, as it does for RTSP in a tunnel.</summary>
    public async Task<bool> KnockAsync(CancellationToken cancellationToken)
    {
        var head = await AskAsync("OPTIONS", cancellationToken);
        return head.StartsWith("HTTP/", StringComparison.Ordinal) ? true
            : head.StartsWith("RTSP/", StringComparison.Ordinal) ? false
            : throw new CaptureException($"{_host} does not answer as a camera with RTSP does: check the port.");
    }

    /// <summary>Whether the camera takes a sign-in of ffmpeg: digest with MD5 or basic. Asked once it has refused one.</summary>
    public async Task<bool> TakesOldSignInAsync(CancellationToken cancellationToken)
    {
        try
        {
            var asked = (await AskAsync("DESCRIBE", cancellationToken)).Split('\n')
                .Where(line => line.StartsWith("WWW-Authenticate:", StringComparison.OrdinalIgnoreCase)).ToList();
            return asked.Count == 0 || asked.Any(line =>
                !line.Contains("Digest", StringComparison.OrdinalIgnoreCase)
                || !line.Contains("algorithm", StringComparison.OrdinalIgnoreCase)
                || line.Contains("MD5", StringComparison.OrdinalIgnoreCase));
        }
        catch (CaptureException)
        {
            return true;
        }
    }

    private async Task<string> AskAsync(string method, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var address))
        {
            throw new CaptureException(CameraValidation.SourceError(source) ?? "The address cannot be understood.");
        }

        var isSecure = address.Scheme.Equals("rtsps", StringComparison.OrdinalIgnoreCase);
        using var client = new TcpClient();
        await InTimeAsync(
            ConnectWithin, token => ConnectAsync(client, address.IdnHost, address.Port > 0 ? address.Port : isSecure ? 322 : 554, token),
            () => new CaptureException($"{_host} cannot be reached: check the address, and that the camera is on and connected."), cancellationToken);
        var head = "";
        await InTimeAsync(
            AnswerWithin, async token => head = await ReadAsync(client.GetStream(), isSecure, address, method, token),
            () => new CaptureException($"{_host} takes the call but says nothing: check the port, or restart the camera."), cancellationToken);
        return head;
    }

    private async Task ConnectAsync(TcpClient client, string host, int port, CancellationToken cancellationToken)
    {
        try
        {
            await client.ConnectAsync(host, port, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new CaptureException(
                exception.SocketErrorCode switch
                {
                    SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery =>
                        $"The name of {_host} is unknown: check the address, or give the camera's IP number.",
                    SocketError.ConnectionRefused =>
                        $"Nothing answers at {_host}: check the address and the port, and that the camera is on.",
                    _ => $"{_host} cannot be reached: check the address, and that the camera is on and connected.",
                },
                exception);
        }
    }

    private async Task<string> ReadAsync(NetworkStream plain, bool isSecure, Uri address, string method, CancellationToken cancellationToken)
    {
        try
        {
            Stream stream = plain;
            if (isSecure)
            {
                var secure = new SslStream(plain, leaveInnerStreamOpen: false, CameraCertificates.AcceptAny);
                await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.IdnHost }, cancellationToken);
                stream = secure;
            }

            var target = new UriBuilder(address) { UserName = "", Password = "" }.Uri.AbsoluteUri;
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{method} {target} RTSP/1.0\r\nCSeq: 1\r\n\r\n"), cancellationToken);
            var (head, length) = (new byte[MaxHead], 0);
            while (length < MaxHead && head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
            {
                var read = await stream.ReadAsync(head.AsMemory(length), cancellationToken);
                length += read;
                if (read == 0)
                {
                    break;
                }
            }

            return length > 0
                ? Encoding.Latin1.GetString(head, 0, length)
                : throw new CaptureException($"{_host} takes the call and hangs up: check the port, or restart the camera.");
        }
        catch (Exception exception) when (exception is System.Security.Authentication.AuthenticationException)
        {
            throw new CaptureException($"{_host} makes no secure connection: use rtsp:// in place of rtsps://, or check the port.", exception);
        }
        catch (IOException exception)
        {
            throw new CaptureException($"{_host} takes the call and hangs up: check the port, or restart the camera.", exception);
        }
    }

    private async Task InTimeAsync(
        TimeSpan within, Func<CancellationToken, Task> work, Func<CaptureException> late, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await work(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw late();
        }
    }
}
