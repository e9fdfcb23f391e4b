using Dashboard.Imaging;
using Dashboard.Imaging.Pixels;
using Dashboard.Pipeline;

namespace Dashboard.Bench.Voting;

/// <summary>
/// The frames that a moving camera takes of a still picture: smaller, warped, blurred by the motion, with the sensor's noise
/// and the marks of compression. Luma only; the same seed gives the same frames.
/// </summary>
internal sealed class MotionFrames(FramePool pool, PictureCodec codec)
{
    private const int NoiseSamples = 1 << 14;
    private const int KeyFrames = 5;

    /// <summary>Makes the frames, each the taker's to dispose.</summary>
    /// <param name="luma">The picture's Y plane; it must last until the last frame is taken.</param>
    /// <param name="motion">The camera's path.</param>
    /// <param name="seed">Of noise and light.</param>
    public IEnumerable<VideoFrame> Make(LumaImage luma, CameraMotion motion, int seed)
    {
        var random = new Random(seed);
        var noise = Noise(random, 2 + (3 * random.NextDouble()));
        var quality = random.Next(35, 60);
        for (var i = 0; i < motion.Poses.Count; i++)
        {
            using var clean = pool.Rent(motion.Width, motion.Height);
            clean.Data.Span.Fill(128);
            Expose(luma, motion, motion.Poses[i], clean.Y.Span);
            Disturb(clean.Y.Span, noise, random);

            // Video spends more on key frames than on those between.
            yield return codec.Decode(codec.Encode(clean, i % KeyFrames == 0 ? quality + 15 : quality - random.Next(10)));
        }
    }

    /// <summary>The mean of what the camera sees during its exposure: a moment for each pixel of the way.</summary>
    private static void Expose(LumaImage luma, CameraMotion motion, CameraPose pose, Span<byte> target)
    {
        var moments = 1 + (int)Math.Ceiling(Math.Sqrt((pose.BlurX * pose.BlurX) + (pose.BlurY * pose.BlurY)));
        var sums = new int[target.Length];
        var view = new byte[target.Length];
        for (var moment = 0; moment < moments; moment++)
        {
            var corners = motion.View(pose, ((moment + 0.5) / moments) - 0.5);
            PlaneWarp.Rectify(luma.Pixels.Span, luma.Width, luma.Height, luma.Stride, corners, view, motion.Width, motion.Height);
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += view[i];
            }
        }

        for (var i = 0; i < sums.Length; i++)
        {
            target[i] = (byte)((sums[i] + (moments / 2)) / moments);
        }
    }

    /// <summary>Light that is not quite steady, and noise.</summary>
    private static void Disturb(Span<byte> pixels, float[] noise, Random random)
    {
        var gain = 1 + (0.06f * ((2 * random.NextSingle()) - 1));
        var offset = 6 * ((2 * random.NextSingle()) - 1);
        var at = random.Next(NoiseSamples);
        for (var i = 0; i < pixels.Length; i++)
        {
            if (i % NoiseSamples == 0)
            {
                at = random.Next(NoiseSamples);
            }

            pixels[i] = (byte)Math.Clamp((pixels[i] * gain) + offset + noise[(at + i) % NoiseSamples] + 0.5f, 0, 255);
        }
    }

    /// <summary>Normally distributed samples; see G. Box and M. Muller, 1958.</summary>
    private static float[] Noise(Random random, double deviation)
    {
        var noise = new float[NoiseSamples];
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return noise;
    }
}
