using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Recognition.FrameSelection;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Recognition.FrameSelection;

public sealed class MotionGateTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, 1_000_000).ToArbitrary();
    private readonly MotionGate _gate = new(4);
    private int _frames;

    [Fact]
    public void FirstFrame_AndTheFirstOfAnotherSizeOrArea_AreSeen()
    {
        var scene = new MotionScene(1, 320, 180).Draw();
        Assert.True(Sees(scene));
        _gate.SetReference(scene.Luma);
        Assert.False(Sees(scene));
        Assert.True(_gate.DetectsMotion(scene.Luma, new PixelArea(10, 10, 200, 100), At()));
        Assert.True(Sees(new MotionScene(1, 640, 360).Draw()));
        Assert.True(Sees(new MotionScene(1, 8, 8).Draw()));
        _gate.SetReference(new MotionScene(1, 8, 8).Luma);
        Assert.True(Sees(new MotionScene(1, 8, 8)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    public void StillScene_WithTheNoiseOfASensor_IsStill(double noise)
    {
        var scene = new MotionScene(7) { Noise = noise };
        _gate.DetectsMotion(scene.Draw().Luma, scene.Everywhere, At());
        _gate.SetReference(scene.Luma);

        var seen = Enumerable.Range(0, 30).Count(_ => Sees(scene.Draw()));

        Assert.InRange(seen, 0, 1);
    }

    [Trait("Category", "Thorough")]
    [Theory]
    [InlineData(1280, 720, 20, 2)]
    [InlineData(1920, 1080, 30, 3)]
    [InlineData(640, 360, 12, 2)]
    [InlineData(3840, 2160, 60, 6)]
    public void SmallestPlate_MovedByATenthOfItsWidth_IsSeen(int width, int height, double plate, double step)
    {
        for (var i = 0; i < 12; i++)
        {
            var scene = new MotionScene(i, width, height);
            var (x, y) = ((0.1 + (0.065 * i)) * width + (1.3 * i), (0.85 - (0.06 * i)) * height + (0.7 * i));
            _gate.DetectsMotion(scene.Draw().AddPlate(x, y, plate).Luma, scene.Everywhere, At());
            _gate.SetReference(scene.Luma);

            Assert.True(Sees(scene.Draw().AddPlate(x + step, y, plate)), $"to the side at {x:0}, {y:0}");
            Assert.True(Sees(scene.Draw().AddPlate(x, y + step, plate)), $"downwards at {x:0}, {y:0}");
            Assert.True(Sees(scene.Draw()), $"gone from {x:0}, {y:0}");
        }
    }

    [Fact]
    public void AnyPlate_ThatMovesHoweverSlowly_IsSeenBeforeItHasMovedAFewPixels() => Prop.ForAll(Seeds, seed =>
    {
        // Without a vehicle around it, which would be seen much sooner.
        var random = new Random(seed);
        var scene = new MotionScene(seed, 640, 360) { Noise = 3 * random.NextDouble() };
        var gate = new MotionGate(4);
        var width = 14 + (60 * random.NextDouble());
        var (x, y) = (560 * random.NextDouble(), 330 * random.NextDouble());
        var (dx, dy) = Math.SinCos(2 * Math.PI * random.NextDouble());
        var step = 0.02 + (2 * random.NextDouble());
        gate.DetectsMotion(scene.Draw().AddPlate(x, y, width).Luma, scene.Everywhere, MotionScene.Start);
        gate.SetReference(scene.Luma);
        for (var i = 1; i * step < 5; i++)
        {
            if (gate.DetectsMotion(
                scene.Draw().AddPlate(x + (i * step * dx), y + (i * step * dy), width).Luma, scene.Everywhere, MotionScene.Start.AddSeconds(0.1 * i)))
            {
                return;
            }
        }

        Assert.Fail($"seed {seed}: a plate of {width:0} px went unseen for 5 px");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void LightThatFadesSlowly_IsLookedAtSeldom_AndASuddenOneOnce()
    {
        var scene = new MotionScene(3);
        _gate.DetectsMotion(scene.Draw().Luma, scene.Everywhere, At());
        _gate.SetReference(scene.Luma);
        var looks = 0;
        for (var i = 0; i < 100; i++)
        {
            scene.Light *= 0.997;
            looks += Look(scene.Draw()) ? 1 : 0;
        }

        Assert.InRange(looks, 1, 10);
        scene.Light = 1.3;
        Assert.True(Look(scene.Draw()));
        Assert.Equal(0, Enumerable.Range(0, 20).Count(_ => Look(scene.Draw())));
    }

    [Fact]
    public void ShimmerOfCompression_AllOverThePicture_IsStill()
    {
        // Each second the codec draws the picture anew: patterns change a little everywhere, more where there is texture.
        var scene = new MotionScene(5) { Noise = 0.5 };
        _gate.DetectsMotion(scene.Draw().Luma, scene.Everywhere, At());
        _gate.SetReference(scene.Luma);
        var anew = new MotionScene(5) { Noise = 3 };

        Assert.Equal(0, Enumerable.Range(0, 20).Count(i => Look(i % 5 == 0 ? anew.Draw() : scene.Draw())));
    }

    [Fact]
    public void Clock_IsLearnedAfterAMinute_AndHidesNoPlateBesideOrOnIt()
    {
        var scene = new MotionScene(2, 640, 360);
        var looks = Tick(scene, seconds: 120);
        Assert.InRange(looks[..50].Count(l => l), 45, 50);
        Assert.InRange(looks[80..].Count(l => l), 0, 2);

        // A plate that passes beside the clock and over it.
        foreach (var (x, width) in new[] { (120.0, 40.0), (150, 80), (190, 40) })
        {
            Assert.True(Sees(scene.Draw().AddClock(119).AddPlate(x, 318, width)), $"at {x}");
        }
    }

    [Fact]
    public void Clock_WherePlatesAreFound_IsNeverLearned()
    {
        var scene = new MotionScene(2, 640, 360);
        Tick(scene, seconds: 2);
        _gate.ExcludePlate(PlateCorners.FromBox(150, 316, 60, 20));

        Assert.InRange(Tick(scene, seconds: 100).Count(l => l), 95, 100);
    }

    [Trait("Category", "Thorough")]
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RoadWithVehiclesAllDay_IsNeverLearned(bool isDense)
    {
        // For twenty minutes, at the same place: every two seconds, and each second plate is found; or now and then, and none is.
        var random = new Random(9);
        var (comes, plates) = (0, 0);
        var scene = new MotionScene(4, 320, 180);
        Look(scene.Draw());
        var missed = 0;
        for (var i = 0; i < 2400; i++)
        {
            scene.Draw();
            var isThere = i - comes is 0 or 1;
            if (isThere)
            {
                scene.AddPlate(150 + (20 * (i - comes)), 100, 24);
            }
            else if (i > comes)
            {
                comes = i + (isDense ? 2 : random.Next(2, 14));
            }

            var sees = Look(scene, seconds: 0.5);
            if (isThere && isDense && plates++ % 2 == 0)
            {
                _gate.ExcludePlate(PlateCorners.FromBox(150 + (20 * (i - comes)), 100, 24, 5));
            }

            missed += isThere && !sees ? 1 : 0;
        }

        Assert.Equal(0, missed);
    }

    [Fact]
    public void Region_LeavesOutWhatMovesElsewhere()
    {
        var scene = new MotionScene(6, 640, 360);
        var area = new PixelArea(0, 100, 640, 260);
        _gate.DetectsMotion(scene.Draw().Luma, area, At());
        _gate.SetReference(scene.Luma);

        Assert.False(_gate.DetectsMotion(scene.Draw().AddPlate(100, 20, 100).Luma, area, At()));
        Assert.True(_gate.DetectsMotion(scene.Draw().AddPlate(100, 330, 40).Luma, area, At()));
    }

    [Fact]
    public void Frames_CostNoMemory()
    {
        var scene = new MotionScene(1, 640, 360);
        Look(scene.Draw());
        Look(scene.Draw().AddPlate(100, 100, 60));
        scene.Draw();
        Assert.Equal(0, Allocations.Min(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                Look(scene);
                _gate.SetReference(scene.Luma);
                _gate.ExcludePlate(PlateCorners.FromBox(100, 100, 60, 14));
            }
        }));
    }

    /// <summary>What a frame costs is how many of its rows are looked at; how long that takes is what <c>bench</c> shows.</summary>
    [Theory]
    [InlineData(640, 270, 1)]
    [InlineData(1280, 720, 3)]
    [InlineData(1920, 1080, 4)]
    [InlineData(3840, 2160, 8)]
    public void Frame_OfAnySize_IsLookedAtIn270Rows(int width, int height, int step)
    {
        var scene = new MotionScene(1, width, height) { Noise = 0 };
        Look(scene.Draw());

        Assert.Equal(1, Enumerable.Range(0, step).Count(first => Sees(scene.Draw().AddStripes(first, step))));
    }

    private DateTimeOffset At(double seconds = 0.1) => MotionScene.Start.AddSeconds(_frames++ * seconds);

    private bool Sees(MotionScene scene) => _gate.DetectsMotion(scene.Luma, scene.Everywhere, At());

    /// <summary>As a camera's watch does: what was seen is looked at, and compared with from then on.</summary>
    private bool Look(MotionScene scene, double seconds = 0.1)
    {
        var sees = _gate.DetectsMotion(scene.Luma, scene.Everywhere, At(seconds));
        if (sees)
        {
            _gate.SetReference(scene.Luma);
        }

        return sees;
    }

    /// <summary>Two frames a second with a clock; whether the first of each second was seen.</summary>
    private List<bool> Tick(MotionScene scene, int seconds)
    {
        var seen = new List<bool>();
        for (var second = 0; second < seconds; second++)
        {
            seen.Add(Look(scene.Draw().AddClock(second), 0.5));
            Look(scene.Draw().AddClock(second), 0.5);
        }

        return seen;
    }
}
