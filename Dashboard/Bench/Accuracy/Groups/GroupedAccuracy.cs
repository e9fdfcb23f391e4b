namespace Dashboard.Bench.Accuracy.Groups;

/// <param name="property">What plates are told apart by.</param>
internal sealed class GroupedAccuracy(PlateProperty property)
{
    private readonly Dictionary<string, AccuracyCount> _groups = new(StringComparer.Ordinal);

    public PlateProperty Property { get; } = property;

    /// <summary>Countries: the most plates first; others: by size.</summary>
    public IReadOnlyList<AccuracyCount> Groups => Property == PlateProperty.Country
        ? [.. _groups.Values.OrderByDescending(group => group.Plates).ThenBy(group => group.Name, StringComparer.Ordinal)]
        : [.. _groups.Values.OrderBy(group => PlateProperties.Order(group.Name, Property)).ThenBy(group => group.Name, StringComparer.Ordinal)];

    public void Add(PictureOutcome picture)
    {
        foreach (var plate in picture.Plates)
        {
            GroupOf(PlateProperties.GroupOf(plate, Property)).Add(plate);
        }
    }

    /// <summary>Takes all plates of another.</summary>
    public void Add(GroupedAccuracy other)
    {
        foreach (var group in other._groups.Values)
        {
            GroupOf(group.Name).Add(group);
        }
    }

    private AccuracyCount GroupOf(string name) => _groups.TryGetValue(name, out var group) ? group : _groups[name] = new AccuracyCount(name);
}
