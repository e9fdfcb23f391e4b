using Dashboard.Bench.Voting;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Imaging.Pixels;
using Dashboard.Pipeline;
using Dashboard.Tests.Imaging.Pixels;

namespace Dashboard.Tests.Bench.Voting;

public sealed class CameraMotionTests
{
    private const int Width = 640;
    private const int Height = 360;
    private static readonly PictureBox Plate = new(250, 150, 120, 40);

    [Fact]
    public void Poses_SameSeed_AreTheSameAndAnotherSeedsAreNot()
    {
        Assert.Equal(Motion(10, 7).Poses, Motion(10, 7).Poses);
        Assert.NotEqual(Motion(10, 7).Poses, Motion(10, 8).Poses);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Poses_OfASequence_GoAFifthNearerOrFarther(int seed)
    {
        var poses = Motion(10, seed).Poses;
        var (first, last) = (poses[0].Zoom / CameraMotion.FrameScale, poses[9].Zoom / CameraMotion.FrameScale);
        Assert.Equal(CameraMotion.Approach, Math.Abs(first - last), 1e-9);
        Assert.Equal(2, first + last, 1e-9);
    }

    [Fact]
    public void ToFrame_AnyPoint_IsWhatTheViewShowsThere()
    {
        var motion = Motion(10, 3);
        foreach (var pose in motion.Poses)
        {
            var view = new Homography(motion.View(pose));
            var corners = motion.ToFrame(pose, Plate);
            var back = view.Map(corners.TopRight.X / motion.Width, corners.TopRight.Y / motion.Height);
            Assert.Equal(Plate.X + Plate.Width, back.X, 0.01f);
            Assert.Equal(Plate.Y, back.Y, 0.01f);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(540, 330)]
    [InlineData(260, 160)]
    public void ToFrame_PlateAnywhere_StaysInsideTheFrame(float x, float y)
    {
        var plate = new PictureBox(x + 10, y, 90, 28);
        for (var seed = 0; seed < 20; seed++)
        {
            var motion = new CameraMotion(Width, Height, [plate], 5, seed);
            foreach (var pose in motion.Poses)
            {
                // The turn of a plate at the very edge may take a corner out by a pixel or two.
                var center = motion.ToFrame(pose, plate).Center;
                Assert.InRange(center.X, 0, motion.Width);
                Assert.InRange(center.Y, 0, motion.Height);
                Assert.InRange(motion.ToFrame(pose, plate).Bounds.X, -3, motion.Width);
            }
        }
    }

    [Fact]
    public void Frames_OfAWhitePlate_AreBrightWhereTheLabelIsAndDarkElsewhere()
    {
        var pixels = Picture();
        using var codec = new PictureCodec(new FramePool());
        var motion = Motion(5, 11);
        var at = 0;
        foreach (var made in new MotionFrames(new FramePool(), codec).Make(new LumaImage(pixels, Width, Height, Width), motion, 11))
        {
            using var frame = made;
            Assert.Equal((motion.Width, motion.Height), (frame.Width, frame.Height));
            var corners = motion.ToFrame(motion.Poses[at++], Plate);
            var inside = Mean(frame, corners.Center, 4);
            var outside = Mean(frame, new PicturePoint(corners.Center.X, corners.Bounds.Y - 12), 4);
            Assert.InRange(inside, 170, 230);
            Assert.InRange(outside, 20, 80);

            // The label's left edge is where brightness changes, to the pixel or two of the blur.
            var edge = (corners.TopLeft.X + corners.BottomLeft.X) / 2;
            Assert.InRange(Mean(frame, new PicturePoint(edge + 6, corners.Center.Y), 1), 150, 240);
            Assert.InRange(Mean(frame, new PicturePoint(edge - 6, corners.Center.Y), 1), 10, 100);
        }

        Assert.Equal(5, at);
    }

    [Fact]
    [Trait("Category", "Thorough")]
    public void Frames_SameSeed_AreTheSamePixels()
    {
        Assert.Equal(Hashes(4), Hashes(4));
        Assert.NotEqual(Hashes(4), Hashes(5));
        Assert.Equal(Hashes(4).Length, Hashes(4).Distinct().Count());

        static string[] Hashes(int seed)
        {
            using var codec = new PictureCodec(new FramePool());
            return [.. new MotionFrames(new FramePool(), codec).Make(new LumaImage(Picture(), Width, Height, Width), Motion(3, 9), seed)
                .Select(frame =>
                {
                    using (frame)
                    {
                        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(frame.Y.Span));
                    }
                })];
        }
    }

    [Fact]
    public void Seed_OfAName_IsThePublishedHash() => Assert.Equal(0x640C292C, FrameVoting.SeedOf("a"));

    [Theory]
    [InlineData(2, "1 2")]
    [InlineData(10, "1 2 3 5 10")]
    [InlineData(7, "1 2 3 5 7")]
    public void Windows_OfASequence_EndWithAllOfIt(int frames, string expected) =>
        Assert.Equal(expected, string.Join(' ', VoteCount.WindowsOf(frames)));

    [Fact]
    public void Votes_FramesNotFoundOrUnsure_CountAsFramesWithoutAVote()
    {
        var votes = new VoteCount(2, 0.1);
        PlateRead Read(string text, double confidence) => new(PlateCorners.FromBox(0, 0, 1, 1), [new PlateCandidate(text, confidence)]);
        votes.Add("ABO1", [null, Read("ABO1", 0.5)]);
        votes.Add("ABO1", [Read("AB01", 0.9), Read("ABO1", 0.05)]);

        var (one, two) = (votes.Figures[0], votes.Figures[1]);
        Assert.Equal((4, 0.75, 0.25, 0.5), (one.Windows, one.Found, one.Exact, one.Folded));
        Assert.Equal((2, 1, 0.5, 1), (two.Windows, two.Found, two.Exact, two.Folded));
    }

    private static CameraMotion Motion(int frames, int seed) => new(Width, Height, [Plate], frames, seed);

    private static byte[] Picture()
    {
        var pixels = new byte[Width * Height];
        Array.Fill(pixels, (byte)50);
        for (var y = (int)Plate.Y; y < Plate.Y + Plate.Height; y++)
        {
            pixels.AsSpan((y * Width) + (int)Plate.X, (int)Plate.Width).Fill(200);
        }

        return pixels;
    }

    private static double Mean(VideoFrame frame, PicturePoint center, int reach)
    {
        var values = new List<byte>();
        for (var y = (int)center.Y - reach; y <= (int)center.Y + reach; y++)
        {
            for (var x = (int)center.X - reach; x <= (int)center.X + reach; x++)
            {
                values.Add(frame.Y.Span[(y * frame.Width) + x]);
            }
        }

        return values.Average(value => value);
    }
}
