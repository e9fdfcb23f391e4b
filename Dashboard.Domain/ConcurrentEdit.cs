namespace Dashboard.Domain;

/// <summary>
/// A thing that somebody changed in a form while others may have changed it too: what they left as it was loaded stays what it is now, and what
/// they changed becomes what they want, whatever it is now.
/// </summary>
/// <param name="loaded">As the form had it before anything was typed; null: all of it is wanted.</param>
/// <param name="wanted">As the form has it now.</param>
/// <param name="stored">As it is now.</param>
public sealed class ConcurrentEdit<T>(T? loaded, T wanted, T stored)
    where T : class
{
    /// <summary>What a field is to be. Fields that only make sense together are taken as one.</summary>
    public TField Take<TField>(Func<T, TField> field, IEqualityComparer<TField>? comparer = null) => field(IsLeft(field, comparer) ? stored : wanted);

    private bool IsLeft<TField>(Func<T, TField> field, IEqualityComparer<TField>? comparer) =>
        loaded is not null && (comparer ?? EqualityComparer<TField>.Default).Equals(field(loaded), field(wanted));
}
