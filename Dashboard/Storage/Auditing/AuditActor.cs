namespace Dashboard.Storage.Auditing;

/// <summary>Who acts: on the thread of a request or of an event of an open page.</summary>
/// <param name="UserId">Number; null: unknown.</param>
/// <param name="Name">E-mail address.</param>
/// <param name="Address">Network address.</param>
/// <param name="Key">First characters of the API key; null: none.</param>
internal sealed record AuditActor(int? UserId, string Name, string Address, string? Key = null)
{
    private static readonly AsyncLocal<AuditActor?> Ambient = new();

    /// <summary>Who acts here and in everything that this starts; null: the program itself.</summary>
    public static AuditActor? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }
}
