using System.Text;
using Dashboard.Cameras;
using Dashboard.Capture.Http;

namespace Dashboard.Capture.Rtsp;

/// <summary>
/// RTSP in a tunnel of HTTP: what the camera says is the endless answer of a GET, what it is told the endless body of a POST, in base64. Both carry
/// the same cookie, by which the camera knows that they belong together.
/// </summary>
internal sealed class HttpTunnel : Stream
{
    private const int MaxHead = 16 << 10;
    private static readonly string[] WebTypes = ["text/", "image/", "multipart/", "video/", "application/json"];
    private readonly Stream _heard;
    private readonly Stream _said;
    private byte[] _rest = [];

    private HttpTunnel(Stream heard, Stream said) => (_heard, _said) = (heard, said);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <param name="address">Of the camera.</param>
    /// <param name="dial">Makes a connection to it.</param>
    /// <param name="signIn">What its web server gets where it asks.</param>
    public static async Task<Stream> OpenAsync(
        Uri address, Func<CancellationToken, Task<Stream>> dial, CameraSignIn? signIn, CancellationToken cancellationToken)
    {
        var cookie = Guid.NewGuid().ToString("N")[..22];
        var path = address.PathAndQuery;
        for (var tries = 0; ; tries++)
        {
            var heard = await dial(cancellationToken);
            Stream? said = null;
            try
            {
                await WriteAsync(heard, Head("GET", "Accept: application/x-rtsp-tunnelled\r\n"), cancellationToken);
                var (answer, rest) = await ReadHeadAsync(heard, address, cancellationToken);
                if (answer.Status == 401 && signIn is not null && tries < 2 && signIn.Learn(answer.All("WWW-Authenticate")))
                {
                    await heard.DisposeAsync();
                    continue;
                }

                if (answer.Status != 200 || IsOfTheWeb(answer))
                {
                    // Refusals and being busy are a camera's as well.
                    throw answer.IsHttp && answer.Status is not (401 or 429 or 503)
                        ? new CaptureException(CameraErrorMessages.WebServer(address))
                        : RtspTalk.Explain(answer.Status, signIn, hasSecret: false);
                }

                said = await dial(cancellationToken);
                await WriteAsync(said, Head("POST", "Content-Type: application/x-rtsp-tunnelled\r\nContent-Length: 32767\r\n"), cancellationToken);
                return new HttpTunnel(heard, said) { _rest = rest };
            }
            catch
            {
                await heard.DisposeAsync();
                await (said?.DisposeAsync() ?? ValueTask.CompletedTask);
                throw;
            }
        }

        string Head(string method, string more) =>
            $"{method} {path} HTTP/1.0\r\nHost: {address.Authority}\r\nx-sessioncookie: {cookie}\r\n{more}Pragma: no-cache\r\n"
            + (signIn?.Answer(method, path) is { } authorization ? $"Authorization: {authorization}\r\n" : "") + "\r\n";
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest.Length == 0)
        {
            return await _heard.ReadAsync(buffer, cancellationToken);
        }

        var taken = Math.Min(_rest.Length, buffer.Length);
        _rest.AsMemory(0, taken).CopyTo(buffer);
        _rest = _rest[taken..];
        return taken;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _said.WriteAsync(Encoding.ASCII.GetBytes(Convert.ToBase64String(buffer.Span)), cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await _said.DisposeAsync();
        await _heard.DisposeAsync();
        await base.DisposeAsync();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // A page, or the pictures of a camera whose address begins with http.
    private static bool IsOfTheWeb(RtspMessage answer) => answer.Find("Content-Type") is { } type
        && WebTypes.Any(start => type.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private static ValueTask WriteAsync(Stream stream, string text, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);

    private static async Task<(RtspMessage Answer, byte[] More)> ReadHeadAsync(Stream stream, Uri address, CancellationToken cancellationToken)
    {
        var (head, length) = (new byte[MaxHead], 0);
        while (length < MaxHead)
        {
            var read = await stream.ReadAsync(head.AsMemory(length), cancellationToken);
            length += read;
            var end = head.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return (RtspMessage.Read(Encoding.Latin1.GetString(head, 0, end), ""), head[(end + 4)..length]);
            }

            if (read == 0)
            {
                break;
            }
        }

        throw RtspDialer.HungUp(address);
    }
}
