using System.Numerics;
using System.Runtime.InteropServices;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;

namespace Dashboard.Recognition.FrameSelection;

/// <summary>
/// Tells whether a camera's picture shows anything that the frame that was processed last did not show. Because it is
/// compared with that one and not with the frame before, nothing can creep: what moves slowly adds up until it counts.
/// One gate a camera; not thread-safe; allocates only when the picture's size changes.
/// </summary>
/// <remarks>
/// Some 270 pairs of rows' halves, spread over the picture, are compared in cells (<see cref="CellDifferences"/>). A cell
/// has changed where its pattern changed by more than the threshold, or than 2.5 times what a quarter of the cells do not
/// exceed in this very frame: noise and compression are everywhere, what moves is somewhere.
/// </remarks>
/// <param name="threshold">Smallest change of a cell's pattern, in grey levels.</param>
internal sealed class MotionGate(double threshold)
{
    /// <summary>Sampled rows of a picture, about: the flattest plate that can be read meets one.</summary>
    private const int Rows = 270;

    /// <summary>Above this many grey levels the threshold does not rise, however noisy the whole picture is.</summary>
    private const int MaxNoise = 20;

    /// <summary>A cell that became so much brighter or darker as a whole has changed too; less is the light.</summary>
    private const int MinShift = 24;

    private readonly int _minThreshold = (int)Math.Round(threshold * CellDifferences.StepsPerLevel);
    private readonly int[] _histogram = new int[256];
    private (RegionOfInterest? RegionOfInterest, int Width, int Height) _areaOf;
    private PixelArea _area;
    private (int Width, int Height, PixelArea Area) _picture;
    private RegionOfInterest? _regionOfInterest;
    private bool[] _outside = [];
    private int _step = 1;
    private int _rows;
    private int _columns;
    private bool _hasReference;
    private byte[] _reference = [];
    private byte[] _patterns = [];
    private byte[] _shifts = [];
    private BackgroundNoiseModel _noise = new(0, 1);

    /// <summary>Cells in which something changed in the last frame.</summary>
    public int ChangedCells { get; private set; }

    /// <summary>Whether anything in a region is not as it was in the frame that was remembered last; true where there is none.</summary>
    /// <param name="luma">The frame.</param>
    /// <param name="regionOfInterest">Where plates are looked for; null: everywhere.</param>
    /// <param name="at">When it was captured.</param>
    public bool DetectsMotion(LumaImage luma, RegionOfInterest? regionOfInterest, DateTimeOffset at)
    {
        if (_areaOf.Width != luma.Width || _areaOf.Height != luma.Height || !Equals(_areaOf.RegionOfInterest, regionOfInterest))
        {
            _areaOf = (regionOfInterest, luma.Width, luma.Height);
            _area = PixelArea.FromRegionOfInterest(regionOfInterest, luma.Width, luma.Height);
        }

        return DetectsMotion(luma, _area, at, _areaOf.RegionOfInterest);
    }

    /// <summary>Whether anything in the area is not as it was in the frame that was remembered last; true where there is none.</summary>
    /// <param name="luma">The frame.</param>
    /// <param name="area">Where plates are looked for.</param>
    /// <param name="at">When it was captured.</param>
    /// <param name="regionOfInterest">The region in the area: nothing counts that moves outside of it; null: all of the area.</param>
    internal bool DetectsMotion(LumaImage luma, PixelArea area, DateTimeOffset at, RegionOfInterest? regionOfInterest = null)
    {
        if (_picture != (luma.Width, luma.Height, area) || !ReferenceEquals(_regionOfInterest, regionOfInterest))
        {
            Fit(luma, area, regionOfInterest);
        }

        if (!_hasReference || _patterns.Length == 0)
        {
            return true;
        }

        Compare(luma);
        var cellThreshold = CellThreshold();
        ChangedCells = AnyAbove(_patterns, cellThreshold) || AnyAbove(_shifts, MinShift) ? CountChanged(cellThreshold) : 0;
        _noise.Advance(at);
        return ChangedCells > 0;
    }

    /// <summary>The frame, of the size and area of the last one, is processed: what comes is compared with it.</summary>
    public void SetReference(LumaImage luma)
    {
        var area = _picture.Area;
        for (var i = 0; i < _rows; i++)
        {
            Row(luma, i).CopyTo(_reference.AsSpan(i * area.Width));
        }

        _hasReference = true;
    }

    /// <summary>Processing a frame failed: whatever comes next shows motion.</summary>
    public void Reset() => _hasReference = false;

    /// <summary>A plate was found: nothing at its place is ever taken for noisy.</summary>
    public void ExcludePlate(PlateCorners corners)
    {
        var (box, area, height) = (corners.Bounds, _picture.Area, 2 * _step);
        var bands = _columns == 0 ? 0 : _patterns.Length / _columns;
        var left = Math.Max(0, ((int)(box.X - area.X) / CellDifferences.Width) - 1);
        var right = Math.Min(_columns - 1, ((int)(box.X + box.Width - area.X) / CellDifferences.Width) + 1);
        var top = Math.Max(0, ((int)(box.Y - area.Y) / height) - 1);
        var bottom = Math.Min(bands - 1, ((int)(box.Y + box.Height - area.Y) / height) + 1);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                _noise.Exclude((y * _columns) + x);
            }
        }
    }

    private static bool AnyAbove(ReadOnlySpan<byte> values, int level)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(values);
        var levels = new Vector<byte>((byte)level);
        foreach (var vector in vectors)
        {
            if (Vector.GreaterThanAny(vector, levels))
            {
                return true;
            }
        }

        return values[(vectors.Length * Vector<byte>.Count)..].ContainsAnyExceptInRange((byte)0, (byte)level);
    }

    private void Fit(LumaImage luma, PixelArea area, RegionOfInterest? regionOfInterest)
    {
        _regionOfInterest = regionOfInterest;
        _picture = (luma.Width, luma.Height, area);
        _hasReference = false;
        _step = Math.Max(1, (luma.Height + (Rows / 2)) / Rows);
        _rows = (area.Height + _step - 1 - (_step / 2)) / _step;
        var isComparable = area.Width >= CellDifferences.Width && _rows >= 2;
        (_columns, var bands) = isComparable
            ? ((area.Width + CellDifferences.Width - 1) / CellDifferences.Width, (_rows + 1) / 2)
            : (0, 0);
        _reference = new byte[_rows * area.Width];
        _patterns = new byte[_columns * bands];
        _shifts = new byte[_columns * bands];
        _noise = new BackgroundNoiseModel(_columns * bands, _columns);
        _outside = CellMask.FindOutside(regionOfInterest, area, (luma.Width, luma.Height), (CellDifferences.Width, 2 * _step), _columns, bands);
    }

    private ReadOnlySpan<byte> Row(LumaImage luma, int row) =>
        luma.Row(_picture.Area.Y + (_step / 2) + (row * _step)).Slice(_picture.Area.X, _picture.Area.Width);

    private void Compare(LumaImage luma)
    {
        var width = _picture.Area.Width;
        for (int band = 0, cell = 0; cell < _patterns.Length; band++, cell += _columns)
        {
            // Where the number of rows is odd, the last two bands share a row.
            var row = Math.Min(2 * band, _rows - 2);
            CellDifferences.Compare(
                Row(luma, row),
                Row(luma, row + 1),
                _reference.AsSpan(row * width, width),
                _reference.AsSpan((row + 1) * width, width),
                _patterns.AsSpan(cell, _columns),
                _shifts.AsSpan(cell, _columns));
        }
    }

    /// <summary>The change from which on a cell counts, by what the quieter quarter of this frame's cells shows.</summary>
    private int CellThreshold()
    {
        var counts = _histogram.AsSpan();
        counts.Clear();
        foreach (var pattern in _patterns)
        {
            counts[pattern]++;
        }

        var (noise, below) = (0, counts[0]);
        while (4 * below < _patterns.Length)
        {
            below += counts[++noise];
        }

        return Math.Clamp(noise * 5 / 2, _minThreshold, Math.Max(_minThreshold, MaxNoise * CellDifferences.StepsPerLevel));
    }

    private int CountChanged(int cellThreshold)
    {
        var changed = 0;
        for (var i = 0; i < _patterns.Length; i++)
        {
            var shift = _shifts[i] > MinShift ? Math.Min(byte.MaxValue, _shifts[i] * CellDifferences.StepsPerLevel) : 0;
            var change = Math.Max(_patterns[i] > cellThreshold ? _patterns[i] : 0, shift);
            if (change > 0 && (_outside.Length == 0 || !_outside[i]))
            {
                _noise.Record(i, (byte)change);
                changed += change > _noise.Limits[i] ? 1 : 0;
            }
        }

        return changed;
    }
}
