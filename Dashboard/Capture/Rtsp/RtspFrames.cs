using System.Runtime.CompilerServices;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Rtsp;

/// <summary>Frames of an RTSP address by ffmpeg: by TCP, and by UDP where the camera refuses that or sends nothing.</summary>
internal sealed class RtspFrames(FramePool pool, RtspMemory memory, TimeProvider time)
{
    // Of the twenty seconds that a first frame may take, and of the fifteen of a test.
    private static readonly TimeSpan FirstWayWithin = TimeSpan.FromSeconds(9);

    public async IAsyncEnumerable<VideoFrame> ReadAsync(FrameRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (source, door) = (request.Source, new RtspDoor(request.Source, time));

        // A stream that has just ended is opened again at once.
        var isHttp = !memory.Find(source).IsWell && await door.KnockAsync(cancellationToken);
        var plan = memory.Find(source) is { IsWell: true, Transport: { } worked }
            ? [worked]
            : memory.Plan(source, isHttp, source.StartsWith("rtsps", StringComparison.OrdinalIgnoreCase));
        memory.Failed(source);
        var sequence = 0L;
        for (var way = 0; way < plan.Count;)
        {
            await using var session = await FfmpegSession.StartAsync(FfmpegArguments.For(request, plan[way]), source, pool);
            var before = sequence;
            if (await HasFramesAsync(session, way < plan.Count - 1 && sequence == 0, cancellationToken))
            {
                while (!session.SizeChanged && await session.Frames.ReadFrameAsync(cancellationToken) is { } frame)
                {
                    if (sequence == 0)
                    {
                        memory.Worked(source, plan[way]);
                    }

                    frame.CapturedAt = time.GetUtcNow();
                    frame.Sequence = sequence++;
                    yield return frame;
                }
            }

            if (session.SizeChanged && sequence > before)
            {
                continue;
            }

            await FailAsync(session, door, sequence > before, isLast: way == plan.Count - 1 || sequence > 0, cancellationToken);
            way++;
        }
    }

    // The first of several ways gets a part of the time only.
    private async Task<bool> HasFramesAsync(FfmpegSession session, bool isLimited, CancellationToken cancellationToken)
    {
        if (!isLimited)
        {
            return await session.Frames.ReadHeaderAsync(cancellationToken);
        }

        using var patience = new CancellationTokenSource(FirstWayWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await session.Frames.ReadHeaderAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            session.IsSilent = true;
            return false;
        }
    }

    /// <summary>Throws why there are no frames; returns where another way is left and may be better.</summary>
    private static async Task FailAsync(
        FfmpegSession session, RtspDoor door, bool anyFrame, bool isLast, CancellationToken cancellationToken)
    {
        if (session.IsSilent)
        {
            return;
        }

        try
        {
            await session.ThrowIfFailedAsync(anyFrame, isFile: false, cancellationToken);
        }
        catch (CaptureException) when (!isLast && session.IsTransportRefused)
        {
            return;
        }
        catch (CaptureException exception) when (session.IsSignInRefused)
        {
            if (await door.TakesOldSignInAsync(cancellationToken))
            {
                throw;
            }

            throw new CaptureException(
                "The camera wants a sign-in with SHA-256, which is not possible for RTSP: allow MD5 on the camera, or use its web address.",
                exception);
        }
    }
}
