namespace Dashboard.Alerts.Lists;

/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Message">What is wrong with it.</param>
/// <param name="Field">The column that is wrong; null: the line as a whole.</param>
public sealed record ImportError(int Line, string Message, string? Field = null)
{
    /// <summary>The beginning of the line as it stands in the file.</summary>
    public string Text { get; init; } = "";

    /// <summary>The file as a whole cannot be read: there is nothing that could be left out.</summary>
    public bool IsOfFile { get; init; }
}

/// <summary>What an import did. With errors the list is untouched and all counts are 0, unless wrong lines were to be left out.</summary>
/// <param name="Added">Plates that were not on the list.</param>
/// <param name="Modified">Plates whose description or state was another.</param>
/// <param name="Unmodified">Plates that were on the list just so.</param>
/// <param name="Deleted">Plates that were on the list and are not in the file.</param>
/// <param name="Errors">The first <see cref="MaxErrors"/> lines that are wrong, in their order.</param>
/// <param name="ErrorCount">How many lines are wrong.</param>
public sealed record ImportResult(int Added, int Modified, int Unmodified, int Deleted, IReadOnlyList<ImportError> Errors, int ErrorCount)
{
    /// <summary>How many errors are named.</summary>
    public const int MaxErrors = 100;

    /// <summary>How many of the unmodified plates are written in another way than on the list, such as with other separators.</summary>
    public int Rewritten { get; init; }

    /// <summary>The wrong lines were left out, and the list is as the others say.</summary>
    public bool HasLeftOut { get; init; }

    /// <summary>The list is now as the file says.</summary>
    public bool IsDone => ErrorCount == 0 || HasLeftOut;
}
