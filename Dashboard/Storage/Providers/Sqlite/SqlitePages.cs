using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Providers.Sqlite;

/// <summary>
/// Looks at the head of each page of the database file in turn, of tables, indexes and what did not fit into their rows: whether it can be what the
/// file's own list of pages says that it is. A page that was overwritten, emptied or cannot be read is found so without its content being read. Files
/// that have no such list (<c>auto_vacuum</c>) are left alone. Format: sqlite.org/fileformat2.html.
/// </summary>
internal sealed partial class SqlitePages
{
    private const int FilePointer = 7; // SQLITE_FCNTL_FILE_POINTER
    private const int LockByte = 0x40000000;
    private const int EntrySize = 5;
    private const int HeadSize = 12;
    private const int FileHeadSize = 100;
    private const int MaxSuspects = 100;

    private readonly byte[] _head = new byte[HeadSize];
    private readonly byte[] _list = new byte[65536];
    private uint _next = 1;

    private enum Kind : byte
    {
        Root = 1,
        Free = 2,
        FirstOverflow = 3,
        Overflow = 4,
        Tree = 5,
    }

    /// <summary>How many pages were looked at the last time.</summary>
    public int Looked { get; private set; }

    /// <summary>Looks at the next pages for as long as may be spent.</summary>
    /// <returns>
    /// Numbers of pages that cannot be what they should be. That may be because the log of writes is just being put into the file:
    /// <see cref="IsDamaged"/> judges.
    /// </returns>
    /// <param name="connection">Open.</param>
    public IReadOnlyList<uint> Step(SqliteConnection connection, TimeSpan budget)
    {
        var suspects = new List<uint>();
        Looked = 0;
        var opened = Open(connection, out var isFirstBad);
        if (isFirstBad)
        {
            suspects.Add(1);
        }

        if (opened is not { } file)
        {
            return suspects;
        }

        var watch = Stopwatch.StartNew();
        var listed = 0u;
        for (; Looked < file.Pages && suspects.Count < MaxSuspects; Looked++)
        {
            if (Looked % 256 == 0 && watch.Elapsed > budget)
            {
                break;
            }

            _next = _next > file.Pages ? 1 : _next;
            if (!IsPlausible(file, _next, ref listed))
            {
                suspects.Add(_next);
            }

            _next++;
        }

        return suspects;
    }

    /// <summary>
    /// Whether one of the pages is damaged for certain. The file must be at rest: everything of the log put into it, and nobody writing.
    /// </summary>
    public bool IsDamaged(SqliteConnection connection, IEnumerable<uint> pages)
    {
        var listed = 0u;
        var opened = Open(connection, out var isFirstBad);
        return isFirstBad || (opened is { } file && pages.Any(page => page <= file.Pages && !IsPlausible(file, page, ref listed)));
    }

    // Without its first page the file is no database, and SQLite, which has that page in memory, does not notice.
    private static OpenFile? Open(SqliteConnection connection, out bool isFirstBad)
    {
        isFirstBad = false;
        if (connection.Handle is not { IsInvalid: false } handle
            || FileControl(handle.DangerousGetHandle(), "main", FilePointer, out var file) != 0 || file == 0 || Marshal.ReadIntPtr(file) is 0)
        {
            return null;
        }

        // The pages of the file itself, not those that are in the log.
        var head = new byte[FileHeadSize + HeadSize];
        if (!Read(file, head, 0) || !head.AsSpan().StartsWith("SQLite format 3\0"u8))
        {
            isFirstBad = true;
            return null;
        }

        var size = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(16)) is var said and not 1 ? said : 65536;
        isFirstBad = size < 512 || !IsTree(head.AsSpan(FileHeadSize), size - head[20]);
        var hasList = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(52)) != 0;
        return hasList && size >= 512 ? new OpenFile(file, size, size - head[20], BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(28))) : null;
    }

    private bool IsPlausible(OpenFile file, uint page, ref uint listed)
    {
        if (page == 1 || page == file.LockPage || file.ListOf(page) is var list && list == page)
        {
            return true; // The first page is looked at each time, and a list is read with what it lists.
        }

        if (listed != list)
        {
            if (!Read(file.Pointer, _list.AsSpan(0, file.Size), file.At(list)))
            {
                return false;
            }

            listed = list;
        }

        var kind = (Kind)_list[(int)(page - list - 1) * EntrySize];
        return kind switch
        {
            Kind.Free => true,
            Kind.Root or Kind.Tree => Read(file.Pointer, _head, file.At(page)) && IsTree(_head, file.Usable),
            Kind.FirstOverflow or Kind.Overflow =>
                Read(file.Pointer, _head, file.At(page)) && BinaryPrimitives.ReadUInt32BigEndian(_head) <= file.Pages,
            _ => false,
        };
    }

    // Type, first free block, number of cells, where their content begins, lost bytes; see "B-tree Pages".
    private static bool IsTree(ReadOnlySpan<byte> head, int usable)
    {
        var (type, free, cells) = (head[0], BinaryPrimitives.ReadUInt16BigEndian(head[1..]), BinaryPrimitives.ReadUInt16BigEndian(head[3..]));
        var content = BinaryPrimitives.ReadUInt16BigEndian(head[5..]) is var said and not 0 ? said : 65536;
        var begin = (type is 2 or 5 ? 12 : 8) + (2 * cells);
        return type is 2 or 5 or 10 or 13 && begin <= content && content <= usable && free < usable && head[7] <= 60;
    }

    private static unsafe bool Read(nint file, Span<byte> into, long offset)
    {
        // The second of the methods that begin the file's structure: int xRead(file, buffer, amount, offset).
        var read = (delegate* unmanaged<nint, byte*, int, long, int>)((nint*)*(nint*)file)[2];
        fixed (byte* buffer = into)
        {
            return read(file, buffer, into.Length, offset) == 0;
        }
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileControl(nint connection, string database, int operation, out nint value);

    /// <param name="Size">Of a page, in bytes.</param>
    /// <param name="Usable">Of it, without what is reserved at its end.</param>
    /// <param name="Pages">How many there are.</param>
    private readonly record struct OpenFile(nint Pointer, int Size, int Usable, uint Pages)
    {
        /// <summary>The page that nothing is ever stored in.</summary>
        public uint LockPage => (uint)(LockByte / Size) + 1;

        public long At(uint page) => (long)(page - 1) * Size;

        /// <summary>The page with the list that names this one, or the page itself where it is a list.</summary>
        public uint ListOf(uint page)
        {
            var each = (uint)(Usable / EntrySize) + 1;
            var list = ((page - 2) / each * each) + 2;
            return list == LockPage ? list + 1 : list;
        }
    }
}
