using System.Collections.Concurrent;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Recognition.Imaging;
using Dashboard.Recognition.Onnx;

namespace Dashboard.Recognition.Detection;

/// <summary>Finds plates in a grey picture by their four corners. May be called from many threads.</summary>
public sealed class PlateDetector : IDisposable
{
    /// <summary>Sides of the network's input are multiples of this.</summary>
    public const int Step = 32;

    /// <summary>More plates than this are not in a picture.</summary>
    public const int MostPlates = 100;

    /// <summary>What surrounds the picture in the network's input: the grey it was trained with.</summary>
    private const byte Padding = 114;

    private readonly OnnxModel _model;
    private readonly int _scores;
    private readonly int _corners;
    private readonly ConcurrentBag<Scratch> _scratches = [];

    /// <summary>Loads the model and runs it once. Throws <see cref="OnnxException"/> where it is missing, damaged or another one.</summary>
    /// <param name="path">The .onnx file.</param>
    public PlateDetector(string path)
    {
        _model = new OnnxModel(path);
        try
        {
            (_scores, _corners) = (_model.OutputIndex("scores"), _model.OutputIndex("corners"));
            using var outputs = _model.Run<byte>(new byte[Step * Step], 1, 1, Step, Step);
            if (outputs.Length(_scores, 1) < 1 || outputs.Length(_corners, 1) != outputs.Length(_scores, 1) || outputs.Length(_corners, 2) != 8)
            {
                throw new OnnxException($"The model {path} gives no scores with eight coordinates each: it is no plate detector.");
            }
        }
        catch
        {
            _model.Dispose();
            throw;
        }
    }

    /// <summary>The plates of a picture, surest first, in pixels of the picture.</summary>
    /// <param name="luma">The picture.</param>
    /// <param name="region">Plates whose middle is outside are left out, and what is outside is not looked at; null: everywhere.</param>
    /// <param name="side">Longer side of what the network sees; more finds smaller plates, time grows with its square.</param>
    /// <param name="maximumEnlargement">The most a small picture is enlarged.</param>
    /// <param name="threshold">Least score, 0 to 1.</param>
    public IReadOnlyList<DetectedPlate> Find(LumaImage luma, RegionOfInterest? region, int side, double maximumEnlargement, float threshold)
    {
        var area = PixelArea.Of(region, luma.Width, luma.Height);
        var scale = Math.Min(maximumEnlargement, (double)side / Math.Max(area.Width, area.Height));
        int width = Math.Max(1, (int)Math.Round(area.Width * scale)), height = Math.Max(1, (int)Math.Round(area.Height * scale));
        if (!_scratches.TryTake(out var scratch))
        {
            scratch = new Scratch();
        }

        try
        {
            var input = scratch.Fill(luma, area, width, height, out var inputWidth, out var inputHeight);
            using var outputs = _model.Run(input, 1, 1, inputHeight, inputWidth);
            scratch.Suppression.Clear();
            Collect(outputs, area, (float)area.Width / width, (float)area.Height / height, threshold, scratch.Suppression);
            return Inside(scratch.Suppression.Take(MostPlates), region, luma);
        }
        finally
        {
            _scratches.Add(scratch);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private static IReadOnlyList<DetectedPlate> Inside(IReadOnlyList<DetectedPlate> plates, RegionOfInterest? region, LumaImage luma)
    {
        if (region is null || plates.Count == 0)
        {
            return plates;
        }

        var inside = new List<DetectedPlate>(plates.Count);
        foreach (var plate in plates)
        {
            var center = plate.Corners.Center;
            if (region.Contains(new PicturePoint(center.X / luma.Width, center.Y / luma.Height)))
            {
                inside.Add(plate);
            }
        }

        return inside;
    }

    private void Collect(in OnnxOutputs outputs, PixelArea area, float across, float down, float threshold, PlateSuppression plates)
    {
        var scores = outputs.Values(_scores);
        var corners = outputs.Values(_corners);
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] >= threshold)
            {
                var c = corners.Slice(8 * i, 8);
                plates.Add(new DetectedPlate(
                    new PlateCorners(Place(c[0], c[1]), Place(c[2], c[3]), Place(c[4], c[5]), Place(c[6], c[7])), Math.Min(1, scores[i])));
            }
        }

        PicturePoint Place(float x, float y) => new(area.X + (x * across), area.Y + (y * down));
    }

    /// <summary>What one run needs, kept for the next.</summary>
    private sealed class Scratch
    {
        private (int, int, int, int) _sizes;
        private PlaneResampler? _resampler;
        private byte[] _input = [];

        public PlateSuppression Suppression { get; } = new();

        /// <summary>The area at the network's scale, padded on the right and below.</summary>
        public ReadOnlySpan<byte> Fill(LumaImage luma, PixelArea area, int width, int height, out int inputWidth, out int inputHeight)
        {
            (inputWidth, inputHeight) = ((width + Step - 1) / Step * Step, (height + Step - 1) / Step * Step);
            if (_input.Length < inputWidth * inputHeight)
            {
                _input = GC.AllocateUninitializedArray<byte>(inputWidth * inputHeight, pinned: true);
            }

            if (_resampler is null || _sizes != (area.Width, area.Height, width, height))
            {
                _sizes = (area.Width, area.Height, width, height);
                _resampler = new PlaneResampler(area.Width, area.Height, width, height, ShrinkFilter.Area);
            }

            var input = _input.AsSpan(0, inputWidth * inputHeight);
            _resampler.Resize(luma.Pixels.Span[((area.Y * luma.Stride) + area.X)..], luma.Stride, input, inputWidth);
            for (var y = 0; y < height && width < inputWidth; y++)
            {
                input.Slice((y * inputWidth) + width, inputWidth - width).Fill(Padding);
            }

            input[(height * inputWidth)..].Fill(Padding);
            return input;
        }
    }
}
