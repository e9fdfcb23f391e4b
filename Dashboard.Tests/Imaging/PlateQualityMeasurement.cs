using System.Globalization;
using Dashboard.Bench.Accuracy;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Imaging.OpenCv;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using OpenCvSharp;

namespace Dashboard.Tests.Imaging;

/// <summary>
/// From which quality on the reader fails: pictures that it reads, made smaller, blurred, paler, darker and turned step by step. By hand:
/// <c>QUALITY_PICTURES=FOLDER</c> (labelled as for <c>evaluate</c>) with <c>-class Dashboard.Tests.Imaging.PlateQualityMeasurement</c>.
/// </summary>
[Trait("Category", "Thorough")]
public sealed class PlateQualityMeasurement(ITestOutputHelper output)
{
    private const int MaxPictures = 60;
    private const float WorkHeight = 36;
    private readonly FramePool _pool = new();
    private readonly SortedDictionary<string, List<(bool IsRead, PlateQuality Quality)>> _results = new(StringComparer.Ordinal);

    [Fact]
    public void Reader_OfPlatesThatLookWorse_FailsFromAPointOn()
    {
        var folders = Environment.GetEnvironmentVariable("QUALITY_PICTURES");
        Assert.SkipWhen(folders is null, "QUALITY_PICTURES names folders of labelled pictures");
        using var codec = new PictureCodec(_pool);
        using var recognizer = new PlateRecognizer(new RecognitionOptions());
        foreach (var folder in folders!.Split(':'))
        {
            foreach (var picture in LabelledPicture.In(folder).Where(picture => picture.Plates.Count == 1).Take(MaxPictures))
            {
                using var frame = codec.Decode(File.ReadAllBytes(picture.File));
                Measure(recognizer, frame, picture.Plates[0].Text);
            }
        }

        foreach (var (name, results) in _results)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-16} {results.Count,4} plates {results.Average(one => one.IsRead ? 1 : 0):0.000} read; edges {Median(results, quality => quality.EdgeWidth):0.000}, contrast {Median(results, quality => quality.Contrast):0}, burnt {Median(results, quality => quality.BurntShare):0.00}, mean {Median(results, quality => quality.Mean):0}"));
        }

        Assert.NotEmpty(_results);
    }

    private static double Median(List<(bool IsRead, PlateQuality Quality)> results, Func<PlateQuality, double> valueOf) =>
        results.Select(one => valueOf(one.Quality)).Order().ElementAt(results.Count / 2);

    private void Measure(PlateRecognizer recognizer, VideoFrame frame, string text)
    {
        if (recognizer.Recognize(LumaImage.FromFrame(frame)).FirstOrDefault(read => read.Text == text) is not { } read
            || read.Corners.Height < WorkHeight)
        {
            return;
        }

        foreach (var height in new[] { 36, 30, 25, 22, 20, 18, 16, 14, 12, 10 })
        {
            Try(recognizer, frame, read.Corners, text, $"height {height:00}", height, _ => { });
        }

        foreach (var blur in new[] { 1, 3, 5, 7, 9, 11, 13, 15 })
        {
            Try(recognizer, frame, read.Corners, text, $"smear across {blur:00}", WorkHeight, luma => Cv2.Blur(luma, luma, new Size(blur, 1)));
            Try(recognizer, frame, read.Corners, text, $"smear down {blur:00}", WorkHeight, luma => Cv2.Blur(luma, luma, new Size(1, blur)));
        }

        foreach (var share in new[] { 1, .5, .35, .25, .18, .12, .08, .05 })
        {
            Try(recognizer, frame, read.Corners, text, $"pale {share:0.00}", WorkHeight, luma => Noisy(luma, share, 262 * (1 - share)));
            Try(recognizer, frame, read.Corners, text, $"dark {share:0.00}", WorkHeight, luma => Noisy(luma, share, 0));
        }

        foreach (var angle in new[] { 0, 5, 10, 15, 20, 25, 30, 35, 40 })
        {
            Try(recognizer, frame, read.Corners, text, $"turned {angle:00}", WorkHeight, luma => Warp(luma, Math.Cos, Math.Sin, angle));
            Try(recognizer, frame, read.Corners, text, $"leaning {angle:00}", WorkHeight, luma => Warp(luma, _ => 1, Math.Tan, angle));
        }
    }

    private void Try(
        PlateRecognizer recognizer, VideoFrame frame, PlateCorners corners, string text, string name, float height, Action<Mat> spoil)
    {
        // Around the plate alone, so that turning keeps it inside.
        var scale = height / corners.Height;
        using var small = _pool.Rent((int)(frame.Width * scale) & ~1, (int)(frame.Height * scale) & ~1);
        Planes.Resize(frame, small);
        using (var luma = Planes.Header(small.Y.Span, small.Width, small.Height))
        {
            spoil(luma);
        }

        var reads = recognizer.Recognize(LumaImage.FromFrame(small));
        var read = reads.FirstOrDefault(one => one.Text == text);
        var place = read?.Corners ?? Scaled(corners, scale);
        if (PlateQuality.Measure(LumaImage.FromFrame(small), place) is { } quality)
        {
            if (!_results.TryGetValue(name, out var results))
            {
                _results[name] = results = [];
            }

            results.Add((read is not null, quality));
        }
    }

    private static PlateCorners Scaled(PlateCorners corners, float scale)
    {
        return new PlateCorners(At(corners.TopLeft), At(corners.TopRight), At(corners.BottomRight), At(corners.BottomLeft));

        PicturePoint At(PicturePoint point) => new(point.X * scale, point.Y * scale);
    }

    private static void Noisy(Mat luma, double share, double offset)
    {
        using var noise = new Mat(luma.Size(), MatType.CV_8SC1);
        Cv2.Randn(noise, Scalar.All(0), Scalar.All(3));
        luma.ConvertTo(luma, MatType.CV_8UC1, share, offset);
        Cv2.Add(luma, noise, luma, null, MatType.CV_8U);
    }

    private static void Warp(Mat luma, Func<double, double> along, Func<double, double> across, double degrees)
    {
        var angle = degrees * Math.PI / 180;
        var (a, b) = (along(angle), across(angle));
        var isTurn = a < 1;
        float x = luma.Width / 2f, y = luma.Height / 2f;
        using var map = new Mat(2, 3, MatType.CV_32FC1);
        map.Set(0, 0, (float)a);
        map.Set(0, 1, (float)b);
        map.Set(0, 2, (float)(x - (a * x) - (b * y)));
        map.Set(1, 0, isTurn ? (float)-b : 0f);
        map.Set(1, 1, (float)a);
        map.Set(1, 2, isTurn ? (float)(y + (b * x) - (a * y)) : 0f);
        using var source = luma.Clone();
        Cv2.WarpAffine(source, luma, map, luma.Size(), InterpolationFlags.Linear, BorderTypes.Replicate);
    }
}
