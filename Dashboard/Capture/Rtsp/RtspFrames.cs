using System.Runtime.CompilerServices;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Capture.Substreams;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Rtsp;

/// <summary>
/// Frames of an RTSP address: a relay speaks with the camera, and ffmpeg decodes what it hands on. While frames are not wanted the relay goes on and
/// nothing is decoded, so that they are there at once when they are.
/// </summary>
internal sealed class RtspFrames(FramePool pool, RtspMemory memory, TimeProvider time, HardwareDecoder? hardware = null)
{
    public IAsyncEnumerable<VideoFrame> ReadAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        var source = request.Source;
        var plan = memory.Plan(source, source.StartsWith("rtsps", StringComparison.OrdinalIgnoreCase));
        memory.Failed(source);
        return request.Demand is { } demand
            ? ReadOnDemandAsync(demand, cancellationToken)
            : new LiveFrames(OpenAsync, time).ReadAsync(cancellationToken);

        async Task<LiveStream> OpenAsync(CancellationToken cancellationToken)
        {
            var relay = await CallAsync(request, plan, cancellationToken);
            try
            {
                return await DecodeAsync(request, relay, Remember, holdsRelay: true);
            }
            catch
            {
                await relay.DisposeAsync();
                throw;
            }
        }

        async IAsyncEnumerable<VideoFrame> ReadOnDemandAsync(FrameDemand demand, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var sequence = 0L;
            while (true)
            {
                await using var relay = await CallAsync(request, plan, cancellationToken);
                var frames = demand.WhileWantedAsync(token => ReadOneSizeAsync(request, relay, Remember, token), cancellationToken, relay.Ended);
                await foreach (var frame in frames.WithCancellation(cancellationToken))
                {
                    frame.Sequence = sequence++;
                    yield return frame;
                }

                if (relay.Failure is { } failure)
                {
                    throw failure;
                }
            }
        }

        void Remember(RtspTransport way)
        {
            memory.Worked(source, way);
            plan = [way];
        }
    }

    private async Task<RtspRelay> CallAsync(FrameRequest request, IEnumerable<RtspTransport> plan, CancellationToken cancellationToken)
    {
        var relay = new RtspRelay(request.Source, request.OnFault, time, mayRest: request.Demand is not null) { OnAnswer = request.OnAnswer };
        try
        {
            await relay.StartAsync(plan, cancellationToken);
            request.OnStream?.Invoke();
            return relay;
        }
        catch
        {
            await relay.DisposeAsync();
            throw;
        }
    }

    private async Task<RtspStream> DecodeAsync(FrameRequest request, RtspRelay relay, Action<RtspTransport> onFirst, bool holdsRelay)
    {
        var visit = relay.Open();
        try
        {
            var decoder = hardware is null ? null : await hardware.ArgumentsAsync();
            var arguments = FfmpegArguments.For(request, visit.Address, decoder, visit.Over, time.GetUtcNow());
            var session = await FfmpegSession.StartAsync(arguments, request.Source, pool, visit.Address);
            visit.Admit(session.ProcessId);
            return new RtspStream(relay, visit, session, time, holdsRelay)
            {
                OnFirst = () => onFirst(relay.Way),
                DecodeNext = holdsRelay ? () => DecodeNextAsync(request, relay, onFirst) : null,
            };
        }
        catch
        {
            await visit.DisposeAsync();
            throw;
        }
    }

    private async Task<LiveStream> DecodeNextAsync(FrameRequest request, RtspRelay relay, Action<RtspTransport> onFirst)
    {
        relay.Hold();
        try
        {
            return await DecodeAsync(request, relay, onFirst, holdsRelay: true);
        }
        catch
        {
            await relay.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends where the relay does, or where another ffmpeg is needed for what comes then.</summary>
    private async IAsyncEnumerable<VideoFrame> ReadOneSizeAsync(
        FrameRequest request, RtspRelay relay, Action<RtspTransport> onFirst, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await DecodeAsync(request, relay, onFirst, holdsRelay: false);
        while (!stream.IsOutgrown && await stream.ReadAsync(cancellationToken) is { } frame)
        {
            if (stream.IsDistorted)
            {
                frame.Dispose();
                continue;
            }

            yield return frame;
        }

        if (!stream.IsOutgrown)
        {
            await stream.EndAsync(cancellationToken);
        }
    }
}
