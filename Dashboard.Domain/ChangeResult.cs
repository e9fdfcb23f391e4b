namespace Dashboard.Domain;

/// <summary>What came of a change that somebody asked for: it was made, or refused with errors by field.</summary>
public class ChangeResult
{
    private protected ChangeResult(FieldErrors errors) => Errors = errors;

    public static ChangeResult Done { get; } = new(new FieldErrors());

    /// <summary>Why it was refused; none where it was made.</summary>
    public FieldErrors Errors { get; }

    public bool IsDone => Errors.Count == 0;

    /// <summary>Why it was refused, as one text; null where it was made.</summary>
    public string? Refusal => IsDone ? null : Errors.Message;

    /// <summary>Refused with errors, or made where there are none.</summary>
    public static implicit operator ChangeResult(FieldErrors errors) => errors.Count == 0 ? Done : new(errors);

    /// <summary>For callers that know that the change cannot be refused: throws where it was all the same.</summary>
    public void EnsureDone()
    {
        if (!IsDone)
        {
            throw new InvalidOperationException($"The change was refused: {Refusal}");
        }
    }
}

/// <summary>What came of a change that gives something back.</summary>
/// <typeparam name="T">What it gives.</typeparam>
public sealed class ChangeResult<T> : ChangeResult
    where T : notnull
{
    private readonly T? _value;

    private ChangeResult(FieldErrors errors, T? value)
        : base(errors) => _value = value;

    /// <summary>What was made. Throws where the change was refused.</summary>
    public T Value
    {
        get
        {
            EnsureDone();
            return _value!;
        }
    }

    /// <summary>Refused; throws where there are no errors.</summary>
    public static implicit operator ChangeResult<T>(FieldErrors errors) =>
        errors.Count > 0 ? new(errors, default) : throw new ArgumentException("A refusal says what is wrong.", nameof(errors));

    public static implicit operator ChangeResult<T>(T value) => new(new FieldErrors(), value);
}
