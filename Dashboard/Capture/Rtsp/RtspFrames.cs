using System.Runtime.CompilerServices;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Rtsp;

/// <summary>
/// Frames of an RTSP address: a relay speaks with the camera, and ffmpeg decodes what it hands on. While frames are not wanted the relay goes on and
/// nothing is decoded, so that they are there at once when they are.
/// </summary>
internal sealed class RtspFrames(FramePool pool, RtspMemory memory, TimeProvider time, HardwareDecoder? hardware = null)
{
    public async IAsyncEnumerable<VideoFrame> ReadAsync(FrameRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var source = request.Source;
        var plan = memory.Plan(source, source.StartsWith("rtsps", StringComparison.OrdinalIgnoreCase));
        memory.Failed(source);
        var sequence = 0L;
        while (true)
        {
            await using var relay = new RtspRelay(source, request.OnFault, time, mayRest: request.Demand is not null) { OnAnswer = request.OnAnswer };
            await relay.StartAsync(plan, cancellationToken);
            request.OnStream?.Invoke();
            var isFirst = true;
            var frames = request.Demand?.WhileWantedAsync(token => DecodeAsync(request, relay, token), cancellationToken, relay.Ended)
                ?? DecodeAsync(request, relay, cancellationToken);
            await foreach (var frame in frames.WithCancellation(cancellationToken))
            {
                if (isFirst)
                {
                    isFirst = false;
                    memory.Worked(source, relay.Way);
                    plan = [relay.Way];
                }

                frame.Sequence = sequence++;
                yield return frame;
            }

            if (relay.Failure is { } failure)
            {
                throw failure;
            }
        }
    }

    /// <summary>Ends where the relay does, or where another ffmpeg is needed for what comes then.</summary>
    private async IAsyncEnumerable<VideoFrame> DecodeAsync(
        FrameRequest request, RtspRelay relay, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var visit = relay.Open();
        var arguments = FfmpegArguments.For(request, visit.Address, hardware is null ? null : await hardware.ArgumentsAsync(), over: visit.Over);
        await using var session = await FfmpegSession.StartAsync(arguments, request.Source, pool, visit.Address);
        visit.Admit(session.ProcessId);
        var any = false;
        if (await session.Frames.ReadHeaderAsync(cancellationToken))
        {
            while (!session.SizeChanged && await session.Frames.ReadFrameAsync(cancellationToken) is { } frame)
            {
                any = true;
                frame.CapturedAt = time.GetUtcNow();
                yield return frame;
            }
        }

        if (relay.Failure is null && !((session.SizeChanged && any) || relay.IsOther))
        {
            await session.ThrowIfFailedAsync(any, isFile: false, cancellationToken);
        }
    }
}
