using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Capture.Http;

/// <summary>
/// How much of the time a camera is watched for each defect, by the clock and so by hand: <c>FAULT_SECONDS=60</c> with
/// <c>-class Dashboard.Tests.Capture.Http.WatchedShareTests</c>.
/// </summary>
[Trait("Category", "System")]
public sealed class WatchedShareTests(ITestOutputHelper output)
{
    // A camera that stumbles every twenty seconds is watched 98 % of the time where a stumble costs no more than this.
    private static readonly TimeSpan MaxLost = TimeSpan.FromSeconds(20 * 0.02);

    private const string HalfRefused = "a half is refused";

    // Of a hundred questions three are followed by five more refusals: they cost the time of asking so often.
    private const double MinShareOfHalf = 0.9;

    public static TheoryData<string> Names => Defects.Names;

    public static TheoryData<string> OddNames => [.. OddAnswers.Names, HalfRefused];

    /// <summary>All of the time, but for what is learned at the beginning.</summary>
    [Theory]
    [MemberData(nameof(OddNames))]
    public async Task Camera_ThatAnswersOddly_IsWatchedNearlyAllOfTheTime(string name)
    {
        var duration = CameraTrial.AskDuration();
        var pool = new FramePool();
        using var codec = new PictureCodec(pool);
        var answers = new OddAnswers(TestPictures.Jpeg(codec, pool));
        await using var camera = new FaultCamera(answers.Scripts.GetValueOrDefault(name, answers.RefuseHalfAsync));
        var (status, lost, time) = await CameraTrial.RunAsync(
            $"http://ada:lovelace@{camera.Host}/picture", duration, from: TimeSpan.FromSeconds(5));
        var share = 1 - (lost / time);
        output.WriteLine($"{name}: {status.Captured} frames, {status.Faults} faults, {lost.TotalSeconds:0.00} of {time.TotalSeconds:0} s lost");
        Assert.True(share >= (name == HalfRefused ? MinShareOfHalf : 0.98), $"{share:P2}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Camera_ThatStumbles_IsWatched(string name)
    {
        var duration = CameraTrial.AskDuration();
        var pool = new FramePool();
        using var codec = new PictureCodec(pool);
        var defects = new Defects(TestPictures.Jpeg(codec, pool), TestPictures.Png(), CameraTrial.Period);
        await using var camera = new FaultCamera(defects.Scripts[name]);
        var (status, lost, time) = await CameraTrial.RunAsync(camera.Address, duration);

        // An empty part is nothing that the reader sees: a frame is missing behind each four.
        var faults = name.Contains("part is empty", StringComparison.Ordinal) ? status.Captured / (Defects.Every - 1) : status.Faults;
        var each = lost / Math.Max(1, faults);
        output.WriteLine(
            $"{name}: {status.Captured} frames, {faults} faults, {lost.TotalSeconds:0.00} of {time.TotalSeconds:0} s lost, "
            + $"{each.TotalMilliseconds:0} ms each; {1 - (each / TimeSpan.FromSeconds(20)):P2} with one in 20 s");
        Assert.True(each <= MaxLost, $"{each} lost for each fault");
    }
}
