using System.Collections.Concurrent;
using Dashboard.Domain.Recognition;
using Dashboard.Recognition.Imaging;
using Dashboard.Recognition.Onnx;

namespace Dashboard.Recognition.Ocr;

/// <summary>Reads lines of text with PP-OCRv4's recognition model. May be called from many threads.</summary>
public sealed class LineReader : IDisposable
{
    /// <summary>The network's height; letters should fill most of it.</summary>
    public const int Height = 48;

    /// <summary>Lines that would be wider are squeezed: no plate is.</summary>
    public const int MaximumWidth = 480;

    private const int MinimumWidth = 64;
    private const int WidthStep = 16;
    private const int Batch = 8;
    private readonly OnnxModel _model = new(ModelFiles.PathOf(ModelFiles.TextReading));
    private readonly (int Source, int Target)[] _classes;
    private readonly int[] _marks;
    private readonly ConcurrentBag<Scratch> _scratches = [];

    /// <summary>Loads the model.</summary>
    public LineReader()
    {
        var lines = File.ReadAllLines(ModelFiles.PathOf(ModelFiles.TextCharacters));
        (_classes, _marks) = (ReadClasses(lines), ReadMarks(lines));
    }

    /// <summary>What is written in each quadrangle, in their order.</summary>
    public CharacterScores[] Read(LumaImage luma, IReadOnlyList<PlateCorners> lines)
    {
        var results = new CharacterScores[lines.Count];
        if (!_scratches.TryTake(out var scratch))
        {
            scratch = new Scratch();
        }

        try
        {
            // Lines of like width share a batch, because the widest one sets the cost of all.
            var order = Enumerable.Range(0, lines.Count).OrderBy(i => WidthOf(lines[i])).ToArray();
            for (var start = 0; start < order.Length;)
            {
                var end = start + 1;
                while (end < order.Length && end - start < Batch && WidthOf(lines[order[end]]) <= WidthOf(lines[order[start]]) * 1.25)
                {
                    end++;
                }

                ReadBatch(luma, lines, order.AsSpan(start, end - start), scratch, results);
                start = end;
            }
        }
        finally
        {
            _scratches.Add(scratch);
        }

        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private static int WidthOf(PlateCorners line)
    {
        var width = (int)MathF.Ceiling(Height * line.Width / Math.Max(1, line.Height));
        return (Math.Clamp(width, MinimumWidth, MaximumWidth) + WidthStep - 1) / WidthStep * WidthStep;
    }

    private void ReadBatch(LumaImage luma, IReadOnlyList<PlateCorners> lines, ReadOnlySpan<int> batch, Scratch scratch, CharacterScores[] results)
    {
        var width = WidthOf(lines[batch[^1]]);
        var plane = Height * width;
        if (scratch.Input.Length < batch.Length * 3 * plane)
        {
            scratch.Input = GC.AllocateUninitializedArray<float>(batch.Length * 3 * plane);
        }

        for (var i = 0; i < batch.Length; i++)
        {
            var input = scratch.Input.AsSpan(i * 3 * plane, 3 * plane);
            Fill(luma, lines[batch[i]], WidthOf(lines[batch[i]]), width, scratch.Crop, input[..plane]);
            input[..plane].CopyTo(input[plane..]);
            input[..plane].CopyTo(input[(2 * plane)..]);
        }

        using var output = _model.Run<float>(scratch.Input, batch.Length, 3, Height, width);
        int steps = output.Length(0, 1), classes = output.Length(0, 2);
        for (var i = 0; i < batch.Length; i++)
        {
            results[batch[i]] = Fold(output.Values(0).Slice(i * steps * classes, steps * classes), steps, classes);
        }
    }

    /// <summary>One grey line, -1 to 1; what is right of it stays 0, as in the model's training.</summary>
    private static void Fill(LumaImage luma, PlateCorners line, int width, int paddedWidth, byte[] crop, Span<float> target)
    {
        PlaneWarp.Rectify(luma.Pixels.Span, luma.Width, luma.Height, luma.Stride, line, crop, width, Height);
        target.Clear();
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                target[(y * paddedWidth) + x] = (crop[(y * width) + x] / 127.5f) - 1;
            }
        }
    }

    /// <summary>Sums the model's thousands of classes into those of plates; everything no plate has counts as a gap.</summary>
    private CharacterScores Fold(ReadOnlySpan<float> values, int steps, int classes)
    {
        var folded = new float[steps * PlateAlphabet.Classes];
        var (marks, wasMark) = (0, false);
        for (var t = 0; t < steps; t++)
        {
            var from = values.Slice(t * classes, classes);
            var to = folded.AsSpan(t * PlateAlphabet.Classes, PlateAlphabet.Classes);
            var characters = 0f;
            foreach (var (source, target) in _classes)
            {
                to[target] += from[source];
                characters += from[source];
            }

            to[PlateAlphabet.Blank] = Math.Max(0, 1 - characters);
            var isMark = false;
            foreach (var mark in _marks)
            {
                isMark |= from[mark] > 0.5f;
            }

            marks += isMark && !wasMark ? 1 : 0;
            wasMark = isMark;
        }

        return new CharacterScores(folded, steps, marks);
    }

    /// <summary>The model's classes that are characters of plates. Its class 0 is the gap, then come the lines of the file.</summary>
    private static (int Source, int Target)[] ReadClasses(string[] lines) =>
        [.. lines
            .Select((line, index) => (Source: index + 1, Target: line.Length == 1 ? PlateAlphabet.ClassOf(line[0]) : PlateAlphabet.Blank))
            .Where(pair => pair.Target != PlateAlphabet.Blank)];

    private static int[] ReadMarks(string[] lines) =>
        [.. lines.Select((line, index) => (Line: line, Source: index + 1)).Where(pair => pair.Line is ":" or "/" or "@" or "：").Select(pair => pair.Source)];

    /// <summary>What one call needs, kept for the next.</summary>
    private sealed class Scratch
    {
        public float[] Input { get; set; } = [];

        public byte[] Crop { get; } = new byte[Height * MaximumWidth];
    }
}
