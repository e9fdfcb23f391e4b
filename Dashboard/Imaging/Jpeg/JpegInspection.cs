using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Dashboard.Imaging.Jpeg;

/// <summary>
/// Goes through a JPEG that came from outside before it is decoded. The decoder makes a picture of almost anything: what is missing it fills
/// with grey, and says so on the program's standard error only. Here a picture that lacks a part is damaged, and stray bytes, which some
/// cameras leave before markers, are left out. Progressive pictures are looked at for their end only; other rare kinds are left as they are.
/// </summary>
internal sealed unsafe class JpegInspection : IDisposable
{
    private const string Cut = "it ends early";
    private const string Unclear = "a part of it makes no sense";

    // More than this, and not all the same, is what is left of a part that could not be read.
    private const int MaxStrays = 16;

    private readonly HuffmanTable?[] _tables = new HuffmanTable?[8];
    private readonly List<JpegComponent> _components = [];
    private readonly int _dataLength;
    private readonly HashSet<byte> _passed = [];
    private ArrayBufferWriter<byte>? _copy;
    private byte* _start;
    private int _kept;
    private int _width, _height, _interval;
    private bool _isBaseline, _isUnknown;

    private JpegInspection(int length) => _dataLength = length + JpegScan.Margin;

    // As large as the file, so outside of the runtime's memory: that would hold it long after it is let go. A progressive picture needs none.
    private Span<byte> Data => new(_start == null ? _start = (byte*)NativeMemory.Alloc((nuint)_dataLength) : _start, _dataLength);

    /// <summary>What is wrong with a JPEG, as a part of a sentence; null: nothing. Where bytes had to be left out, a copy without them.</summary>
    public static (string? Damage, byte[]? Copy) Inspect(ReadOnlySpan<byte> file)
    {
        using var inspection = new JpegInspection(file.Length);
        var damage = inspection.Run(file);
        return (damage, damage is null && !inspection._isUnknown ? inspection._copy?.WrittenSpan.ToArray() : null);
    }

    public void Dispose()
    {
        NativeMemory.Free(_start);
        _start = null;
    }

    private string? Run(ReadOnlySpan<byte> file)
    {
        var (at, isData) = (2, false);
        while (!_isUnknown)
        {
            var marker = MarkerAt(file, at);
            if (marker < 0 && (_components.Count == 0 || _passed.Count < _components.Count))
            {
                return Cut;
            }

            if (marker < 0)
            {
                // Nothing is missing but the last marker.
                Write(file[_kept..at]);
                Write([0xFF, 0xD9]);
                return null;
            }

            if (!isData && file[at..marker].ContainsAnyExcept((byte)0xFF))
            {
                LeaveOut(file, at, marker);
            }

            var kind = file[marker + 1];
            at = marker + 2;
            if (kind == 0xD9)
            {
                _copy?.Write(file[_kept..at]);
                return null;
            }

            if (kind is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                continue;
            }

            var length = at + 2 <= file.Length ? BinaryPrimitives.ReadUInt16BigEndian(file[at..]) : 0;
            if (length < 2 || at + length > file.Length)
            {
                return Cut;
            }

            var segment = file.Slice(at + 2, length - 2);
            at += length;
            isData = kind == 0xDA && !_isBaseline;
            Read(kind, segment);
            if (kind == 0xDA && _isBaseline && PassScan(file, segment, ref at) is { } damage)
            {
                return damage;
            }
        }

        return null;
    }

    /// <summary>Where the next marker is, -1: there is none. Bytes of ones before it are filling.</summary>
    private static int MarkerAt(ReadOnlySpan<byte> file, int at)
    {
        while (at < file.Length && file[at..].IndexOf((byte)0xFF) is var found and >= 0)
        {
            for (at += found; at + 1 < file.Length && file[at + 1] == 0xFF; at++)
            {
            }

            if (at + 1 < file.Length && file[at + 1] != 0)
            {
                return at;
            }

            at += 2;
        }

        return -1;
    }

    private void Read(byte kind, ReadOnlySpan<byte> segment)
    {
        switch (kind)
        {
            case 0xC4:
                ReadTables(segment);
                break;
            case 0xDD when segment.Length >= 2:
                _interval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                break;
            case 0xC0 or 0xC1 or 0xC2:
                ReadFrame(segment);
                _isBaseline = kind != 0xC2;
                break;
            case 0xDA when _components.Count == 0:
            case (>= 0xC3 and <= 0xCF and not 0xCC) or 0xD8:
                _isUnknown = true;
                break;
        }
    }

    private void ReadTables(ReadOnlySpan<byte> segment)
    {
        while (segment.Length >= 17)
        {
            var counts = segment.Slice(1, HuffmanTable.MaxCodeBits);
            var total = 0;
            foreach (var count in counts)
            {
                total += count;
            }

            var number = segment[0];
            if ((number & 0xEF) > 3 || 17 + total > segment.Length || HuffmanTable.TryCreate(counts, segment.Slice(17, total)) is not { } table)
            {
                _isUnknown = true;
                return;
            }

            _tables[((number >> 4) * 4) + (number & 3)] = table;
            segment = segment[(17 + total)..];
        }
    }

    private void ReadFrame(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 6 || segment[0] != 8 || segment.Length < 6 + (3 * segment[5]) || _components.Count > 0)
        {
            _isUnknown = true;
            return;
        }

        (_height, _width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
        for (var i = 0; i < segment[5]; i++)
        {
            var (id, sampling) = (segment[6 + (3 * i)], segment[7 + (3 * i)]);
            _components.Add(new JpegComponent(id, sampling >> 4, sampling & 15));
        }

        _isUnknown = _width == 0 || _height == 0 || _components.Count == 0
            || _components.Exists(component => component.Across is < 1 or > 4 || component.Down is < 1 or > 4);
    }

    private string? PassScan(ReadOnlySpan<byte> file, ReadOnlySpan<byte> header, ref int at)
    {
        if (!TrySelect(header, out var selected))
        {
            _isUnknown = true;
            return null;
        }

        var (blocks, units) = Units(selected);
        for (var number = 0; units > 0; number++)
        {
            if (number > 0)
            {
                var marker = MarkerAt(file, at);
                if (marker < 0 || file[marker + 1] != 0xD0 + ((number - 1) % 8))
                {
                    return marker < 0 || file[marker + 1] == 0xD9 ? Cut : Unclear;
                }

                at = marker + 2;
            }

            var part = _interval > 0 ? Math.Min(units, _interval) : units;
            units -= part;
            var (end, length) = Unstuff(file, at);
            var taken = JpegScan.Pass(Data, length, blocks, part);
            if (taken < 0 || taken > length)
            {
                return taken < 0 ? Unclear : Cut;
            }

            var strays = Data.Slice(taken, length - taken);
            if (strays.Length > MaxStrays && strays.ContainsAnyExcept(strays[0]))
            {
                return Unclear;
            }

            if (strays.Length > 0)
            {
                LeaveOut(file, at + Stuffed(file[at..], taken), end);
            }

            at = end;
        }

        selected.ForEach(component => _passed.Add(component.Id));
        return null;
    }

    private bool TrySelect(ReadOnlySpan<byte> header, out List<JpegComponent> selected)
    {
        selected = [];
        for (var i = 0; header.Length > 0 && i < header[0] && 2 + (2 * i) < header.Length; i++)
        {
            var (id, tables) = (header[1 + (2 * i)], header[2 + (2 * i)]);
            if ((tables & 0xCC) != 0 || _components.Find(known => known.Id == id) is not { } component)
            {
                return false;
            }

            (component.First, component.Others) = (_tables[tables >> 4], _tables[4 + (tables & 3)]);
            selected.Add(component);
        }

        return selected.Count > 0 && selected.TrueForAll(component => component is { First: not null, Others: not null });
    }

    /// <summary>The blocks of a unit of a scan, and how many units it has: one component stands alone with its blocks, several in turns.</summary>
    private (JpegComponent[] Blocks, long Units) Units(List<JpegComponent> selected)
    {
        int across = _components.Max(component => component.Across), down = _components.Max(component => component.Down);
        return selected is [var only]
            ? ([only], (long)Up(Up(_width * only.Across, across), 8) * Up(Up(_height * only.Down, down), 8))
            : ([.. selected.SelectMany(component => Enumerable.Repeat(component, component.Across * component.Down))],
                (long)Up(_width, 8 * across) * Up(_height, 8 * down));

        static int Up(int value, int by) => (value + by - 1) / by;
    }

    /// <summary>Takes data up to the next marker without the zeros that are stuffed in.</summary>
    private (int End, int Length) Unstuff(ReadOnlySpan<byte> file, int at)
    {
        var length = 0;
        var data = Data;
        while (true)
        {
            var rest = file[at..];
            var plain = rest.IndexOf((byte)0xFF) is var found and >= 0 ? found : rest.Length;
            rest[..plain].CopyTo(data[length..]);
            (at, length) = (at + plain, length + plain);
            var next = at + 1;
            while (next < file.Length && file[next] == 0xFF)
            {
                next++;
            }

            if (next >= file.Length || file[next] != 0)
            {
                data.Slice(length, JpegScan.Margin).Clear();
                return (at, length);
            }

            data[length++] = 0xFF;
            at = next + 1;
        }
    }

    /// <summary>How many bytes of a file some bytes of data are.</summary>
    private static int Stuffed(ReadOnlySpan<byte> file, int bytes)
    {
        var at = 0;
        for (; bytes > 0; bytes--)
        {
            if (file[at] != 0xFF)
            {
                at++;
                continue;
            }

            at += 1 + file[(at + 1)..].IndexOfAnyExcept((byte)0xFF) + 1;
        }

        return at;
    }

    private void LeaveOut(ReadOnlySpan<byte> file, int from, int to)
    {
        Write(file[_kept..from]);
        _kept = to;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _copy ??= new ArrayBufferWriter<byte>(_dataLength);
        _copy.Write(bytes);
    }
}
