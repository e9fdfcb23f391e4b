using System.Diagnostics;
using System.Text.Json;
using Dashboard.Bench;
using Dashboard.Bench.Speed;
using Dashboard.Recognition;
using Dashboard.Tests.Bench.Accuracy;

namespace Dashboard.Tests.Bench;

public sealed class BenchCommandTests
{
    [Fact]
    [Trait("Category", "System")]
    public async Task Bench_Json_HasEveryStageAndBothScenes()
    {
        using var clips = new TestClips();
        var clip = clips.Clip("clip.mp4", 320, 180, 10, 2);
        var recognizer = new ScriptedRecognizer(luma => [ScriptedRecognizer.At(luma.Width / 2, luma.Height / 2, 40, 15, ("ABC123", 0.9))]);

        var (code, output, errors) = await RunAsync(recognizer, clip, json: true);

        Assert.Equal((0, ""), (code, errors));
        var line = JsonDocument.Parse(output).RootElement;
        Assert.Equal((20, 320, 180, 1), (Int("frames"), Int("width"), Int("height"), Int("flows")));
        var stages = line.GetProperty("stages");
        Assert.Equal(20, stages.GetProperty("detect").GetProperty("frames").GetInt32());
        Assert.Equal(20, stages.GetProperty("motion").GetProperty("frames").GetInt32());
        Assert.Equal(20, stages.GetProperty("read").GetProperty("frames").GetInt32());
        Assert.Equal(20, stages.GetProperty("track").GetProperty("frames").GetInt32());
        Assert.InRange(stages.GetProperty("encode").GetProperty("frames").GetInt32(), 1, 3);
        Assert.Equal((0, 20), (Int("still_frames"), Int("plates_found")));
        Assert.InRange(Int("plates_read"), 3, 20);
        Assert.True(line.GetProperty("decode").GetProperty("mean_ms").GetDouble() > 0);
        Assert.True(line.GetProperty("frames_per_second").GetDouble() > 0);
        Assert.True(line.GetProperty("bytes_per_frame").GetDouble() > 0);
        foreach (var scene in new[] { "moving", "still" })
        {
            var load = line.GetProperty("cameras").GetProperty(scene);
            Assert.Equal((1920, 1080), (load.GetProperty("width").GetInt32(), load.GetProperty("height").GetInt32()));
            Assert.True(load.GetProperty("cameras").GetDouble() > 0);
        }

        int Int(string name) => line.GetProperty(name).GetInt32();
    }

    [Fact]
    [Trait("Category", "System")]
    public async Task Bench_ClipWithoutPlates_NeverReads()
    {
        using var clips = new TestClips();
        var clip = clips.Clip("clip.mp4", 64, 48, 10, 0.5);

        var (_, output, _) = await RunAsync(new ScriptedRecognizer(_ => []), clip, json: false);

        Assert.Contains("5 frames of 64x48, 0 flows", output);
        Assert.Contains("read          0", output);
    }

    [Theory]
    [InlineData("missing.mp4")]
    [InlineData("damaged.mp4")]
    [Trait("Category", "System")]
    public async Task Bench_ClipThatCannotBeRead_IsNamedWithCode2(string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("damaged.mp4"), "no clip");

        var (code, output, errors) = await RunAsync(new ScriptedRecognizer(_ => []), folder.PathOf(name), json: true);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(folder.PathOf(name) + ": ", errors);
    }

    [Fact]
    public void Load_OfACamera_IsBoundByThreadsOrByCoresWhateverIsLess()
    {
        var load = new CameraLoad("moving", Recognition: 20, Decoding: 5, Rate: 10);

        Assert.Equal(0.2, load.CoreShare, 1e-9);
        Assert.Equal(5, load.Cameras(cores: 2, threads: 1), 1e-9);
        Assert.Equal(8, load.Cameras(cores: 2, threads: 2), 1e-9);
        Assert.Equal(10, load.CamerasWithoutDecoding(threads: 2), 1e-9);
    }

    [Fact]
    public void Stage_OfKnownTimes_GivesMeanMedianAndTail()
    {
        var stage = new StageTime("read");
        for (var i = 1; i <= 100; i++)
        {
            stage.Add(i, i / 2.0, 10);
        }

        Assert.Equal((50.5, 50, 95, 25.25, 1000L), (stage.Mean, stage.Median, stage.Late, stage.Processor, stage.Bytes));
    }

    [Fact]
    public void ThreadTime_OfWork_GrowsAndIsNeverMoreThanTheClocks()
    {
        Assert.SkipUnless(ProcessorTime.IsCounted, "processor time is not counted here");
        var clock = Stopwatch.StartNew();
        var start = ProcessorTime.OfThread;
        var sum = 0.0;
        while (ProcessorTime.OfThread - start < 5)
        {
            sum += Math.Sqrt(sum + 1);
        }

        Assert.InRange(ProcessorTime.OfThread - start, 5, clock.Elapsed.TotalMilliseconds + 1);
    }

    private static Task<(int Code, string Output, string Errors)> RunAsync(IPlateRecognizer recognizer, string clip, bool json) =>
        CommandRun.RunAsync(
            recognizer,
            new RecognitionOptions { Threads = 1 },
            (services, console) => BenchCommand.RunAsync(services, clip, json, console, Cancellation));
}
