namespace Dashboard.Alerts.Lists;

/// <summary>A list or an entry that cannot be stored as given; one message a field, naming its range.</summary>
public sealed class AlertListRejectedException(string field, string message) : Exception(message)
{
    /// <summary>The field that is wrong.</summary>
    public string Field { get; } = field;
}

/// <summary>What came of an import.</summary>
/// <param name="Added">Plates that were not on the list.</param>
/// <param name="Modified">Plates whose description or state changed.</param>
/// <param name="Unmodified">Plates that stayed as they were.</param>
/// <param name="Deleted">Plates that are no longer on the list.</param>
/// <param name="Errors">Wrong lines with their numbers, the first <see cref="AlertListImport.MostErrors"/>; with any, the list is untouched.</param>
public sealed record ImportResult(int Added, int Modified, int Unmodified, int Deleted, IReadOnlyList<(int Line, string Message)> Errors)
{
    /// <summary>Whether the list is now what the file said.</summary>
    public bool IsDone => Errors.Count == 0;
}
