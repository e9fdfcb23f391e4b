using System.Net;
using System.Runtime.CompilerServices;
using Dashboard.Cameras;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Http;

/// <summary>
/// Pictures of a web address, whether it answers one or an endless row of them: when an answer ends, the address is asked again. What a camera does
/// wrong now and then is skipped and told; only where nothing comes any more the reading fails. See Decision 0040.
/// </summary>
internal sealed partial class WebPictures(string source, PictureCodec codec, TimeProvider time, WebMemory? memory = null) : IDisposable
{
    private const int ReadBytes = 64 << 10;

    // A camera whose pictures do not come any more is started over, and what it says is shown, before the watchdog of its worker cuts it off.
    private static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(5);

    // A stream of pictures without anything between them shows its second one within this time, or is read as one picture after the other.
    private static readonly TimeSpan MaxBehindPicture = TimeSpan.FromSeconds(1);

    // Behind a picture: one further try, and two of a camera that has taken the sign-in again behind a refusal. Fewer than lock a user out.
    private const int MaxRefused = 1;
    private const int MaxRefusedByMistake = 2;
    private static readonly TimeSpan RefusedWait = TimeSpan.FromSeconds(1);

    private readonly CameraHttp _http = new(source);
    private readonly PictureCutter _cutter = new();
    private HttpResponseMessage? _answer;
    private Stream? _body;
    private AnswerKind _kind;
    private bool _isWhole;
    private int _given, _pictureBytes;
    private long _received;
    private readonly PicturePatience _patience = memory?.Take(source) ?? new PicturePatience();
    private TimeSpan _firstTook, _pause;
    private long _firstAt;
    private bool _hasGiven, _isBare, _isSingle, _isStream, _wasLate, _isInVain, _errs;
    private long? _goodAt, _askedAt;

    // Why the last picture could not be read, where none was good so far: a stream of such tells more by that than by its end.
    private CaptureException? _unread;

    /// <summary>One picture after the other, at most at the rate that is asked for; without one each, and single pictures once a second.</summary>
    public async IAsyncEnumerable<VideoFrame> ReadAsync(FrameRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pace = new ArrivalRate(request.RatePerSecond, time);
        var retries = new PictureRetries(pace.Period);
        var (began, sequence, bad, wasRefused) = (time.GetTimestamp(), 0L, 0, false);
        while (true)
        {
            var (frame, fault) = await TryNextAsync(pace, request, cancellationToken);
            if (frame is not null)
            {
                (_goodAt, _unread) = (time.GetTimestamp(), null);
                retries.Reset();
                _errs |= wasRefused;
                (bad, wasRefused) = (0, false);
                frame.Sequence = sequence++;
                yield return frame;
            }
            else if (fault is null)
            {
                // An answer has ended as it should: the next one when the next picture is due, and ever later where one after another is bad.
                var wait = bad > 1 ? retries.Next(_goodAt is not null) : retries.AfterAnswer(pace.Wait);
                await Task.Delay(wait, time, cancellationToken);
            }
            else if (time.GetElapsedTime(_goodAt ?? began) > MaxGapAt(pace) || (_goodAt is null && _answer is null)
                || (fault.IsRefusal && !(fault.MayPass && bad < (_errs ? MaxRefusedByMistake : MaxRefused) && _goodAt is not null)))
            {
                // A sign-in that is refused again and again locks the user out.
                throw fault;
            }
            else
            {
                request.OnFault?.Invoke(fault.Message);
                bad++;
                wasRefused |= fault.IsRefusal;

                // One that was late has been waited for already.
                if (_answer is null && !(_wasLate && bad == 1))
                {
                    var wait = retries.Next(_goodAt is not null);
                    await Task.Delay(fault.IsRefusal && bad > 1 && wait < RefusedWait ? RefusedWait : wait, time, cancellationToken);
                }
            }
        }
    }

    /// <summary>The file of one picture, fresh from the camera, as it came. Throws <see cref="CaptureException"/> where none comes.</summary>
    public async Task<byte[]> OneAsync(CancellationToken cancellationToken) =>
        await NextPictureAsync(cancellationToken) is { } picture
            ? picture.ToArray()
            : throw WithoutPicture();

    // A camera that is slow has shown that it needs its time.
    private TimeSpan MaxGapAt(ArrivalRate pace)
    {
        var usual = 2.5 * (_patience.Longest > pace.Period ? _patience.Longest : pace.Period);
        return MaxGap > usual ? MaxGap : usual;
    }

    public void Dispose()
    {
        Close();
        _http.Dispose();
        if (_isInVain)
        {
            _patience.WasInVain();
        }

        memory?.Keep(source, _patience);
    }

    /// <summary>The next frame that is due; or what went wrong; or neither, where an answer has ended.</summary>
    private async Task<(VideoFrame? Frame, CaptureException? Fault)> TryNextAsync(
        ArrivalRate pace, FrameRequest request, CancellationToken cancellationToken)
    {
        try
        {
            while (await NextHeldAsync(request, cancellationToken) is { } picture)
            {
                for (var empty = _cutter.TakeEmpty(); empty > 0; empty--)
                {
                    request.OnFault?.Invoke(CameraErrorMessages.EmptyPictures);
                }

                if (pace.Take())
                {
                    if (_goodAt is not null && request.IsOfUse?.Invoke() == false)
                    {
                        request.OnPicture?.Invoke(false);
                        _goodAt = time.GetTimestamp();
                        continue;
                    }

                    var at = time.GetUtcNow();
                    var frame = await PictureTurns.DecodeAsync(codec, picture, request, cancellationToken);
                    frame.CapturedAt = at;
                    return (frame, null);
                }
            }

            var isStream = _given > 1;
            Close();
            return (null, isStream ? _unread ?? new CaptureException("The stream ended: check the camera and the network.") : null);
        }
        catch (InvalidDataException exception)
        {
            // The answer goes on behind it, perhaps at once: that one is cut is seen when the next one begins.
            pace.GiveBack();
            var unread = new CaptureException($"{CameraErrorMessages.Nonsense} ({exception.Message})", exception);
            _unread = _goodAt is null ? unread : null;
            return (null, unread);
        }
        catch (CaptureException exception)
        {
            Close();
            return (null, exception);
        }
    }

    // The watchdog of the worker is not for a camera that has shown that it is slow: what is waited for here has its own bound.
    private async Task<ReadOnlyMemory<byte>?> NextHeldAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        var isSlow = MaxTime > (_hasGiven ? MaxGap / 2 : PicturePatience.MinFirst);
        return await (isSlow ? request.WhileHeldUpAsync(() => NextPictureAsync(cancellationToken)) : NextPictureAsync(cancellationToken));
    }

    /// <summary>The bytes of the next picture; null where the answer has ended.</summary>
    private async Task<ReadOnlyMemory<byte>?> NextPictureAsync(CancellationToken cancellationToken)
    {
        // The first one was asked for when it was found out what comes.
        var asked = _askedAt ?? time.GetTimestamp();
        var maxTime = MaxTime;
        (_askedAt, _wasLate) = (null, false);
        ReadOnlyMemory<byte>? picture = null;
        try
        {
            await InTimeAsync(maxTime, async token => picture = await ReadPictureAsync(token), cancellationToken);
        }
        catch (CaptureException) when (_given == 1)
        {
            // A connection that is left open, or a length that is too long: nothing is missing, and behind a picture alone none is waited for again.
            (_isSingle, _isWhole) = (_isBare, true);
            if (!_isBare && time.GetElapsedTime(asked) >= maxTime)
            {
                _patience.StoodStill();
            }

            return null;
        }
        catch (CaptureException)
        {
            _wasLate = time.GetElapsedTime(asked) >= maxTime;
            if (_wasLate)
            {
                _patience.WasLate();
            }

            if (_wasLate && _given > 1)
            {
                _patience.FellSilent(time.GetElapsedTime(_firstAt, asked), _pause);
            }

            throw;
        }

        if (picture is not null)
        {
            _given++;
            _pictureBytes = picture.Value.Length;
            var took = time.GetElapsedTime(asked);
            _patience.Came(took);
            if (_given == 1)
            {
                (_firstTook, _pause, _firstAt) = (took, TimeSpan.Zero, time.GetTimestamp());
            }
            else if (_given == 2)
            {
                _patience.Began(_firstTook);
            }

            _pause = _given > 1 && took > _pause ? took : _pause;

            (_hasGiven, _isInVain, _isStream) = (true, false, _isStream || _given > 1);
        }

        return picture;
    }

    /// <summary>The next picture is late after this time.</summary>
    private TimeSpan MaxTime
    {
        get
        {
            var isStream = _answer is not null || _isStream;
            var time = !_hasGiven ? _patience.First : _patience.For(isStream, _given);
            return _isBare && _given == 1 && !_isStream && time > MaxBehindPicture ? MaxBehindPicture : time;
        }
    }

    private async Task<ReadOnlyMemory<byte>?> ReadPictureAsync(CancellationToken cancellationToken)
    {
        if (_answer is null)
        {
            await OpenAsync(cancellationToken);
        }

        switch (_kind)
        {
            case AnswerKind.Page or AnswerKind.Words when _answer?.StatusCode != HttpStatusCode.OK:
                throw WithoutPicture();
            case AnswerKind.Page or AnswerKind.Words when AnswerStart.Explain(_kind) is { } words:
                throw _http.NoPictures(words);
            case var kind when AnswerStart.Explain(kind) is { } words:
                throw new CaptureException(words) { IsAnswer = true };
        }

        while (true)
        {
            if (_kind == AnswerKind.Pictures && _cutter.Take() is { } picture)
            {
                return picture;
            }

            if (_cutter.IsTooLarge)
            {
                throw new CaptureException("What the camera sends is too large for a picture: check the address.");
            }

            if (_isWhole || (_given > 0 && (_isSingle || _patience.IsSingle || IsTooShortForMore)))
            {
                return Last();
            }

            await ReadMoreAsync(cancellationToken);
        }
    }

    // What is missing of its length is a wrong length, and no other picture.
    private bool IsTooShortForMore => _answer?.Content.Headers.ContentLength - _received < _pictureBytes / 2;

    // A picture that lacks its last mark, or whose end the connection took with it: the decoder tells whether it is whole.
    private ReadOnlyMemory<byte>? Last()
    {
        if (_kind == AnswerKind.OtherPicture || _cutter.IsInside)
        {
            _kind = AnswerKind.Pictures;
            var rest = _cutter.Rest;
            _cutter.Clear();
            return rest;
        }

        return _given > 0 ? null : throw WithoutPicture();
    }

    private async Task<AnswerKind> OpenInTimeAsync(CancellationToken cancellationToken)
    {
        await InTimeAsync(_patience.First, OpenAsync, cancellationToken);
        return _kind;
    }

    /// <summary>Asks, and reads until it is clear what comes.</summary>
    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        Close();
        _answer = await _http.GetAsync(cancellationToken);
        _body = await _http.BodyAsync(_answer, cancellationToken);
        while (_kind == AnswerKind.Unclear)
        {
            await ReadMoreAsync(cancellationToken);
            var hasPicture = _cutter.FindStart();
            _kind = _isWhole && _cutter.Rest.IsEmpty
                ? AnswerKind.Pictures
                : AnswerStart.KindOf(_cutter.Rest.Span, hasPicture, _isWhole);
        }

        _isBare = _cutter.Rest.Span is [0xFF, 0xD8, ..] or [0x89, (byte)'P', ..];
    }

    private async Task ReadMoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            var read = await _body!.ReadAsync(_cutter.Room(ReadBytes), cancellationToken);
            _cutter.Advance(read);
            _received += read;
            _isWhole = read == 0;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
        {
            if (!_cutter.IsInside)
            {
                throw new CaptureException("The connection broke off: check the network.", exception);
            }

            // A wrong length, perhaps, and nothing is missing.
            _isWhole = true;
        }
    }

    private async Task InTimeAsync(TimeSpan maxTime, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(maxTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            await work(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _isInVain = !_hasGiven;
            throw _hasGiven || _answer is not null
                ? new CaptureException(WordsOnWhatCame() ?? "A picture of the camera is late: check the network.")
                : _http.Mute();
        }
    }

    // It is not to be waited for where what has come can be none.
    private string? WordsOnWhatCame() => _cutter.Empty > 0 ? CameraErrorMessages.EmptyPictures
        : _kind != AnswerKind.Unclear || _cutter.Rest.IsEmpty ? null
        : AnswerStart.KindOf(_cutter.Rest.Span, hasPicture: false, isWhole: true) is not AnswerKind.Video and var kind ? AnswerStart.Explain(kind)
        : null;

    private static CaptureException WithoutPicture() => new("The camera answers without a picture: check the address, or restart the camera.") { IsAnswer = true };

    private void Close()
    {
        _answer?.Dispose();
        (_answer, _body, _kind, _isWhole, _given, _received) = (null, null, AnswerKind.Unclear, false, 0, 0);
        _cutter.Clear();
    }
}
