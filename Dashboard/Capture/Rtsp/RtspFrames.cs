using System.Runtime.CompilerServices;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Rtsp;

/// <summary>Frames of an RTSP address: a relay speaks with the camera, and ffmpeg decodes what it hands on.</summary>
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
            await using var relay = new RtspRelay(source, request.OnFault, time);
            await relay.StartAsync(plan, cancellationToken);
            var arguments = FfmpegArguments.For(request, relay.Address, hardware is null ? null : await hardware.ArgumentsAsync());
            await using var session = await FfmpegSession.StartAsync(arguments, source, pool, relay.Address);
            relay.Admit(session.ProcessId);
            var before = sequence;
            if (await session.Frames.ReadHeaderAsync(cancellationToken))
            {
                while (!session.SizeChanged && await session.Frames.ReadFrameAsync(cancellationToken) is { } frame)
                {
                    if (sequence == before)
                    {
                        memory.Worked(source, relay.Way);
                        plan = [relay.Way];
                    }

                    frame.CapturedAt = time.GetUtcNow();
                    frame.Sequence = sequence++;
                    yield return frame;
                }
            }

            if (relay.Failure is { } failure)
            {
                throw failure;
            }

            if (!((session.SizeChanged && sequence > before) || relay.IsOther))
            {
                await session.ThrowIfFailedAsync(sequence > before, isFile: false, cancellationToken);
            }
        }
    }
}
