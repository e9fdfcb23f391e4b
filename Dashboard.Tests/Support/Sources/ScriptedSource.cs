using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dashboard.Capture;
using Dashboard.Pipeline;

namespace Dashboard.Tests.Support.Sources;

/// <summary>
/// Cameras that do what a test says: each address opens when the server reads it, then gives frames, fails, ends or is silent on demand.
/// </summary>
internal sealed class ScriptedSource(FramePool pool, TimeProvider time) : IFrameSource
{
    private readonly ConcurrentDictionary<string, Channel<Connection>> _connections = new();

    public IAsyncEnumerable<VideoFrame> ReadAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        var connection = new Connection(request, pool, time);
        Connections(request.Source).Writer.TryWrite(connection);
        return connection.ReadAsync(cancellationToken);
    }

    /// <summary>The next time that the server opens the source.</summary>
    public async Task<Connection> NextAsync(string source) =>
        await Connections(source).Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Whether the server has opened it and nobody has asked for that.</summary>
    public bool IsOpened(string source) => Connections(source).Reader.TryPeek(out _);

    private Channel<Connection> Connections(string source) => _connections.GetOrAdd(source, _ => Channel.CreateUnbounded<Connection>());

    /// <summary>One reading of a source.</summary>
    internal sealed class Connection(FrameRequest request, FramePool pool, TimeProvider time)
    {
        private readonly Channel<VideoFrame> _frames = Channel.CreateUnbounded<VideoFrame>();
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _sequence;
        private long _taken;

        public FrameRequest Request => request;

        /// <summary>Completes when the server has let go of it.</summary>
        public Task Closed => _closed.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public void Frame(int width = 64, int height = 48, byte luma = 128)
        {
            var frame = pool.Rent(width, height);
            frame.Y.Span.Fill(luma);
            frame.U.Span.Fill(128);
            frame.V.Span.Fill(128);
            frame.Sequence = _sequence++;
            frame.CapturedAt = time.GetUtcNow();
            _frames.Writer.TryWrite(frame);
        }

        /// <summary>Completes when the server has done with all frames that were given.</summary>
        public Task TakenAsync() => Eventually.TrueAsync(() => Interlocked.Read(ref _taken) == _sequence, "taken");

        public void Fail(string message) => _frames.Writer.TryComplete(new CaptureException(message));

        /// <summary>The camera does not take the sign-in.</summary>
        public void Refuse(string message) => _frames.Writer.TryComplete(new CaptureException(message) { IsRefusal = true });

        public void Break() => _frames.Writer.TryComplete(new InvalidOperationException("a defect"));

        public void End() => _frames.Writer.TryComplete();

        internal async IAsyncEnumerable<VideoFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                await foreach (var frame in _frames.Reader.ReadAllAsync(cancellationToken))
                {
                    yield return frame;
                    Interlocked.Increment(ref _taken);
                }
            }
            finally
            {
                _closed.TrySetResult();
            }
        }
    }
}
