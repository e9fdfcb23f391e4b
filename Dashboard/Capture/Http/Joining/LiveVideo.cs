using Dashboard.Hosting;

namespace Dashboard.Capture.Http.Joining;

/// <summary>
/// A live video on the web. One that the camera ends is asked for again, and the same decoder goes on. It goes on as long as somebody watches it, and
/// the camera is held.
/// </summary>
/// <param name="camera">Who sends it.</param>
/// <param name="joiner">Makes one video of its answers.</param>
/// <param name="time">Where the time comes from.</param>
internal sealed class LiveVideo(WebCamera camera, VideoJoiner joiner, TimeProvider time)
{
    private const string Ended = "The stream ended: check the camera and the network.";

    // A camera that is gone for longer is told as gone; and what is over sooner is a clip, which would be played again and again.
    private static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MinLiveTime = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan MinSilence = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan MaxUnknown = TimeSpan.FromSeconds(10);
    private readonly long _since = time.GetTimestamp();
    private TimeSpan _longest;

    /// <summary>Who watches it.</summary>
    public VideoFeeds Feeds { get; } = new(time);

    /// <summary>Returns when it has come to its end.</summary>
    /// <param name="answer">What the camera sends, which is let go of here.</param>
    /// <param name="buffer">For what is read.</param>
    /// <param name="length">So much of it has been read.</param>
    public async Task RunAsync(WebAnswer answer, byte[] buffer, int length)
    {
        CaptureException? fault = null;
        try
        {
            while (true)
            {
                var since = time.GetTimestamp();
                fault = await GiveUntilEndAsync(answer.Body, buffer, length);
                if (!Feeds.IsWanted || camera.IsLast || time.GetElapsedTime(since) < MinLiveTime)
                {
                    return;
                }

                joiner.Break();
                camera.OnFault?.Invoke(fault?.Message ?? Ended);
                await answer.DisposeAsync();
                (answer, length) = await AskAgainAsync(buffer);
                camera.OnBegin?.Invoke();
            }
        }
        catch (CaptureException exception)
        {
            fault = exception;
        }
        catch (OperationCanceledException)
        {
            // It is the end.
        }
        finally
        {
            await answer.DisposeAsync();
            Feeds.End(fault);
        }
    }

    // Four times what it took at the longest, once that is known: a camera that stops in the middle is called again.
    private TimeSpan MaxSilence(TimeSpan known) =>
        known < MaxUnknown || 4 * _longest > MaxUnknown ? MaxUnknown : 4 * _longest > MinSilence ? 4 * _longest : MinSilence;

    /// <summary>Gets what went wrong; null: it ended as it should.</summary>
    private async Task<CaptureException?> GiveUntilEndAsync(Stream body, byte[] buffer, int length)
    {
        try
        {
            while (length > 0 && Feeds.IsWanted && joiner.Add(buffer.AsSpan(0, length), Feeds))
            {
                Feeds.Flush();
                await Feeds.RoomAsync().WaitAsync(camera.Stopped);
                var asked = time.GetTimestamp();
                length = await camera.ReadAsync(body, buffer, camera.Stopped, MaxSilence(time.GetElapsedTime(_since, asked)));
                _longest = time.GetElapsedTime(asked) is var took && took > _longest ? took : _longest;
            }

            return null;
        }
        catch (CaptureException exception)
        {
            return exception;
        }
    }

    /// <summary>The next answer, and how many of its bytes stand in the buffer.</summary>
    private async Task<(WebAnswer Answer, int Length)> AskAgainAsync(byte[] buffer)
    {
        // Spread, so that cameras that failed together do not come together.
        var backOff = new BackOff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), Random.Shared);
        var since = time.GetTimestamp();
        var wasRefused = false;
        while (true)
        {
            await Task.Delay(backOff.Next(), time, camera.Stopped);
            WebAnswer? answer = null;
            try
            {
                answer = await camera.AskAsync(camera.Address, null, camera.Stopped);
                var length = await camera.FillAsync(answer.Body, buffer.AsMemory(0, VideoJoiner.StartBytes), camera.Stopped);
                if (joiner.GoesOn(buffer.AsSpan(0, length)))
                {
                    (var good, answer) = (answer, null);
                    return (good, length);
                }

                throw new CaptureException(Ended);
            }
            catch (CaptureException exception) when (Feeds.IsWanted && !camera.IsLast && time.GetElapsedTime(since) < MaxGap
                && !(exception.IsRefusal && (wasRefused || !exception.MayPass)))
            {
                // Once more. A sign-in that is refused again and again locks the user out.
                wasRefused = exception.IsRefusal;
            }
            finally
            {
                if (answer is not null)
                {
                    await answer.DisposeAsync();
                }
            }
        }
    }
}
