using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Recognition.FrameSelection;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Recognition.FrameSelection;

/// <summary>A camera's frames through the gate, with plates that are found and read as the test says.</summary>
public sealed class FrameGateTests
{
    private readonly MotionScene _scene = new(11, 640, 360);
    private readonly ScriptedPlates _plates = new();
    private readonly FrameGate _gate = new(new FrameSelectionOptions());
    private int _frames;
    private int _processed;
    private bool _clock;

    [Fact]
    public void StillScene_IsProcessedOnceInTheInterval()
    {
        Run(seconds: 20);

        // Six frames at the start, then every fourth second.
        Assert.InRange(_processed, 6 + 4, 6 + 5);
    }

    [Trait("Category", "Thorough")]
    [Fact]
    public void ParkedCar_ThatIsSure_IsReadAFewTimesAndThenHardlyAnyMore()
    {
        var reads = Run(seconds: 120, _ => [("KD472MX", 200, 100, 0.97)]);

        Assert.InRange(reads.Count(r => r.IsLegible), 3, 10);
        Assert.All(reads, r => Assert.Equal(1, r.Track));
    }

    [Trait("Category", "Thorough")]
    [Fact]
    public void ParkedCar_BesideTraffic_IsSeenInEachLookButReadAFewTimes()
    {
        var reads = Run(seconds: 60, t => [("KD472MX", 520, 100, 0.97), ("RS905TA", 20 + (80 * (t % 5)), 80, 0.5)]);

        Assert.InRange(reads.Count(r => r.Track == 1), 590, 600);
        Assert.InRange(reads.Count(r => r is { Track: 1, IsLegible: true }), 3, 9);
    }

    [Fact]
    public void CarThatStopsBeforeItIsSure_IsReadOnInAStillScene()
    {
        var reads = Run(seconds: 20, _ => [("KD472MX", 200, 100, 0.6)]);

        // As often as one that is sure and five times more, then now and then.
        Assert.InRange(reads.Count(r => r.IsLegible), 8, 12);
    }

    [Fact]
    public void ApproachingCar_IsReadAgainEachTimeItIsAFifthLarger()
    {
        var reads = Run(seconds: 4, t => [("KD472MX", 100 + (20 * t), 50 * Math.Pow(1.5, t), 0.97)]).ToList();

        var widths = reads.Where(r => r.IsLegible).Select(r => r.Corners.Width).ToList();
        Assert.InRange(widths.Count, 8, 16);
        Assert.True(widths[^1] * 1.3 > reads[^1].Corners.Width);
        Assert.All(reads, r => Assert.Equal(1, r.Track));
    }

    [Fact]
    public void NextCarAtTheGate_IsReadAtOnce_ThoughItsPlateIsWhereTheOtherWas()
    {
        var reads = Run(seconds: 20, t => t < 10 ? [("KD472MX", 200, 100, 0.97)] : [("RS905TA", 202, 102, 0.97)]);

        Assert.InRange(reads.Count(r => r.Text == "RS905TA"), 3, 6);
    }

    [Fact]
    public void FastCar_ThatJumpsByItsOwnWidth_IsOneTrack()
    {
        var reads = Run(seconds: 0.8, t => [("KD472MX", 20 + (600 * t), 50, 0.97)]);

        Assert.Equal([1L], reads.Select(r => r.Track).Distinct());
        Assert.InRange(reads.Count(r => r.IsLegible), 3, 5);
    }

    [Fact]
    public void PlateAtTheEdge_NeverMakesSure()
    {
        var reads = Run(seconds: 0.8, t => [("472MX", 0, 60 + (40 * t), 0.97)]);

        Assert.All(reads, r => Assert.True(r.IsLegible));
    }

    [Fact]
    public void PlateThatIsNotFoundForAMoment_IsLookedForAgainInAStillScene()
    {
        // Found until the picture stands still, missed in the last look, and found again by looking once more.
        Run(seconds: 3, _ => [("KD472MX", 200, 100, 0.97)]);
        var processed = _processed;
        _plates.IsBlind = true;
        _scene.Light = 1.2;
        Run(seconds: 0.1, _ => [("KD472MX", 200, 100, 0.97)]);
        _plates.IsBlind = false;
        var reads = Run(seconds: 0.2, _ => [("KD472MX", 200, 100, 0.97)]);

        Assert.Equal(processed + 3, _processed);
        Assert.All(reads, r => Assert.Equal(1, r.Track));
    }

    [Fact]
    public void Reset_NextFrame_IsProcessedWhateverItShows()
    {
        Run(seconds: 2);
        var processed = _processed;
        _gate.Reset();
        Run(seconds: 0.1);
        Assert.Equal(processed + 1, _processed);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void ClockThatJumps_NextFrame_IsProcessed(int seconds)
    {
        Run(seconds: 2);
        var processed = _processed;
        _frames += 10 * seconds;
        Run(seconds: 0.1);
        Assert.Equal(processed + 1, _processed);
    }

    [Trait("Category", "Thorough")]
    [Fact]
    public void Street_WithClockAndChangingLight_NoPlateThatMovesIsMissed() => Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
    {
        // Three minutes, so that the clock is learned: plates alone, without vehicles, at any place, size, speed and direction.
        var random = new Random(seed);
        var test = new FrameGateTests { _clock = true };
        var passes = new List<(string Text, double From, double To, double X, double Y, double Dx, double Dy, double Width)>();
        for (var t = 1 + (4 * random.NextDouble()); t < 175; t += 2 + (8 * random.NextDouble()))
        {
            var (dx, dy) = Math.SinCos(2 * Math.PI * random.NextDouble());
            var speed = 10 + (150 * random.NextDouble());
            passes.Add(($"P{passes.Count:000}", t, t
                + 1.5, 150 + (340 * random.NextDouble()), 120 + (120 * random.NextDouble()), speed * dx, 0.6 * speed * dy,
                14 + (40 * random.NextDouble())));
        }

        var reads = test.Run(180, now =>
        {
            test._scene.Light = 1 + (0.15 * Math.Sin(now / 20));
            return [.. passes.Where(p => now >= p.From && now < p.To).Select(p => (
                p.Text, p.X + (p.Dx * (now - p.From - 0.7)), p.Y + (p.Dy * (now - p.From - 0.7)), p.Width, 0.97))];
        });

        Assert.All(passes, p => Assert.InRange(reads.Count(r => r.Text == p.Text), 3, 16));
        Assert.True(test._processed < 1500, $"{test._processed} frames processed");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(4));

    [Fact]
    public void Frames_WithoutPlates_CostNoMemory_MovingOrStill()
    {
        Run(seconds: 1);
        var region = RegionOfInterest.FromText("0,0 1,0 1,1 0,1");

        // The first time has a region that the frames before it had not.
        Assert.Equal(0, Allocations.Min(() => Enumerable.Range(0, 30).Sum(i =>
        {
            _scene.Draw();
            if (i % 2 == 0)
            {
                _scene.AddPlate(100 + (20 * i), 200, 60);
            }

            var at = MotionScene.Start.AddSeconds(0.1 * _frames++);
            return Allocations.Count(() =>
            {
                if (_gate.ShouldProcess(_scene.Luma, region, at))
                {
                    Read([], at);
                }
                else
                {
                    _gate.MarkStill(at);
                }
            });
        })));
    }

    /// <summary>Ten frames a second, with plates of the given text, left edge, width and confidence; returns what was handed on.</summary>
    private List<PlateRead> Run(double seconds, Func<double, (string Text, double Left, double Width, double Confidence)[]>? plates = null) =>
        Run(seconds, now => [.. (plates?.Invoke(now) ?? []).Select(p => (p.Text, p.Left, 40 + (p.Left / 3), p.Width, p.Confidence))]);

    private List<PlateRead> Run(double seconds, Func<double, (string Text, double Left, double Top, double Width, double Confidence)[]> plates)
    {
        var all = new List<PlateRead>();
        var first = _frames;
        for (; _frames - first < Math.Round(10 * seconds); _frames++)
        {
            var at = MotionScene.Start.AddSeconds(0.1 * _frames);
            _scene.Draw();
            _plates.Plates.Clear();
            if (_clock)
            {
                _scene.AddClock(_frames / 10);
            }

            foreach (var (text, left, top, width, confidence) in plates(0.1 * (_frames - first)))
            {
                _scene.AddPlate(left, top, width, text[0] == 'R' ? -60 : 90);
                var corners = PlateCorners.FromBox((float)left, (float)top, (float)width, (float)(width / 4.5));
                _plates.Plates.Add(new PlateRead(corners, [new(text, confidence)]));
            }

            if (!_gate.ShouldProcess(_scene.Luma, null, at))
            {
                _gate.MarkStill(at);
                continue;
            }

            _processed++;
            all.AddRange(Read(_plates.Detect(), at));
        }

        return all;
    }

    private IReadOnlyList<PlateRead> Read(IReadOnlyList<DetectedPlate> plates, DateTimeOffset at)
    {
        var toRead = _gate.PlatesToRead(_scene.Luma, plates, at);
        return _gate.AddReads(toRead.Count == 0 ? [] : _plates.Read(toRead));
    }

    private sealed class ScriptedPlates
    {
        public List<PlateRead> Plates { get; } = [];

        public bool IsBlind { get; set; }

        public IReadOnlyList<DetectedPlate> Detect() => IsBlind ? [] : [.. Plates.Select(p => new DetectedPlate(p.Corners, 0.9f))];

        public IReadOnlyList<PlateRead> Read(IReadOnlyList<DetectedPlate> plates) =>
            [.. plates.Select(p => Plates.First(read => read.Corners == p.Corners))];
    }
}
