namespace Dashboard.Scout;

/// <summary>What is written where a field's value is not known; without it 0, an empty text, list or object.</summary>
/// <param name="value">A number; null: the field itself is null.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UnknownAttribute(object? value) : Attribute
{
    public object? Value { get; } = value;
}
