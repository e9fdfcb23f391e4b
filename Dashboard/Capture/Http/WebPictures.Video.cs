using Dashboard.Capture.Http.Joining;
using Dashboard.Capture.Http.Playlists;

namespace Dashboard.Capture.Http;

// What an address gives that is no row of pictures.
internal sealed partial class WebPictures
{
    // The table of a file of MP4 comes with its beginning, or at its end.
    private static readonly TimeSpan MaxTableTime = TimeSpan.FromSeconds(1);
    private bool _isForOneDecoder;

    /// <summary>Whether the camera says of a video how long it is: no live stream has an end.</summary>
    public bool HasLength { get; private set; }

    /// <summary>Whether a video is to be played at its own pace, as it would come faster.</summary>
    public bool IsRecording { get; private set; }

    /// <summary>So long an answer of a video may take.</summary>
    public TimeSpan MaxVideoTime { get; private set; } = PicturePatience.MinFirst;

    /// <summary>
    /// Asks once, and tells whether it is a video for ffmpeg. Where it is not, what has come is the beginning of what is read after it; where it is
    /// a live one, <see cref="TakeVideo"/> gives what has begun to come. Any other answer is let go.
    /// </summary>
    /// <param name="request">Its watchdog is told where the camera is waited for longer than others are.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<bool> IsVideoAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        _askedAt = time.GetTimestamp();
        return await (_patience.First > PicturePatience.MinFirst
            ? request.WhileHeldUpAsync(() => FindOutAsync(request, cancellationToken))
            : FindOutAsync(request, cancellationToken));
    }

    private async Task<bool> FindOutAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        var (maxTime, asked) = (_patience.First, time.GetTimestamp());
        if (await OpenInTimeAsync(cancellationToken) != AnswerKind.Video)
        {
            return false;
        }

        HasLength = _answer?.Content.Headers.ContentLength is not null;
        var took = time.GetElapsedTime(asked);
        try
        {
            asked = time.GetTimestamp();
            await ReadTableAsync(cancellationToken);
            await InTimeAsync(
                maxTime,
                async token => IsRecording = await Recordings.IsOneAsync(_http, _answer!, _cutter.Rest, _body!, token),
                cancellationToken);
            _patience.Opened(time.GetElapsedTime(asked) is var next && next > took ? next : took);
            maxTime = _patience.First;
        }
        catch (CaptureException exception) when (!exception.IsRefusal)
        {
            // Whether it can be read is found out where it is.
        }

        MaxVideoTime = maxTime;
        if (maxTime > PicturePatience.MinFirst)
        {
            // It is as slow when it is asked again: it has its own bound, and is not for the watchdog of the worker.
            request.OnPause?.Invoke(maxTime / 2);
            request.OnPicture?.Invoke(false);
        }

        // Of a file, ffmpeg may ask for its end first; and it asks for a list again and again.
        var start = _cutter.Rest.Span;
        _isForOneDecoder = HasLength
            ? VideoJoiner.For(start, time) is not null || Recordings.IsFragmented(start) == true
            : !PlaylistText.IsOne(start);
        if (!_isForOneDecoder)
        {
            Close();
        }

        return true;
    }

    private async Task ReadTableAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(MaxTableTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            while (HasLength && !_isWhole && Recordings.IsFragmented(_cutter.Rest.Span) is null)
            {
                await ReadMoreAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is taken for a whole file, which is asked for again.
        }
    }

    /// <summary>
    /// The live video that has begun to come, once, to be let go of before this is; null: it is to be asked for. Some cameras have one viewer only,
    /// and take their time until they let the next one in.
    /// </summary>
    public WebAnswer? TakeVideo()
    {
        if (!_isForOneDecoder || _answer is not { } answer || _body is not { } body)
        {
            return null;
        }

        var video = new WebAnswer(answer, body, _cutter.Rest.ToArray());
        (_answer, _isForOneDecoder) = (null, false);
        Close();
        return video;
    }
}
