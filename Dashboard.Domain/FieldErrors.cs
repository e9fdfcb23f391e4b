using System.Collections;

namespace Dashboard.Domain;

/// <summary>What is wrong with a change, in whole sentences for the person who asked for it, by the field that they filled in.</summary>
public sealed class FieldErrors : IReadOnlyCollection<KeyValuePair<string, string>>
{
    /// <summary>The name of no field: what is said of the change as a whole.</summary>
    public const string Whole = "";

    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    public FieldErrors()
    {
    }

    /// <summary>One error of the change as a whole.</summary>
    public FieldErrors(string error) => Add(Whole, error);

    public FieldErrors(string field, string error) => Add(field, error);

    public int Count => _errors.Count;

    /// <summary>The fields that have one, in the order in which they were checked.</summary>
    public IReadOnlyCollection<string> Fields => _errors.Keys;

    /// <summary>All errors as one text.</summary>
    public string Message => string.Join(' ', _errors.Values);

    /// <summary>A field's error; null: none.</summary>
    public string? this[string field] => _errors.GetValueOrDefault(field);

    /// <summary>Adds what is wrong with a field; null changes nothing, and of several errors of one field the first counts.</summary>
    public void Add(string field, string? error)
    {
        if (error is not null)
        {
            _errors.TryAdd(field, error);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _errors.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
