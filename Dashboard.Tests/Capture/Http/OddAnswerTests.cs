using Dashboard.Capture;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Sources.FaultCamera;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Http;

/// <summary>Cameras that frame their answers wrongly, or are slow, by a clock that stands unless a test moves it.</summary>
public sealed class OddAnswerTests : FrameSourceTestBase
{
    private readonly byte[] _jpeg;
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private int _frames;

    public OddAnswerTests() => _jpeg = TestPictures.Jpeg(Codec, Pool);

    public static TheoryData<string> Names => OddAnswers.Names;

    /// <summary>What ends an answer is seen; once a moment passes until it is known that none follows.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Picture_OfAnAnswerThatIsFramedWrongly_IsNotWaitedFor(string name)
    {
        await using var camera = new FaultCamera(new OddAnswers(_jpeg).Scripts[name]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reading = ReadOnAsync(new CameraFrameSource(Pool, Codec, _time), $"http://ada:lovelace@{camera.Host}/picture", stop.Token);
        var passed = TimeSpan.Zero;
        await Eventually.TrueAsync(
            () =>
            {
                if (_frames > 0 && passed < TimeSpan.FromSeconds(3))
                {
                    _time.Advance(TimeSpan.FromMilliseconds(50));
                    passed += TimeSpan.FromMilliseconds(50);
                }

                return camera.Asked > 12 || reading.IsCompleted;
            },
            "asked again and again");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    /// <summary>A camera that wakes when it is asked. Known to be slow, it is given its time at the first attempt.</summary>
    [Theory]
    [InlineData("picture")]
    [InlineData("stream")]
    public async Task FirstPicture_ThatTakesTwelveSeconds_ComesAtTheSecondAttempt_AndFromThenOnAtTheFirst(string kind)
    {
        using var gate = new SemaphoreSlim(0);
        await using var camera = new FaultCamera(async answer =>
        {
            if (kind == "stream")
            {
                await answer.BeginAsync();
            }

            await gate.WaitAsync(answer.Stopped);
            await (kind == "stream" ? answer.PartAsync(_jpeg) : answer.SendAsync(_jpeg));
            await Task.Delay(Timeout.Infinite, answer.Stopped);
        });
        var source = new CameraFrameSource(Pool, Codec, _time);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var reading = ReadOnAsync(source, camera.Address, stop.Token);
            await Eventually.TrueAsync(() => camera.Asked == attempt, "asked");
            if (attempt == 1)
            {
                _time.Advance(TimeSpan.FromSeconds(12));
                await Assert.ThrowsAsync<CaptureException>(() => reading);
                continue;
            }

            _time.Advance(TimeSpan.FromSeconds(12));

            // The camera of the first attempt waits too, for a connection that is gone.
            gate.Release(attempt == 2 ? 2 : 1);
            await Eventually.TrueAsync(() => _frames == attempt - 1 || reading.IsCompleted, "the picture came");
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        }
    }

    /// <summary>Called anew after each two seconds, it would not show what it offers.</summary>
    [Fact]
    public async Task Stream_WhoseSecondPictureIsLate_IsGivenMoreTimeWhenItIsCalledAnew()
    {
        using var gate = new SemaphoreSlim(0);
        await using var camera = new FaultCamera(async answer =>
        {
            await answer.BeginAsync();
            await answer.PartAsync(_jpeg);
            if (answer.Number == 2)
            {
                await gate.WaitAsync(answer.Stopped);
                await answer.PartAsync(_jpeg);
            }

            await Task.Delay(Timeout.Infinite, answer.Stopped);
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reading = ReadOnAsync(new CameraFrameSource(Pool, Codec, _time), camera.Address, stop.Token);
        await Eventually.TrueAsync(() => _frames == 1, "the first picture");
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                return camera.Asked == 2;
            },
            "called anew");
        await Eventually.TrueAsync(() => _frames == 2, "the first picture again");
        _time.Advance(TimeSpan.FromSeconds(3));
        gate.Release();
        await Eventually.TrueAsync(() => _frames == 3 || reading.IsCompleted, "the second picture");
        Assert.Equal(2, camera.Asked);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private async Task ReadOnAsync(CameraFrameSource source, string address, CancellationToken cancellationToken)
    {
        await foreach (var frame in source.ReadAsync(new FrameRequest(address, 100_000, Loop: true, RealTime: true), cancellationToken))
        {
            frame.Dispose();
            Interlocked.Increment(ref _frames);
        }
    }
}
