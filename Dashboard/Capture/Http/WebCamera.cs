using Dashboard.Capture.Http.Joining;

namespace Dashboard.Capture.Http;

/// <summary>
/// A camera on the web as it is asked for video, with its sign-in and in time. All that watch one answer of it hold it:
/// <see cref="DisposeAsync"/> ends it when the last of them has called it.
/// </summary>
internal sealed class WebCamera : IAsyncDisposable
{
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(10);
    private readonly CameraHttp _http;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _asking = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _work = [];
    private int _holders = 1;
    private volatile bool _isLast;

    /// <param name="source">The camera's address.</param>
    /// <param name="time">Where the time comes from.</param>
    public WebCamera(string source, TimeProvider time) => (_http, _time) = (new CameraHttp(source), time);

    /// <summary>Its address without its sign-in.</summary>
    public Uri Address => _http.Address;

    /// <summary>So long an answer may take, and what it begins with.</summary>
    public TimeSpan MaxTime { get; init; } = MaxSilence;

    /// <summary>Is told whenever something good begins to come.</summary>
    public Action? OnBegin { get; init; }

    /// <summary>Is told how long a part of a video lasts that comes in parts.</summary>
    public Action<TimeSpan>? OnPause { get; init; }

    /// <summary>Is told why a video ended that is asked for again.</summary>
    public Action<string>? OnFault { get; init; }

    /// <summary>Nobody holds it any more.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>A video that ends is not asked for again.</summary>
    public bool IsLast => _isLast;

    public void CallNoMore() => _isLast = true;

    /// <summary>One more holds it.</summary>
    public WebCamera Hold()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    /// <summary>Hands out a live video, as long as it is watched.</summary>
    /// <param name="joiner">Makes one video of its answers.</param>
    /// <param name="answer">What has begun to come.</param>
    /// <param name="buffer">For what is read.</param>
    /// <param name="length">So much of it has been read.</param>
    /// <returns>The video and its first decoder's part.</returns>
    public (LiveVideo Video, VideoFeed Feed) Show(VideoJoiner joiner, WebAnswer answer, byte[] buffer, int length)
    {
        var video = new LiveVideo(this, joiner, _time);
        var feed = video.Feeds.Watch();
        lock (_work)
        {
            _work.RemoveAll(task => task.IsCompleted);
            _work.Add(video.RunAsync(answer, buffer, length));
        }

        return (video, feed);
    }

    /// <summary>A good answer. Throws <see cref="CaptureException"/> for any other.</summary>
    /// <param name="address">What is asked for.</param>
    /// <param name="range">The header Range; null: all of it.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<WebAnswer> AskAsync(Uri address, string? range, CancellationToken stop)
    {
        HttpResponseMessage answer;

        // The sign-in counts its answers, one after the other.
        await _asking.WaitAsync(stop);
        try
        {
            answer = await InTimeAsync(token => _http.GetAsync(address, range, token), _http.Mute, stop, MaxTime);
        }
        finally
        {
            _asking.Release();
        }

        try
        {
            return new WebAnswer(answer, await InTimeAsync(token => _http.BodyAsync(answer, token), _http.Mute, stop, MaxTime));
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>Reads what an answer begins with: as much as there is room for, and less at the end alone.</summary>
    public async Task<int> FillAsync(Stream body, Memory<byte> buffer, CancellationToken stop)
    {
        var length = 0;
        while (length < buffer.Length && await ReadAsync(body, buffer[length..], stop, MaxTime) is > 0 and var read)
        {
            length += read;
        }

        return length;
    }

    /// <summary>Reads what has come; 0: it has ended.</summary>
    /// <param name="maxTime">How long it is waited for; null: as long as for a camera that is not slow.</param>
    public Task<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken stop, TimeSpan? maxTime = null) => InTimeAsync(
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
        () => new CaptureException("A picture of the camera is late: check the network."),
        stop,
        maxTime);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Decrement(ref _holders) > 0)
        {
            return;
        }

        await _stop.CancelAsync();
        await Task.WhenAll(_work);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task<T> InTimeAsync<T>(
        Func<CancellationToken, Task<T>> work, Func<CaptureException> late, CancellationToken stop, TimeSpan? maxTime)
    {
        using var limit = new CancellationTokenSource(maxTime ?? MaxSilence, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw late();
        }
    }
}

/// <summary>What a camera answers, and its body.</summary>
/// <param name="start">What has been read of the body already.</param>
internal sealed class WebAnswer(HttpResponseMessage message, Stream body, ReadOnlyMemory<byte> start = default) : IAsyncDisposable
{
    public ReadOnlyMemory<byte> Start => start;

    public HttpResponseMessage Message => message;

    public Stream Body => body;

    public async ValueTask DisposeAsync()
    {
        await body.DisposeAsync();
        message.Dispose();
    }
}
