namespace Dashboard.Web.Shared.Charts;

/// <param name="Name">What it stands for, in words.</param>
/// <param name="Tick">What stands below it; empty: nothing.</param>
/// <param name="Value">0 or more.</param>
/// <param name="Url">What is behind it; null: nothing to open.</param>
public sealed record ColumnBar(string Name, string Tick, double Value, string? Url = null);
