using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Cameras;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Capture.Http.Joining;
using Dashboard.Capture.Http.Playlists;

namespace Dashboard.Capture.Http;

/// <summary>
/// Stands between a video on the web and one ffmpeg: what that asks for on loopback is asked of the camera, with its sign-in. Addresses in playlists
/// (HLS) are written anew, so that all that they name comes this way too. A live video that the camera ends is asked for again, and the same ffmpeg
/// goes on; where its pictures become others, a second ffmpeg gets them from there on, by a door of its own. See Decision 0044.
/// </summary>
internal sealed partial class WebForward : IAsyncDisposable
{
    private const int MaxConnections = 8;
    private const int MaxHeadBytes = 16 << 10;
    private const int MaxPlaylistBytes = 1 << 20;
    private const int MaxBegun = 16;
    private const int CopyBytes = 64 << 10;

    // So many parts one behind the other that cannot be had, though their list can, are no accident.
    private const int MaxFailedParts = 3;
    private readonly WebCamera _camera;
    private readonly TimeProvider _time;
    private readonly FfmpegDoor _door = new("http");
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Uri> _begun = [];
    private readonly Dictionary<Uri, PartNumbers> _numbers = [];
    private readonly Task _work;
    private volatile LiveVideo? _video;
    private volatile VideoFeed? _feed;
    private WebAnswer? _first;
    private int _refusals, _failedParts;
    private CaptureException? _failure;

    /// <param name="camera">Who is asked, which is held.</param>
    /// <param name="time">Where the time comes from.</param>
    /// <param name="first">What the camera has answered already, which is let go of here; null: it is to be asked.</param>
    public WebForward(WebCamera camera, TimeProvider time, WebAnswer? first)
        : this(camera, time, null, null, first)
    {
    }

    private WebForward(WebCamera camera, TimeProvider time, LiveVideo? video, VideoFeed? feed, WebAnswer? first = null)
    {
        (_camera, _time, _video, _feed, _first) = (camera, time, video, feed, first);
        _work = ServeAsync();
    }

    /// <summary>What ffmpeg is to open.</summary>
    public string Address => _door.Address;

    /// <summary>What the camera did wrong last; null: its last answer was good, and it gives the parts of its lists.</summary>
    public CaptureException? Failure => _failure ?? (_failedParts >= MaxFailedParts ? LastFailure : null);

    /// <summary>What it did wrong at any time, such as a key that it refused; null: nothing.</summary>
    public CaptureException? LastFailure { get; private set; }

    /// <summary>What came ended because the camera sends another kind of video.</summary>
    public bool IsOther => _feed is { IsOther: true };

    /// <summary>Whether the playlist of its parts tells that it has an end; null: it has no such playlist.</summary>
    public bool? HasEnd { get; private set; }

    /// <summary>So many of the first pictures show what is over.</summary>
    public int Over => _feed?.Over ?? 0;

    /// <summary>Says which program may come.</summary>
    public void Admit(int process) => _door.Admit(process);

    /// <summary>A video that ends is not asked for again.</summary>
    public void CallNoMore() => _camera.CallNoMore();

    /// <summary>A door for the ffmpeg that is to take over, to the same answer of the camera; null: that has to be asked again.</summary>
    public WebForward? Succeed() =>
        _video is { } video && video.Feeds.TakeNext() is { } feed ? new WebForward(_camera.Hold(), _time, video, feed) : null;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _door.Dispose();
        await _work;
        if (_feed is { } feed)
        {
            _video?.Feeds.Remove(feed);
        }

        if (TakeFirst() is { } first)
        {
            await first.DisposeAsync();
        }

        await _camera.DisposeAsync();
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

    private WebAnswer? TakeFirst() => Interlocked.Exchange(ref _first, null);

    // One question for each connection.
    private async Task AnswerAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var hasBegun = false;
        try
        {
            if (await ReadHeadAsync(stream) is { } head && AddressOf(head) is { } address)
            {
                if (_feed is { } feed && address == _camera.Address)
                {
                    hasBegun = true;
                    await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), _stop.Token);
                    await feed.CopyToAsync(stream, _stop.Token);
                }
                else
                {
                    if ((_failure is { IsRefusal: true } refusal && (!refusal.MayPass || _refusals > 1)) || _failedParts >= MaxFailedParts)
                    {
                        // It asks for a list and its parts by turns: each would bring the user nearer to being locked out.
                        throw Failure!;
                    }

                    var range = Range().Match(head) is { Success: true } match ? match.Value.Trim() : null;
                    var first = address == _camera.Address && range is null or "bytes=0-" ? TakeFirst() : null;
                    var answer = first ?? await _camera.AskAsync(address, range, _stop.Token);
                    var isList = await GiveAsync(stream, answer, isFirst: address == _camera.Address, () => hasBegun = true);
                    _failedParts = isList ? _failedParts : 0;
                }

                (_failure, _refusals) = (null, 0);
            }
        }
        catch (CaptureException exception)
        {
            (_failure, LastFailure, _refusals) = (exception, exception, exception.IsRefusal ? _refusals + 1 : 0);
            _failedParts += hasBegun ? 0 : 1;
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
            return _camera.Address;
        }

        return Base64Url.IsValid(name) && Uri.TryCreate(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(name)), UriKind.Absolute, out var address)
            ? address
            : null;
    }

    // ffmpeg looks at the ending of a part's name.
    private string NameOf(Uri address) =>
        $"{Address}/{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(address.AbsoluteUri))}{Ending().Match(address.AbsolutePath).Value}";

    /// <returns>Whether it is a list of parts.</returns>
    private async Task<bool> GiveAsync(NetworkStream stream, WebAnswer answer, bool isFirst, Action onBegin)
    {
        var isLive = false;
        try
        {
            var buffer = new byte[Math.Max(CopyBytes, answer.Start.Length)];
            answer.Start.CopyTo(buffer);
            var length = Math.Max(answer.Start.Length, VideoJoiner.StartBytes);
            length = answer.Start.Length + await _camera.FillAsync(answer.Body, buffer.AsMemory(answer.Start.Length..length), _stop.Token);
            var isPlaylist = PlaylistText.IsOne(buffer.AsSpan(0, length));
            var message = answer.Message;
            if (isPlaylist)
            {
                buffer = await RewriteAsync(buffer.AsMemory(0, length), answer.Body, message.RequestMessage?.RequestUri ?? _camera.Address);
                length = buffer.Length;
            }
            else if (!isFirst && AnswerStart.ExplainPart(buffer.AsSpan(0, length)) is { } words)
            {
                throw new CaptureException(words) { IsAnswer = true };
            }

            onBegin();
            _camera.OnBegin?.Invoke();
            await stream.WriteAsync(Encoding.Latin1.GetBytes(isPlaylist ? HeadOfPlaylist(length) : HeadOf(message)), _stop.Token);
            var hasEnd = !isFirst || message.StatusCode != HttpStatusCode.OK || message.Content.Headers.ContentLength is not null;
            if (!hasEnd && VideoJoiner.For(buffer.AsSpan(0, length), _time) is { } joiner)
            {
                isLive = true;
                await ShowAsync(stream, joiner, answer, buffer, length);
                return false;
            }

            await stream.WriteAsync(buffer.AsMemory(0, length), _stop.Token);
            while (!isPlaylist && (length = await _camera.ReadAsync(answer.Body, buffer, _stop.Token)) > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, length), _stop.Token);
            }

            return isPlaylist;
        }
        finally
        {
            if (!isLive)
            {
                await answer.DisposeAsync();
            }
        }
    }

    private async Task ShowAsync(NetworkStream stream, VideoJoiner joiner, WebAnswer answer, byte[] buffer, int length)
    {
        var (video, feed) = _camera.Show(joiner, answer, buffer, length);
        (_video, _feed) = (video, feed);
        try
        {
            await feed.CopyToAsync(stream, _stop.Token);
        }
        finally
        {
            video.Feeds.Remove(feed);
        }
    }

    private async Task<byte[]> RewriteAsync(ReadOnlyMemory<byte> start, Stream body, Uri from)
    {
        // A camera's playlist is asked for every few seconds.
        var whole = ArrayPool<byte>.Shared.Rent(MaxPlaylistBytes);
        try
        {
            start.CopyTo(whole);
            var length = start.Length + await _camera.FillAsync(body, whole.AsMemory(start.Length..MaxPlaylistBytes), _stop.Token);
            return length < MaxPlaylistBytes
                ? Encoding.UTF8.GetBytes(PlaylistText.Rewrite(Begin(from, Encoding.UTF8.GetString(whole, 0, length)), from, NameOf))
                : throw new CaptureException(CameraErrorMessages.Nonsense);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    // ffmpeg would begin three parts before the newest: what was over some seconds ago, as if it happened now. Where the picture had changed its
    // size meanwhile, it would be of the wrong size again.
    private string Begin(Uri from, string playlist)
    {
        HasEnd = PlaylistText.HasEnd(playlist) ?? HasEnd;
        if (PlaylistText.PartTime(playlist) is { } pause)
        {
            _camera.OnPause?.Invoke(pause);
        }

        lock (_begun)
        {
            if (_numbers.GetValueOrDefault(from) is { } numbers || (_numbers.Count < MaxBegun && _numbers.TryAdd(from, numbers = new PartNumbers())))
            {
                playlist = numbers.Add(playlist);
            }

            return _begun.Count < MaxBegun && _begun.Add(from) ? PlaylistText.FromNewest(playlist) : playlist;
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

    [GeneratedRegex(@"\AGET /(\w+)(?:/([\w-]+)(?:\.\w+)?)? HTTP/1")]
    private static partial Regex Question();

    [GeneratedRegex(@"(?<=\r\nRange: *)[\w=, -]+", RegexOptions.IgnoreCase)]
    private static partial Regex Range();

    [GeneratedRegex(@"\.[A-Za-z0-9]{1,5}\z")]
    private static partial Regex Ending();
}
