using Dashboard.Capture;
using Dashboard.Capture.Rtsp;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Sources.FaultCamera;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Rtsp;

/// <summary>Cameras that wake up with the first viewer, and are late each time that one leaves before.</summary>
public sealed class RtspAnswerTimeTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly string _clip = Path.GetTempFileName();

    // Two key frames, which nobody decodes here.
    public RtspAnswerTimeTests() => File.WriteAllBytes(_clip, [0, 0, 1, 0x65, 1, 2, 3, 0, 0, 1, 0x65, 1, 2, 3]);

    public void Dispose() => File.Delete(_clip);

    [Fact]
    public async Task Camera_ThatTakesTenSecondsToAnswer_IsWaitedForAtTheSecondAttempt()
    {
        var (asked, answer) = (0, new TaskCompletionSource());
        await using var camera = new FaultRtspServer(_clip, new RtspFaults
        {
            BeforeDescription = () =>
            {
                Interlocked.Increment(ref asked);
                return answer.Task;
            },
        });
        var memory = new RtspMemory();
        await using var first = new RtspRelay(camera.Address, null, _time);
        var failing = StartAsync(first);
        await Eventually.TrueAsync(() => Volatile.Read(ref asked) == 1, "asked");
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains("sends nothing", (await Assert.ThrowsAsync<CaptureException>(() => failing)).Message);

        await using var second = new RtspRelay(camera.Address, null, _time);
        var starting = StartAsync(second);
        await Eventually.TrueAsync(() => Volatile.Read(ref asked) == 2, "asked again");
        _time.Advance(TimeSpan.FromSeconds(10));
        answer.SetResult();
        await starting;

        Task StartAsync(RtspRelay relay)
        {
            var plan = memory.Plan(camera.Address, isSecure: false);
            memory.Failed(camera.Address);
            return relay.StartAsync(plan, Cancellation);
        }
    }
}
