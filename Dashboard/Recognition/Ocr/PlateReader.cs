using System.Collections.Concurrent;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Imaging.Pixels;
using Dashboard.Recognition.Onnx;

namespace Dashboard.Recognition.Ocr;

/// <summary>
/// Reads plates of one or two lines: rectifies each by its corners and lets the network tell, for 36 columns of the upper
/// row and then 36 of the lower, which character is there. May be called from many threads.
/// </summary>
internal sealed class PlateReader : IDisposable
{
    /// <summary>Width of what the network sees of a plate.</summary>
    public const int CropWidth = 144;

    /// <summary>Height of what the network sees of a plate.</summary>
    public const int CropHeight = 48;

    /// <summary>Steps of a plate: the columns of both rows.</summary>
    public const int Steps = 72;

    /// <summary>The most passes over a plate.</summary>
    public const int MaxPasses = 3;

    private const int Batch = 12;

    /// <summary>A plate that is read this surely is not read again.</summary>
    private const double Sure = 0.9;

    /// <summary>Nor is what is read this badly: it is no plate.</summary>
    private const double Illegible = 0.03;

    private const int CropSize = CropWidth * CropHeight;
    private const int Values = Steps * PlateAlphabet.Classes;

    /// <summary>Characters whose logarithm is below this are impossible.</summary>
    private const float MinLogarithm = -14;

    /// <summary>How far each pass reaches beyond the plate, as shares of its width and height; the network was trained with the first.</summary>
    private static readonly (double Across, double Down)[] Margins = [(0.04, 0.08), (0.07, 0.14), (0.01, 0.02)];

    private readonly OnnxModel _model;
    private readonly int _characters;
    private readonly int _region;
    private readonly ConcurrentBag<Scratch> _scratches = [];

    /// <summary>Loads the model and runs it once. Throws <see cref="OnnxException"/> where it is missing, damaged or another one.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="regions">What its second head tells apart.</param>
    public PlateReader(string path, IReadOnlyList<string> regions)
    {
        Regions = regions;
        _model = new OnnxModel(path);
        try
        {
            (_characters, _region) = (_model.OutputIndex("characters"), _model.OutputIndex("region"));
            using var outputs = new OnnxBinding(_model, 1, 1, CropHeight, CropWidth);
            outputs.Run();
            if (outputs.Length(_characters, 1) != Steps || outputs.Length(_characters, 2) != PlateAlphabet.Classes)
            {
                throw new OnnxException(
                    $"The model {path} does not give {Steps} steps of {PlateAlphabet.Classes} characters: it is no plate reader.");
            }

            if (outputs.Length(_region, 1) != regions.Count)
            {
                throw new OnnxException(
                    $"The model {path} tells {outputs.Length(_region, 1)} regions apart, but {ModelFiles.Regions} names {regions.Count}.");
            }
        }
        catch
        {
            _model.Dispose();
            throw;
        }
    }

    /// <summary>What the regions' probabilities stand for.</summary>
    public IReadOnlyList<string> Regions { get; }

    /// <summary>What is written on plates, one read each, in their order; a read without candidates where nothing is legible.</summary>
    /// <param name="luma">The picture.</param>
    /// <param name="passes">
    /// How many times a plate is read, cut a little differently, 1 to <see cref="MaxPasses"/>, where one pass leaves it open.
    /// </param>
    /// <param name="candidates">How many candidates a read has at most.</param>
    /// <param name="ranking">Makes candidates of what is seen.</param>
    public PlateRead[] Read(LumaImage luma, IReadOnlyList<DetectedPlate> plates, int passes, int candidates, CandidateRanking ranking)
    {
        var reads = new PlateRead[plates.Count];
        if (!_scratches.TryTake(out var scratch))
        {
            scratch = new Scratch(_model, Regions.Count);
        }

        try
        {
            for (var start = 0; start < reads.Length; start += Batch)
            {
                ReadBatch(luma, plates, start, passes, candidates, ranking, scratch, reads.AsSpan(start, Math.Min(Batch, reads.Length - start)));
            }
        }
        finally
        {
            _scratches.Add(scratch);
        }

        return reads;
    }

    public void Dispose()
    {
        while (_scratches.TryTake(out var scratch))
        {
            scratch.Dispose();
        }

        _model.Dispose();
    }

    /// <summary>Makes what the network sees of a plate in the first pass.</summary>
    /// <param name="luma">The Y plane.</param>
    /// <param name="crop"><see cref="CropWidth"/> x <see cref="CropHeight"/> bytes.</param>
    public static void Cut(LumaImage luma, PlateCorners corners, Span<byte> crop) => Cut(luma, corners, Margins[0], crop);

    /// <summary>Makes what the network sees of a plate.</summary>
    internal static void Cut(LumaImage luma, PlateCorners corners, (double Across, double Down) margin, Span<byte> crop) => PlaneWarp.Rectify(
        luma.Pixels.Span, luma.Width, luma.Height, luma.Stride, corners, crop, CropWidth, CropHeight, margin.Across, margin.Down);

    private void ReadBatch(
        LumaImage luma,
        IReadOnlyList<DetectedPlate> plates,
        int start,
        int passes,
        int candidates,
        CandidateRanking ranking,
        Scratch scratch,
        Span<PlateRead> reads)
    {
        for (var i = 0; i < reads.Length; i++)
        {
            scratch.Readings[i].Clear();
            scratch.Plates[i] = i;
        }

        var open = reads.Length;
        for (var pass = 0; pass < passes && open > 0; pass++)
        {
            Pass(luma, plates, start, pass, scratch.Plates.AsSpan(0, open), scratch);
            var stillOpen = 0;
            for (var k = 0; k < open; k++)
            {
                var i = scratch.Plates[k];
                var texts = ranking.Rank(scratch.Readings[i], candidates, out var region);
                reads[i] = new PlateRead(plates[start + i].Corners, texts, region);
                if (reads[i].Confidence is >= Illegible and < Sure)
                {
                    scratch.Plates[stillOpen++] = i;
                }
            }

            open = stillOpen;
        }
    }

    /// <summary>Reads some plates of a batch and adds what is seen to their readings.</summary>
    private void Pass(LumaImage luma, IReadOnlyList<DetectedPlate> plates, int start, int pass, ReadOnlySpan<int> batch, Scratch scratch)
    {
        var outputs = scratch.BindingOf(batch.Length);
        for (var k = 0; k < batch.Length; k++)
        {
            Cut(luma, plates[start + batch[k]].Corners, Margins[pass], outputs.Input.Slice(k * CropSize, CropSize));
        }

        outputs.Run();
        var characters = outputs.Output(_characters);
        var regions = outputs.Output(_region);
        for (var k = 0; k < batch.Length; k++)
        {
            var logarithms = characters.Slice(k * Values, Values);
            for (var i = 0; i < Values; i++)
            {
                scratch.Probabilities[i] = logarithms[i] > MinLogarithm ? MathF.Exp(logarithms[i]) : 0;
            }

            scratch.Beam.Decode(scratch.Probabilities);
            scratch.Readings[batch[k]].Add(scratch.Beam, regions.Slice(k * Regions.Count, Regions.Count));
        }
    }

    /// <summary>What one run needs, kept for the next.</summary>
    private sealed class Scratch(OnnxModel model, int regions) : IDisposable
    {
        private readonly OnnxBinding?[] _bindings = new OnnxBinding?[Batch];

        public float[] Probabilities { get; } = new float[Values];

        public PrefixBeam Beam { get; } = new();

        /// <summary>One for each plate of a batch.</summary>
        public PlateReading[] Readings { get; } = [.. Enumerable.Range(0, Batch).Select(_ => new PlateReading(regions))];

        /// <summary>Those plates of the batch that this pass reads, by their place in it.</summary>
        public int[] Plates { get; } = new int[Batch];

        /// <summary>An input of so many crops.</summary>
        public OnnxBinding BindingOf(int crops) => _bindings[crops - 1] ??= new OnnxBinding(model, crops, 1, CropHeight, CropWidth);

        public void Dispose()
        {
            foreach (var binding in _bindings)
            {
                binding?.Dispose();
            }
        }
    }
}
