namespace Dashboard.Alerts.Lists;

/// <summary>What was read of a file: its entries, in files of their own, and the first of the lines that are wrong.</summary>
internal sealed class ReadEntries : IDisposable
{
    /// <summary>How many wrong lines are kept, for people to mend; all are counted.</summary>
    public const int MaxWrong = 10_000;

    private const int ProgressRows = 1000;
    private readonly List<ImportError> _wrong = [];

    private ReadEntries()
    {
    }

    public SortedEntries Rows { get; } = new();

    public IReadOnlyList<ImportError> Wrong => _wrong;

    public int WrongCount { get; private set; }

    /// <summary>How many lines are right, also those whose plate a later one has again.</summary>
    public long Right { get; private set; }

    /// <summary>The file as a whole cannot be read, or no line of it is right: leaving out what is wrong would empty the list.</summary>
    public bool IsUseless => WrongCount > 0 && (Right == 0 || _wrong[^1].IsOfFile);

    /// <summary>Reads a file to its end; what is wrong with it is told by what is returned.</summary>
    public static async Task<ReadEntries> ReadAsync(Stream file, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var read = new ReadEntries();
        try
        {
            await foreach (var entry in EntryTable.ReadAsync(file, read.Record, cancellationToken))
            {
                read.Rows.Add(entry);
                if (++read.Right % ProgressRows == 0)
                {
                    progress?.Report(read.Right);
                }
            }

            progress?.Report(read.Right);
            return read;
        }
        catch
        {
            read.Dispose();
            throw;
        }
    }

    /// <summary>What was wrong, and that nothing was done.</summary>
    public ImportResult ToRefusal() => AddTo(new ImportResult(0, 0, 0, 0, [], 0));

    /// <summary>What was done, with what was wrong beside it.</summary>
    public ImportResult AddTo(ImportResult done) => done with { Errors = [.. _wrong.Take(ImportResult.MaxErrors)], ErrorCount = WrongCount };

    public void Dispose() => Rows.Dispose();

    // What ends the reading is the last in any case.
    private void Record(ImportError error)
    {
        WrongCount++;
        if (_wrong.Count < MaxWrong)
        {
            _wrong.Add(error);
        }
        else if (error.IsOfFile)
        {
            _wrong[^1] = error;
        }
    }
}
