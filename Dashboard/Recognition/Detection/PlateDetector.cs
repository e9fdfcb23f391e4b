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

    /// <summary>Width of a plate's close view.</summary>
    private const int CloseWidth = 256;

    /// <summary>Height of a plate's close view.</summary>
    private const int CloseHeight = 128;

    /// <summary>How much of a close view's width, or height if it is high, the plate takes up.</summary>
    private const float CloseShare = 0.6f;

    /// <summary>Least score of what counts in a close view, where there is a plate for sure.</summary>
    private const float CloseThreshold = 0.3f;

    /// <summary>A detection in a close view that overlaps the plate less is something else.</summary>
    private const float LeastOverlap = 0.3f;

    private const int CloseBatch = 4;

    private const int MostResamplers = 8;

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
            var placement = new Placement(area.X, area.Y, (float)area.Width / width, (float)area.Height / height);
            Collect(outputs, 0, placement, threshold, scratch.Suppression);
            return Inside(scratch.Suppression.Take(MostPlates), region, luma);
        }
        finally
        {
            _scratches.Add(scratch);
        }
    }

    /// <summary>
    /// Looks at each plate again from close by, because a pixel of the whole frame's small copy is several of the plate's
    /// own, and gives its corners as they are seen there; what is not found again stays as it was.
    /// </summary>
    /// <param name="luma">The picture.</param>
    /// <param name="plates">Where the plates are; changed in place. Scores stay.</param>
    public void Refine(LumaImage luma, Span<DetectedPlate> plates)
    {
        if (!_scratches.TryTake(out var scratch))
        {
            scratch = new Scratch();
        }

        try
        {
            for (var start = 0; start < plates.Length; start += CloseBatch)
            {
                var batch = plates.Slice(start, Math.Min(CloseBatch, plates.Length - start));
                var input = scratch.FillCloseViews(luma, batch);
                using var outputs = _model.Run(input, batch.Length, 1, CloseHeight, CloseWidth);
                for (var i = 0; i < batch.Length; i++)
                {
                    var (x, y, scale) = CloseView(batch[i].Corners);
                    scratch.Suppression.Clear();
                    Collect(outputs, i, new Placement(x, y, scale, scale), CloseThreshold, scratch.Suppression);
                    batch[i] = Again(batch[i], scratch.Suppression.Take(MostPlates));
                }
            }
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

    /// <summary>The part of the picture that a close view shows: its top left, and picture pixels per pixel of the view.</summary>
    private static (float X, float Y, float Scale) CloseView(PlateCorners plate)
    {
        var bounds = plate.Bounds;
        var scale = Math.Max(Math.Max(bounds.Width / CloseWidth, bounds.Height / CloseHeight) / CloseShare, 1e-3f);
        return (bounds.X + ((bounds.Width - (scale * CloseWidth)) / 2), bounds.Y + ((bounds.Height - (scale * CloseHeight)) / 2), scale);
    }

    /// <summary>The plate with the corners of that detection of its close view which covers it best.</summary>
    private static DetectedPlate Again(DetectedPlate plate, IReadOnlyList<DetectedPlate> seen)
    {
        var bounds = plate.Corners.Bounds;
        var (best, corners) = (0f, plate.Corners);
        for (var i = 0; i < seen.Count; i++)
        {
            var overlap = seen[i].Corners.Bounds.Overlap(bounds);
            if (overlap > LeastOverlap && overlap * seen[i].Score > best)
            {
                (best, corners) = (overlap * seen[i].Score, seen[i].Corners);
            }
        }

        return plate with { Corners = corners };
    }

    private void Collect(in OnnxOutputs outputs, int picture, Placement placement, float threshold, PlateSuppression plates)
    {
        var count = outputs.Length(_scores, 1);
        var scores = outputs.Values(_scores).Slice(picture * count, count);
        var corners = outputs.Values(_corners).Slice(picture * count * 8, count * 8);
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] >= threshold)
            {
                plates.Add(new DetectedPlate(placement.Of(corners.Slice(8 * i, 8)), Math.Min(1, scores[i])));
            }
        }
    }

    /// <summary>Where the network's input lies in the picture: its top left, and picture pixels per pixel of the input.</summary>
    private readonly record struct Placement(float X, float Y, float Across, float Down)
    {
        public PlateCorners Of(ReadOnlySpan<float> c) => new(Of(c[0], c[1]), Of(c[2], c[3]), Of(c[4], c[5]), Of(c[6], c[7]));

        private PicturePoint Of(float x, float y) => new(X + (x * Across), Y + (y * Down));
    }

    /// <summary>What one run needs, kept for the next.</summary>
    private sealed class Scratch
    {
        private readonly Dictionary<(int, int, int, int), PlaneResampler> _resamplers = [];
        private byte[] _input = [];
        private byte[] _closeViews = [];

        public PlateSuppression Suppression { get; } = new();

        /// <summary>The area at the network's scale, padded on the right and below.</summary>
        public ReadOnlySpan<byte> Fill(LumaImage luma, PixelArea area, int width, int height, out int inputWidth, out int inputHeight)
        {
            (inputWidth, inputHeight) = ((width + Step - 1) / Step * Step, (height + Step - 1) / Step * Step);
            if (_input.Length < inputWidth * inputHeight)
            {
                _input = GC.AllocateUninitializedArray<byte>(inputWidth * inputHeight, pinned: true);
            }

            var input = _input.AsSpan(0, inputWidth * inputHeight);
            ResamplerOf(area.Width, area.Height, width, height).Resize(luma.Pixels.Span[((area.Y * luma.Stride) + area.X)..], luma.Stride, input, inputWidth);
            for (var y = 0; y < height && width < inputWidth; y++)
            {
                input.Slice((y * inputWidth) + width, inputWidth - width).Fill(Padding);
            }

            input[(height * inputWidth)..].Fill(Padding);
            return input;
        }

        /// <summary>Cameras of different sizes take turns, so the resamplers of a few sizes are kept.</summary>
        private PlaneResampler ResamplerOf(int sourceWidth, int sourceHeight, int width, int height)
        {
            var sizes = (sourceWidth, sourceHeight, width, height);
            if (!_resamplers.TryGetValue(sizes, out var resampler))
            {
                if (_resamplers.Count == MostResamplers)
                {
                    _resamplers.Clear();
                }

                _resamplers[sizes] = resampler = new PlaneResampler(sourceWidth, sourceHeight, width, height, ShrinkFilter.Area);
            }

            return resampler;
        }

        /// <summary>The surroundings of each plate, one view after the other.</summary>
        public ReadOnlySpan<byte> FillCloseViews(LumaImage luma, ReadOnlySpan<DetectedPlate> plates)
        {
            const int size = CloseWidth * CloseHeight;
            if (_closeViews.Length == 0)
            {
                _closeViews = GC.AllocateUninitializedArray<byte>(CloseBatch * size, pinned: true);
            }

            for (var i = 0; i < plates.Length; i++)
            {
                var (x, y, scale) = CloseView(plates[i].Corners);
                PlaneWarp.Rectify(
                    luma.Pixels.Span,
                    luma.Width,
                    luma.Height,
                    luma.Stride,
                    PlateCorners.FromBox(x, y, scale * CloseWidth, scale * CloseHeight),
                    _closeViews.AsSpan(i * size, size),
                    CloseWidth,
                    CloseHeight);
            }

            return _closeViews;
        }
    }
}
