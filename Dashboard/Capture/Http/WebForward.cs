using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Capture.Http.Joining;
using Dashboard.Hosting;

namespace Dashboard.Capture.Http;

/// <summary>
/// Stands between a video on the web and one ffmpeg: what that asks for on loopback is asked of the camera, with its sign-in. Addresses in playlists
/// (HLS) are written anew, so that all that they name comes this way too. A live video that the camera ends is asked for again, and the same ffmpeg
/// goes on. See Decision 0044.
/// </summary>
internal sealed partial class WebForward : IAsyncDisposable
{
    private const int MaxConnections = 8;
    private const int MaxHeadBytes = 16 << 10;
    private const int MaxPlaylistBytes = 1 << 20;
    private const int CopyBytes = 64 << 10;
    private const string Ended = "The stream ended: check the camera and the network.";
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    // A camera that is gone for longer is told as gone; and what is over sooner is a clip, which would be played again and again.
    private static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MinLiveTime = TimeSpan.FromSeconds(3);
    private readonly CameraHttp _http;
    private readonly TimeProvider _time;
    private readonly FfmpegDoor _door = new("http");
    private readonly SemaphoreSlim _asking = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private readonly Action? _onBegin;
    private readonly Action<string>? _onFault;
    private volatile bool _isLast;

    /// <param name="source">The camera's address.</param>
    /// <param name="time">Where the time comes from.</param>
    /// <param name="onBegin">Is told whenever something good begins to come.</param>
    /// <param name="onFault">Is told why a video ended that is asked for again.</param>
    public WebForward(string source, TimeProvider time, Action? onBegin = null, Action<string>? onFault = null)
    {
        (_onBegin, _onFault) = (onBegin, onFault);
        (_http, _time) = (new CameraHttp(source), time);
        _work = ServeAsync();
    }

    /// <summary>What ffmpeg is to open.</summary>
    public string Address => _door.Address;

    /// <summary>What the camera did wrong last; null: its last answer was good.</summary>
    public CaptureException? Failure { get; private set; }

    /// <summary>Says which program may come.</summary>
    public void Admit(int process) => _door.Admit(process);

    /// <summary>A video that ends is not asked for again.</summary>
    public void CallNoMore() => _isLast = true;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _door.Dispose();
        await _work;
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var answering = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _door.AcceptAsync(_stop.Token);
                answering.Add(AnswerAsync(socket));
                answering.RemoveAll(task => task.IsCompleted);
                if (answering.Count == MaxConnections)
                {
                    await Task.WhenAny(answering);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The end.
        }

        await Task.WhenAll(answering);
    }

    // One question for each connection.
    private async Task AnswerAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var hasBegun = false;
        try
        {
            if (await ReadHeadAsync(stream) is { } head && AddressOf(head) is { } address)
            {
                using var answer = await AskAsync(address, Range().Match(head) is { Success: true } range ? range.Value : null);
                await using var body = await InTimeAsync(token => _http.BodyAsync(answer, token), _http.Mute);
                await GiveAsync(stream, answer, body, isFirst: address == _http.Address, () => hasBegun = true);
                Failure = null;
            }
        }
        catch (CaptureException exception)
        {
            Failure = exception;
            if (!hasBegun)
            {
                await RefuseAsync(stream);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
        {
            // ffmpeg has had enough, or it is the end.
        }
    }

    private async Task<string?> ReadHeadAsync(NetworkStream stream)
    {
        var head = new byte[MaxHeadBytes];
        for (var length = 0; length < head.Length;)
        {
            var read = await stream.ReadAsync(head.AsMemory(length), _stop.Token);
            length += read;
            if (head.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            {
                return Encoding.Latin1.GetString(head, 0, length);
            }

            if (read == 0)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Which address a question is for; null: for none of ours.</summary>
    private Uri? AddressOf(string head)
    {
        if (Question().Match(head) is not { Success: true } match || match.Groups[1].Value != _door.Token)
        {
            return null;
        }

        if (match.Groups[2].Value is not { Length: > 0 } name)
        {
            return _http.Address;
        }

        return Base64Url.IsValid(name) && Uri.TryCreate(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(name)), UriKind.Absolute, out var address)
            ? address
            : null;
    }

    // ffmpeg looks at the ending of a part's name.
    private string NameOf(Uri address) =>
        $"{Address}/{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(address.AbsoluteUri))}{Ending().Match(address.AbsolutePath).Value}";

    private async Task<HttpResponseMessage> AskAsync(Uri address, string? range)
    {
        // The sign-in counts its answers, one after the other.
        await _asking.WaitAsync(_stop.Token);
        try
        {
            return await InTimeAsync(token => _http.GetAsync(address, range, token), _http.Mute);
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task GiveAsync(NetworkStream stream, HttpResponseMessage answer, Stream body, bool isFirst, Action onBegin)
    {
        var buffer = new byte[CopyBytes];
        var length = await FillAsync(body, buffer.AsMemory(0, VideoJoiner.StartBytes));
        var isPlaylist = PlaylistText.IsOne(buffer.AsSpan(0, length));
        if (isPlaylist)
        {
            buffer = await RewriteAsync(buffer.AsMemory(0, length), body, answer.RequestMessage?.RequestUri ?? _http.Address);
            length = buffer.Length;
        }

        onBegin();
        _onBegin?.Invoke();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(isPlaylist ? HeadOfPlaylist(length) : HeadOf(answer)), _stop.Token);
        var hasEnd = !isFirst || answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentLength is not null;
        if (!hasEnd && VideoJoiner.For(buffer.AsSpan(0, length), _time) is { } joiner)
        {
            await GiveLiveAsync(stream, joiner, body, buffer, length);
            return;
        }

        await stream.WriteAsync(buffer.AsMemory(0, length), _stop.Token);
        while (!isPlaylist && (length = await ReadAsync(body, buffer)) > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, length), _stop.Token);
        }
    }

    private async Task GiveLiveAsync(NetworkStream stream, VideoJoiner joiner, Stream body, byte[] buffer, int length)
    {
        HttpResponseMessage? answer = null;
        try
        {
            while (true)
            {
                var since = _time.GetTimestamp();
                var fault = await GiveUntilEndAsync(stream, joiner, body, buffer, length);
                if (_isLast || _time.GetElapsedTime(since) < MinLiveTime)
                {
                    if (fault is not null)
                    {
                        throw fault;
                    }

                    return;
                }

                joiner.Break();
                _onFault?.Invoke(fault?.Message ?? Ended);
                answer?.Dispose();
                (answer, body, length) = await AskAgainAsync(joiner, buffer);
                _onBegin?.Invoke();
            }
        }
        finally
        {
            answer?.Dispose();
        }
    }

    /// <summary>Gives what went wrong; null: it ended as it should.</summary>
    private async Task<CaptureException?> GiveUntilEndAsync(NetworkStream stream, VideoJoiner joiner, Stream body, byte[] buffer, int length)
    {
        var output = new ArrayBufferWriter<byte>(CopyBytes);
        try
        {
            while (length > 0 && joiner.Add(buffer.AsSpan(0, length), output))
            {
                await stream.WriteAsync(output.WrittenMemory, _stop.Token);
                output.ResetWrittenCount();
                length = await ReadAsync(body, buffer);
            }

            return null;
        }
        catch (CaptureException exception)
        {
            return exception;
        }
    }

    /// <summary>The next answer, and how many of its bytes stand in the buffer.</summary>
    private async Task<(HttpResponseMessage Answer, Stream Body, int Length)> AskAgainAsync(VideoJoiner joiner, byte[] buffer)
    {
        // Spread, so that cameras that failed together do not come together.
        var backOff = new BackOff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), Random.Shared);
        var since = _time.GetTimestamp();
        while (true)
        {
            await Task.Delay(backOff.Next(), _time, _stop.Token);
            HttpResponseMessage? answer = null;
            try
            {
                answer = await AskAsync(_http.Address, null);
                var body = await InTimeAsync(token => _http.BodyAsync(answer, token), _http.Mute);
                var length = await FillAsync(body, buffer.AsMemory(0, VideoJoiner.StartBytes));
                if (joiner.GoesOn(buffer.AsSpan(0, length)))
                {
                    return (answer, body, length);
                }

                throw new CaptureException(Ended);
            }
            catch (CaptureException) when (!_isLast && _time.GetElapsedTime(since) < MaxGap)
            {
                answer?.Dispose();
            }
            catch
            {
                answer?.Dispose();
                throw;
            }
        }
    }

    private async Task<byte[]> RewriteAsync(ReadOnlyMemory<byte> start, Stream body, Uri from)
    {
        // A camera's playlist is asked for every few seconds.
        var whole = ArrayPool<byte>.Shared.Rent(MaxPlaylistBytes);
        try
        {
            start.CopyTo(whole);
            var length = start.Length + await FillAsync(body, whole.AsMemory(start.Length..MaxPlaylistBytes));
            return length < MaxPlaylistBytes
                ? Encoding.UTF8.GetBytes(PlaylistText.Rewrite(Encoding.UTF8.GetString(whole, 0, length), from, NameOf))
                : throw new CaptureException("What the camera sends is no picture that can be read: check the address.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private static string HeadOfPlaylist(int length) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.apple.mpegurl\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n";

    private static string HeadOf(HttpResponseMessage answer)
    {
        var (part, length) = (answer.Content.Headers.ContentRange, answer.Content.Headers.ContentLength);
        return (part is null ? "HTTP/1.1 200 OK\r\n" : $"HTTP/1.1 206 Partial Content\r\nContent-Range: {part}\r\n")
            + (answer.Headers.AcceptRanges.Contains("bytes") ? "Accept-Ranges: bytes\r\n" : "")
            + (length is null ? "" : $"Content-Length: {length}\r\n")
            + "Connection: close\r\n\r\n";
    }

    private async Task RefuseAsync(NetworkStream stream)
    {
        try
        {
            await stream.WriteAsync("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _stop.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // ffmpeg has gone.
        }
    }

    private async Task<int> FillAsync(Stream body, Memory<byte> buffer)
    {
        var length = 0;
        while (length < buffer.Length && await ReadAsync(body, buffer[length..]) is > 0 and var read)
        {
            length += read;
        }

        return length;
    }

    private Task<int> ReadAsync(Stream body, Memory<byte> buffer) => InTimeAsync(
        async token =>
        {
            try
            {
                return await body.ReadAsync(buffer, token);
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
            {
                throw new CaptureException("The connection broke off: check the network.", exception);
            }
        },
        () => new CaptureException("A picture of the camera is late: check the network."));

    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> work, Func<CaptureException> late)
    {
        using var limit = new CancellationTokenSource(MaxTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, limit.Token);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            throw late();
        }
    }

    [GeneratedRegex(@"\AGET /(\w+)(?:/([\w-]+)(?:\.\w+)?)? HTTP/1")]
    private static partial Regex Question();

    [GeneratedRegex(@"(?<=\r\nRange: *)[\w=, -]+", RegexOptions.IgnoreCase)]
    private static partial Regex Range();

    [GeneratedRegex(@"\.[A-Za-z0-9]{1,5}\z")]
    private static partial Regex Ending();
}
