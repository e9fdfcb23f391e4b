using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Recognition.FrameSelection;
using Dashboard.Tests.Tracking;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Recognition;

public sealed class RecognitionWorkerTests
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);
    private readonly PipelineQueues _queues = new();
    private readonly FramePool _pool = new();
    private readonly RecognitionStatus _status = new(TimeProvider.System);
    private TimeProvider _time = TimeProvider.System;
    private bool _skipsStillFrames;

    [Fact]
    public async Task Frames_OfOneCameraOnManyThreads_StayInOrder()
    {
        // Every second frame is slow, so that the one after it is done first.
        var slow = new ManualResetEventSlim();
        var recognizer = new Scripted(luma =>
        {
            if (luma.Pixels.Span[0] == 0)
            {
                slow.Wait(MaxTime);
            }
            else
            {
                slow.Set();
            }
        });
        using var worker = await StartAsync(recognizer, threads: 2);

        Offer(camera: 1, sequence: 0);
        Assert.True(await recognizer.Entered.WaitAsync(MaxTime, Cancellation), "the first frame was not taken");
        Offer(camera: 1, sequence: 1);
        var order = new List<long> { await NextAsync(), await NextAsync() };
        await StopAsync(worker);

        Assert.Equal([0, 1], order);
    }

    [Fact]
    public async Task Frame_ThatFails_IsCountedAndHandedOnWithoutReads()
    {
        var recognizer = new Scripted(luma =>
        {
            if (luma.Pixels.Span[0] == 1)
            {
                throw new InvalidOperationException("broken");
            }
        });
        using var worker = await StartAsync(recognizer, threads: 1);

        Offer(camera: 7, sequence: 1);
        Assert.Equal(1, await NextAsync());
        Offer(camera: 7, sequence: 2);
        Assert.Equal(2, await NextAsync());
        await StopAsync(worker);

        var numbers = _status.Current;
        Assert.Equal((1, 1, "broken", true), (numbers.Frames, numbers.Errors, numbers.LastError, numbers.IsReady));
    }

    [Fact]
    public async Task Frames_OfTwoCamerasOnManyThreads_ComeInTheOrderInWhichTheyWereTaken()
    {
        const int Threads = 4;
        var random = new Random(5);
        var gates = Enumerable.Range(0, 10 * Threads).Select(_ => new TaskCompletionSource()).ToArray();
        var recognizer = new Scripted(luma => gates[luma.Pixels.Span[0]].Task.WaitAsync(MaxTime).Wait());
        using var worker = await StartAsync(recognizer, Threads);
        var delivered = ReadAllAsync();
        foreach (var round in Enumerable.Range(0, gates.Length).Chunk(Threads))
        {
            foreach (var sequence in round)
            {
                Offer(camera: 1 + (sequence % 2), sequence);
                Assert.True(await recognizer.Entered.WaitAsync(MaxTime, Cancellation), $"frame {sequence} was not taken");
            }

            random.Shuffle(round);
            foreach (var sequence in round)
            {
                gates[sequence].SetResult();
                Assert.True(await recognizer.Left.WaitAsync(MaxTime, Cancellation), $"frame {sequence} was not recognised");
            }
        }

        await StopAsync(worker);

        var frames = await delivered;
        Assert.Equal(gates.Length, frames.Count);
        var half = Enumerable.Range(0, gates.Length / 2).Select(n => 2L * n).ToList();
        Assert.Equal(half, frames.Where(frame => frame.Camera == 1).Select(frame => frame.Sequence));
        Assert.Equal(half.Select(n => n + 1), frames.Where(frame => frame.Camera == 2).Select(frame => frame.Sequence));
    }

    [Fact]
    public async Task Frames_UnderWayWhenTheServerStops_AreAllHandedOn_InOrder()
    {
        using var go = new ManualResetEventSlim();
        var recognizer = new Scripted(_ => go.Wait(MaxTime));
        using var worker = await StartAsync(recognizer, threads: 3);
        for (var i = 0; i < 3; i++)
        {
            Offer(camera: 1, sequence: i);
            Assert.True(await recognizer.Entered.WaitAsync(MaxTime, Cancellation), $"frame {i} was not taken");
        }

        // The host cancels the worker's token first; frames that were taken are finished all the same.
        var stopping = worker.StopAsync(CancellationToken.None);
        _queues.Frames.Complete();
        Assert.False(_queues.Reads.Reader.Completion.IsCompleted);
        go.Set();
        var frames = await ReadAllAsync();
        await stopping.WaitAsync(MaxTime, Cancellation);

        Assert.Equal([0, 1, 2], frames.Select(frame => frame.Sequence));
    }

    /// <summary>A frame of each of many cameras takes an overloaded machine longer than the host waits, and what was read has to be stored.</summary>
    [Fact]
    public async Task Frames_ThatWaitForLongWhenTheServerStops_AreLetGo()
    {
        using var go = new ManualResetEventSlim();
        var time = new FakeTimeProvider();
        _time = time;
        var recognizer = new Scripted(_ => go.Wait(MaxTime));
        using var worker = await StartAsync(recognizer, threads: 1);
        for (var camera = 1; camera <= 20; camera++)
        {
            Offer(camera, sequence: 0);
        }

        Assert.True(await recognizer.Entered.WaitAsync(MaxTime, Cancellation), "the first frame was not taken");
        var stopping = worker.StopAsync(CancellationToken.None);
        _queues.Frames.Complete();
        time.Advance(RecognitionWorker.LastFrames);
        go.Set();
        var frames = await ReadAllAsync();
        await stopping.WaitAsync(MaxTime, Cancellation);

        Assert.Equal([(1, 0L)], frames);
        Assert.Equal(19, _queues.Frames.Dropped);
    }

    [Fact]
    public async Task Frame_ThatFailsBetweenOthers_KeepsItsPlace_AndTheNextIsProcessed()
    {
        using var go = new ManualResetEventSlim();
        var recognizer = new Scripted(luma =>
        {
            if (luma.Pixels.Span[0] == 0)
            {
                go.Wait(MaxTime);
            }
            else if (luma.Pixels.Span[0] == 1)
            {
                go.Set();
                throw new InvalidOperationException("broken");
            }
        });
        using var worker = await StartAsync(recognizer, threads: 2);
        for (var i = 0; i < 2; i++)
        {
            Offer(camera: 1, sequence: i);
            Assert.True(await recognizer.Entered.WaitAsync(MaxTime, Cancellation), $"frame {i} was not taken");
        }

        Assert.Equal(0, await NextAsync());
        Assert.Equal(1, await NextAsync());
        Offer(camera: 1, sequence: 2);
        Assert.Equal(2, await NextAsync());
        await StopAsync(worker);

        Assert.Equal((2, 1), (_status.Current.Frames, _status.Current.Errors));
    }

    [Fact]
    public async Task Plates_ThatCannotBeRead_CostTheirFrame_AndAreReadInTheNext()
    {
        var recognizer = new Scripted(_ => { }) { Plate = PlateCorners.FromBox(10, 10, 30, 8), FailingReads = 1 };
        using var worker = await StartAsync(recognizer, threads: 1);
        Offer(camera: 1, sequence: 0);
        Assert.Equal(0, await NextAsync());
        Offer(camera: 1, sequence: 1);
        using var stop = new CancellationTokenSource(MaxTime);
        var reads = await _queues.Reads.Reader.ReadAsync(stop.Token);
        reads.Frame.Dispose();
        await StopAsync(worker);

        Assert.Equal(("KD472MX", false), (Assert.Single(reads.Reads).Text, reads.IsStill));
        Assert.Equal((1, 1, 1), (_status.Current.Frames, _status.Current.Errors, _status.Current.Reads));
    }

    [Fact]
    public async Task Frames_OfAStillScene_AreHandedOnAsSuchInTheirOrder_AndCounted()
    {
        _skipsStillFrames = true;
        var recognizer = new Scripted(_ => { });
        using var worker = await StartAsync(recognizer, threads: 2);
        var still = new List<bool>();
        for (var i = 0; i < 30; i++)
        {
            Offer(camera: 3, sequence: 0, StreetSimulation.Start.AddSeconds(0.1 * i));
            using var stop = new CancellationTokenSource(MaxTime);
            var reads = await _queues.Reads.Reader.ReadAsync(stop.Token);
            reads.Frame.Dispose();
            still.Add(reads.IsStill);
        }

        await StopAsync(worker);

        // Half a second after the first frame, which nothing can be compared with, and nothing moves.
        Assert.Equal(Enumerable.Range(0, 30).Select(i => i > 5), still);
        Assert.Equal((6, 24, 6), (_status.Current.Frames, _status.Current.StillFrames, recognizer.Calls));
    }

    [Fact]
    public async Task Frames_Complete_CompletesTheReads()
    {
        using var worker = await StartAsync(new Scripted(_ => { }), threads: 3);

        await StopAsync(worker);

        Assert.True(_queues.Reads.Reader.Completion.IsCompletedSuccessfully);
    }

    private async Task<RecognitionWorker> StartAsync(IPlateRecognizer recognizer, int threads)
    {
        var worker = new RecognitionWorker(
            _queues,
            new Lazy<IPlateRecognizer>(recognizer),
            new RecognitionOptions { Threads = threads },
            new FrameSelectionOptions { SkipStillFrames = _skipsStillFrames },
            _status,
            _time,
            NullLogger<RecognitionWorker>.Instance);
        await worker.StartAsync(CancellationToken.None);
        return worker;
    }

    private async Task StopAsync(RecognitionWorker worker)
    {
        _queues.Frames.Complete();
        await worker.ExecuteTask!.WaitAsync(MaxTime);
    }

    [Fact]
    public async Task Frame_ThatIsKnownToBeStill_IsPassedOnWithoutALook()
    {
        var recognizer = new Scripted(_ => { });
        using var worker = await StartAsync(recognizer, threads: 1);
        var before = recognizer.Calls;
        Offer(camera: 1, sequence: 3, isStill: true);
        using var stop = new CancellationTokenSource(MaxTime);
        var reads = await _queues.Reads.Reader.ReadAsync(stop.Token);
        reads.Frame.Dispose();

        Assert.True(reads.IsStill);
        Assert.Equal(before, recognizer.Calls);
        await StopAsync(worker);
    }

    private void Offer(int camera, int sequence, DateTimeOffset at = default, bool isStill = false)
    {
        var frame = _pool.Rent(64, 32);
        (frame.CameraId, frame.Sequence, frame.CapturedAt) = (camera, sequence, at);
        frame.Y.Span.Clear();
        frame.Y.Span[0] = (byte)sequence;
        frame.IsStill = isStill;
        _queues.Frames.Offer(frame);
    }

    private async Task<List<(int Camera, long Sequence)>> ReadAllAsync()
    {
        var frames = new List<(int, long)>();
        using var stop = new CancellationTokenSource(MaxTime);
        await foreach (var reads in _queues.Reads.Reader.ReadAllAsync(stop.Token))
        {
            frames.Add((reads.Frame.CameraId, reads.Frame.Sequence));
            reads.Frame.Dispose();
        }

        return frames;
    }

    private async Task<long> NextAsync()
    {
        using var stop = new CancellationTokenSource(MaxTime);
        var reads = await _queues.Reads.Reader.ReadAsync(stop.Token);
        using var frame = reads.Frame;
        Assert.Empty(reads.Reads);
        return frame.Sequence;
    }

    private sealed class Scripted(Action<LumaImage> act) : IPlateRecognizer
    {
        private int _calls;

        public string Version => "script";

        public int Calls => _calls;

        public PlateCorners? Plate { get; init; }

        public int FailingReads { get; set; }

        /// <summary>Released once for each frame that is given to it.</summary>
        public SemaphoreSlim Entered { get; } = new(0);

        /// <summary>Released once for each frame that it is done with.</summary>
        public SemaphoreSlim Left { get; } = new(0);

        public IReadOnlyList<DetectedPlate> Detect(LumaImage luma, RegionOfInterest? regionOfInterest = null)
        {
            Interlocked.Increment(ref _calls);
            Entered.Release();
            act(luma);
            Left.Release();
            return Plate is { } corners ? [new DetectedPlate(corners, 0.9f)] : [];
        }

        public IReadOnlyList<PlateRead> Read(
        LumaImage luma, IReadOnlyList<DetectedPlate> plates, int candidates = 10, ExpectedCountries? countries = null) =>
            FailingReads-- > 0
                ? throw new InvalidOperationException("illegible")
                : [.. plates.Select(plate => new PlateRead(plate.Corners, [new("KD472MX", 0.9)]))];

        public IReadOnlyList<PlateRead> Recognize(
        LumaImage luma, RegionOfInterest? regionOfInterest = null, int candidates = 10, ExpectedCountries? countries = null) => [];
    }
}
