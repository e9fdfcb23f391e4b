using System.Collections.Concurrent;
using Dashboard.Domain.Recognition;
using Dashboard.Recognition.Imaging;
using Dashboard.Recognition.Onnx;

namespace Dashboard.Recognition.Detection;

/// <summary>Finds lines of text in a grey picture with PP-OCRv4's detection model. May be called from many threads.</summary>
public sealed class TextDetector : IDisposable
{
    /// <summary>Sides of the network's input are multiples of this.</summary>
    private const int Step = 32;

    /// <summary>The model was trained on these means and deviations of the three colours, which get the same grey here.</summary>
    private static readonly float[] Means = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Deviations = [0.229f, 0.224f, 0.225f];
    private readonly OnnxModel _model = new(ModelFiles.PathOf(ModelFiles.TextDetection));
    private readonly ConcurrentBag<Scratch> _scratches = [];

    /// <summary>Lines of text in a part of a picture, in pixels of the whole picture.</summary>
    /// <param name="luma">The picture.</param>
    /// <param name="area">The part that is looked at.</param>
    /// <param name="side">Longer side of the network's input; more finds smaller text and takes longer.</param>
    /// <param name="maximumScale">The most the part is enlarged.</param>
    public IReadOnlyList<TextBox> Find(LumaImage luma, PixelArea area, int side, float maximumScale)
    {
        var scale = Math.Min(maximumScale, (float)side / Math.Max(area.Width, area.Height));
        int width = Round(area.Width * scale), height = Round(area.Height * scale);
        if (!_scratches.TryTake(out var scratch))
        {
            scratch = new Scratch();
        }

        try
        {
            Fill(luma, area, width, height, scratch);
            using var output = _model.Run<float>(scratch.Input, 1, 3, height, width);
            scratch.Regions.Find(output.Values(0), width, height, scratch.Boxes);
            float across = (float)area.Width / width, down = (float)area.Height / height;
            var found = new TextBox[scratch.Boxes.Count];
            for (var i = 0; i < found.Length; i++)
            {
                var box = scratch.Boxes[i];
                var c = box.Corners;
                found[i] = box with
                {
                    Corners = new PlateCorners(Place(c.TopLeft), Place(c.TopRight), Place(c.BottomRight), Place(c.BottomLeft)),
                };
            }

            return found;

            PicturePoint Place(PicturePoint point) => new(area.X + (point.X * across), area.Y + (point.Y * down));
        }
        finally
        {
            _scratches.Add(scratch);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private static int Round(float length) => Math.Max(Step, (int)MathF.Round(length / Step) * Step);

    private static void Fill(LumaImage luma, PixelArea area, int width, int height, Scratch scratch)
    {
        var plane = width * height;
        if (scratch.Input.Length < 3 * plane)
        {
            scratch.Input = GC.AllocateUninitializedArray<float>(3 * plane);
        }

        if (scratch.Row.Length < width)
        {
            scratch.Row = new float[width];
        }

        var resampler = scratch.Resampler(area.Width, area.Height, width, height);
        var source = luma.Pixels.Span[((area.Y * luma.Stride) + area.X)..];
        for (var y = 0; y < height; y++)
        {
            var row = scratch.Row.AsSpan(0, width);
            resampler.Row(source, luma.Stride, y, row);
            for (var channel = 0; channel < 3; channel++)
            {
                var to = scratch.Input.AsSpan((channel * plane) + (y * width), width);
                LumaRows.Normalize(row, 1 / (255 * Deviations[channel]), -Means[channel] / Deviations[channel], to);
            }
        }
    }

    /// <summary>What one run needs, kept for the next.</summary>
    private sealed class Scratch
    {
        private (int, int, int, int) _sizes;
        private PlaneResampler? _resampler;

        public float[] Input { get; set; } = [];

        public float[] Row { get; set; } = [];

        public TextRegions Regions { get; } = new();

        public List<TextBox> Boxes { get; } = [];

        public PlaneResampler Resampler(int fromWidth, int fromHeight, int width, int height)
        {
            if (_resampler is null || _sizes != (fromWidth, fromHeight, width, height))
            {
                _sizes = (fromWidth, fromHeight, width, height);
                _resampler = new PlaneResampler(fromWidth, fromHeight, width, height);
            }

            return _resampler;
        }
    }
}
