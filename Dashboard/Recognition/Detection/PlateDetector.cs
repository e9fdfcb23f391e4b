using System.Collections.Concurrent;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Imaging.OpenCv;
using Dashboard.Imaging.Pixels;
using Dashboard.Recognition.Onnx;

namespace Dashboard.Recognition.Detection;

/// <summary>Finds plates in a grey picture by their four corners. May be called from many threads.</summary>
internal sealed class PlateDetector : IDisposable
{
    /// <summary>Sides of the network's input are multiples of this.</summary>
    public const int Step = 32;

    /// <summary>More plates than this are not in a picture.</summary>
    public const int MaxPlates = 100;

    /// <summary>What surrounds the picture in the network's input: the grey it was trained with.</summary>
    private const byte Padding = 114;

    /// <summary>Width of a plate's zoom crop.</summary>
    private const int ZoomWidth = 256;

    /// <summary>Height of a plate's zoom crop.</summary>
    private const int ZoomHeight = 128;

    /// <summary>How much of a zoom crop's width, or height if it is high, the plate takes up.</summary>
    private const float ZoomShare = 0.6f;

    /// <summary>The score from which a detection counts in a zoom crop, where there is a plate for sure.</summary>
    private const float ZoomThreshold = 0.3f;

    /// <summary>A detection in a zoom crop that overlaps the plate less is something else.</summary>
    private const float MinOverlap = 0.3f;

    private const int ZoomBatch = 4;

    private const int MaxResamplers = 8;

    /// <summary>Inputs of further sizes are not kept beside more than this, a thread.</summary>
    private const int MaxBindingBytes = 16 << 20;

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
            using var outputs = new OnnxBinding(_model, 1, 1, Step, Step);
            outputs.Run();
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
    /// <param name="regionOfInterest">Plates whose middle is outside are left out, and what is outside is not looked at; null: everywhere.</param>
    /// <param name="side">Longer side of what the network sees; more finds smaller plates, time grows with its square.</param>
    /// <param name="maxUpscale">The most a small picture is enlarged.</param>
    /// <param name="threshold">Least score, 0 to 1.</param>
    public IReadOnlyList<DetectedPlate> Find(LumaImage luma, RegionOfInterest? regionOfInterest, int side, double maxUpscale, float threshold)
    {
        var area = PixelArea.FromRegionOfInterest(regionOfInterest, luma.Width, luma.Height);
        var scale = Math.Min(maxUpscale, (double)side / Math.Max(area.Width, area.Height));
        int width = Math.Max(1, (int)Math.Round(area.Width * scale)), height = Math.Max(1, (int)Math.Round(area.Height * scale));
        if (!_scratches.TryTake(out var scratch))
        {
            scratch = new Scratch(_model);
        }

        try
        {
            var outputs = scratch.Fill(luma, area, width, height);
            outputs.Run();
            scratch.Suppression.Clear();
            var placement = new Placement(area.X, area.Y, (float)area.Width / width, (float)area.Height / height);
            Collect(outputs, 0, placement, threshold, scratch.Suppression);
            return Inside(scratch.Suppression.Take(MaxPlates), regionOfInterest, luma);
        }
        finally
        {
            _scratches.Add(scratch);
        }
    }

    /// <summary>
    /// Looks for the corners of each plate again in a zoom crop, because a pixel of the whole frame's small copy is several of the plate's
    /// own, and gives its corners as they are seen there; what is not found again stays as it was.
    /// </summary>
    /// <param name="luma">The picture.</param>
    /// <param name="plates">Where the plates are; changed in place. Scores stay.</param>
    public void Refine(LumaImage luma, Span<DetectedPlate> plates)
    {
        if (!_scratches.TryTake(out var scratch))
        {
            scratch = new Scratch(_model);
        }

        try
        {
            for (var start = 0; start < plates.Length; start += ZoomBatch)
            {
                var batch = plates.Slice(start, Math.Min(ZoomBatch, plates.Length - start));
                var outputs = scratch.FillZoomCrops(luma, batch);
                outputs.Run();
                for (var i = 0; i < batch.Length; i++)
                {
                    var (x, y, scale) = ZoomCrop(batch[i].Corners);
                    scratch.Suppression.Clear();
                    Collect(outputs, i, new Placement(x, y, scale, scale), ZoomThreshold, scratch.Suppression);
                    batch[i] = Again(batch[i], scratch.Suppression.Take(MaxPlates));
                }
            }
        }
        finally
        {
            _scratches.Add(scratch);
        }
    }

    public void Dispose()
    {
        while (_scratches.TryTake(out var scratch))
        {
            scratch.Dispose();
        }

        _model.Dispose();
    }

    private static IReadOnlyList<DetectedPlate> Inside(IReadOnlyList<DetectedPlate> plates, RegionOfInterest? regionOfInterest, LumaImage luma)
    {
        if (regionOfInterest is null || plates.Count == 0)
        {
            return plates;
        }

        var inside = new List<DetectedPlate>(plates.Count);
        foreach (var plate in plates)
        {
            var center = plate.Corners.Center;
            if (regionOfInterest.Contains(new PicturePoint(center.X / luma.Width, center.Y / luma.Height)))
            {
                inside.Add(plate);
            }
        }

        return inside;
    }

    /// <summary>The part of the picture that a zoom crop shows: its top left, and picture pixels per pixel of the view.</summary>
    private static (float X, float Y, float Scale) ZoomCrop(PlateCorners plate)
    {
        var bounds = plate.Bounds;
        var scale = Math.Max(Math.Max(bounds.Width / ZoomWidth, bounds.Height / ZoomHeight) / ZoomShare, 1e-3f);
        return (bounds.X + ((bounds.Width - (scale * ZoomWidth)) / 2), bounds.Y + ((bounds.Height - (scale * ZoomHeight)) / 2), scale);
    }

    /// <summary>The plate with the corners of that detection of its zoom crop which covers it best.</summary>
    private static DetectedPlate Again(DetectedPlate plate, IReadOnlyList<DetectedPlate> seen)
    {
        var bounds = plate.Corners.Bounds;
        var (best, corners) = (0f, plate.Corners);
        for (var i = 0; i < seen.Count; i++)
        {
            var overlap = seen[i].Corners.Bounds.Overlap(bounds);
            if (overlap > MinOverlap && overlap * seen[i].Score > best)
            {
                (best, corners) = (overlap * seen[i].Score, seen[i].Corners);
            }
        }

        return plate with { Corners = corners };
    }

    private void Collect(OnnxBinding outputs, int picture, Placement placement, float threshold, PlateSuppression plates)
    {
        var count = outputs.Length(_scores, 1);
        var scores = outputs.Output(_scores).Slice(picture * count, count);
        var corners = outputs.Output(_corners).Slice(picture * count * 8, count * 8);
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] >= threshold)
            {
                plates.Add(new DetectedPlate(placement.ToPicture(corners.Slice(8 * i, 8)), Math.Min(1, scores[i])));
            }
        }
    }

    /// <summary>Where the network's input lies in the picture: its top left, and picture pixels per pixel of the input.</summary>
    private readonly record struct Placement(float X, float Y, float Across, float Down)
    {
        public PlateCorners ToPicture(ReadOnlySpan<float> c) =>
            new(ToPicture(c[0], c[1]), ToPicture(c[2], c[3]), ToPicture(c[4], c[5]), ToPicture(c[6], c[7]));

        private PicturePoint ToPicture(float x, float y) => new(X + (x * Across), Y + (y * Down));
    }

    /// <summary>What one run needs, kept for the next.</summary>
    private sealed class Scratch(OnnxModel model) : IDisposable
    {
        private readonly Dictionary<(int, int), OnnxBinding> _bindings = [];
        private readonly Dictionary<(int, int, int, int), PlaneResampler> _resamplers = [];
        private readonly PlaneEnlarger _enlarger = new();
        private readonly OnnxBinding?[] _zoomCrops = new OnnxBinding?[ZoomBatch];

        public PlateSuppression Suppression { get; } = new();

        /// <summary>An input that holds the area at the network's scale, padded on the right and below.</summary>
        public OnnxBinding Fill(LumaImage luma, PixelArea area, int width, int height)
        {
            var inputWidth = (width + Step - 1) / Step * Step;
            var binding = BindingOf(inputWidth, (height + Step - 1) / Step * Step);
            var input = binding.Input;
            var pixels = luma.Pixels.Span[((area.Y * luma.Stride) + area.X)..];
            if (width > area.Width || height > area.Height)
            {
                _enlarger.Resize(pixels, luma.Stride, (area.Width, area.Height), input, inputWidth, (width, height));
            }
            else
            {
                ResamplerOf(area.Width, area.Height, width, height).Resize(pixels, luma.Stride, input, inputWidth);
            }

            for (var y = 0; y < height && width < inputWidth; y++)
            {
                input.Slice((y * inputWidth) + width, inputWidth - width).Fill(Padding);
            }

            input[(height * inputWidth)..].Fill(Padding);
            return binding;
        }

        /// <summary>An input that holds the surroundings of each plate, one crop after the other.</summary>
        public OnnxBinding FillZoomCrops(LumaImage luma, ReadOnlySpan<DetectedPlate> plates)
        {
            const int size = ZoomWidth * ZoomHeight;
            var binding = _zoomCrops[plates.Length - 1] ??= new OnnxBinding(model, plates.Length, 1, ZoomHeight, ZoomWidth);
            for (var i = 0; i < plates.Length; i++)
            {
                var (x, y, scale) = ZoomCrop(plates[i].Corners);
                PlaneWarp.Rectify(
                    luma.Pixels.Span,
                    luma.Width,
                    luma.Height,
                    luma.Stride,
                    PlateCorners.FromBox(x, y, scale * ZoomWidth, scale * ZoomHeight),
                    binding.Input.Slice(i * size, size),
                    ZoomWidth,
                    ZoomHeight);
            }

            return binding;
        }

        public void Dispose()
        {
            Forget();
            _enlarger.Dispose();
            foreach (var binding in _zoomCrops)
            {
                binding?.Dispose();
            }
        }

        /// <summary>Cameras of different sizes take turns, so the bindings of a few sizes are kept.</summary>
        private OnnxBinding BindingOf(int width, int height)
        {
            if (!_bindings.TryGetValue((width, height), out var binding))
            {
                if (_bindings.Values.Sum(kept => kept.Bytes) > MaxBindingBytes)
                {
                    Forget();
                }

                _bindings[(width, height)] = binding = new OnnxBinding(model, 1, 1, height, width);
            }

            return binding;
        }

        private void Forget()
        {
            foreach (var binding in _bindings.Values)
            {
                binding.Dispose();
            }

            _bindings.Clear();
        }

        private PlaneResampler ResamplerOf(int sourceWidth, int sourceHeight, int width, int height)
        {
            var sizes = (sourceWidth, sourceHeight, width, height);
            if (!_resamplers.TryGetValue(sizes, out var resampler))
            {
                if (_resamplers.Count == MaxResamplers)
                {
                    _resamplers.Clear();
                }

                _resamplers[sizes] = resampler = new PlaneResampler(sourceWidth, sourceHeight, width, height);
            }

            return resampler;
        }
    }
}
