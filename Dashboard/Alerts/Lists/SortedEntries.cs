using System.Text;
using Dashboard.Domain.Alerts;

namespace Dashboard.Alerts.Lists;

/// <summary>
/// The rows of an import in the order of their plates, however many there are: sorted runs in files that go when this goes, merged while they
/// are read. Of equal plates the last one that was added stays.
/// </summary>
internal sealed class SortedEntries : IDisposable
{
    // What is held in memory at once, whichever comes first.
    private const int RunRows = 50_000;
    private const int RunCharacters = 4_000_000;

    private readonly List<FileStream> _runs = [];
    private readonly List<AlertEntry> _rows = [];
    private int _characters;

    public void Add(AlertEntry entry)
    {
        _rows.Add(entry);
        _characters += entry.Plate.Length + entry.Written.Length + entry.Description.Length + entry.Region.Length;
        if (_rows.Count == RunRows || _characters >= RunCharacters)
        {
            EndRun();
        }
    }

    /// <summary>All rows, each plate once, in the order of their bytes; as often as it is asked for, once at a time.</summary>
    public IEnumerable<AlertEntry> Read()
    {
        EndRun();
        var heads = new PriorityQueue<(int Run, BinaryReader Reader, AlertEntry Entry), (string Plate, int Run)>(PlateThenLatest.Instance);
        for (var run = 0; run < _runs.Count; run++)
        {
            _runs[run].Position = 0;
            Advance(heads, run, new BinaryReader(_runs[run], Encoding.UTF8, leaveOpen: true));
        }

        string? last = null;
        while (heads.TryDequeue(out var head, out _))
        {
            if (head.Entry.Plate != last)
            {
                last = head.Entry.Plate;
                yield return head.Entry;
            }

            Advance(heads, head.Run, head.Reader);
        }
    }

    public void Dispose() => _runs.ForEach(run => run.Dispose());

    private static void Advance(
        PriorityQueue<(int Run, BinaryReader Reader, AlertEntry Entry), (string Plate, int Run)> heads, int run, BinaryReader reader)
    {
        if (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            var entry = new AlertEntry
            {
                Plate = reader.ReadString(),
                Written = reader.ReadString(),
                Description = reader.ReadString(),
                Region = reader.ReadString(),
            };
            heads.Enqueue((run, reader, entry), (entry.Plate, run));
        }
    }

    private void EndRun()
    {
        if (_rows.Count == 0)
        {
            return;
        }

        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"dashboard-import-{Guid.NewGuid():N}"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                BufferSize = 1 << 16,
                Options = FileOptions.DeleteOnClose,
            });
        _runs.Add(file);
        using (var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true))
        {
            // The order of equal plates is kept, so the last of them is the one to take.
            var sorted = _rows.OrderBy(row => row.Plate, StringComparer.Ordinal).ToList();
            for (var i = 0; i < sorted.Count; i++)
            {
                if (i + 1 == sorted.Count || sorted[i + 1].Plate != sorted[i].Plate)
                {
                    writer.Write(sorted[i].Plate);
                    writer.Write(sorted[i].Written);
                    writer.Write(sorted[i].Description);
                    writer.Write(sorted[i].Region);
                }
            }
        }

        file.Flush();
        _rows.Clear();
        _characters = 0;
    }

    private sealed class PlateThenLatest : IComparer<(string Plate, int Run)>
    {
        public static PlateThenLatest Instance { get; } = new();

        public int Compare((string Plate, int Run) x, (string Plate, int Run) y) =>
            string.CompareOrdinal(x.Plate, y.Plate) is not 0 and var order ? order : y.Run.CompareTo(x.Run);
    }
}
