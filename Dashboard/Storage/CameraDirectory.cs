
namespace Dashboard.Storage;

/// <summary>
/// Numbers and names of the cameras, for lists of flows: read again when a camera was changed here, when a number is not known, and at the
/// latest after a second, for cameras that another process changed.
/// </summary>
internal sealed class CameraDirectory(TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);
    private Known? _known;

    /// <summary>A translator that knows the cameras.</summary>
    public async Task<FlowQueryTranslator> TranslatorAsync(DashboardDbContext db, CancellationToken cancellationToken = default)
    {
        var known = Volatile.Read(ref _known);
        if (known is null || time.GetElapsedTime(known.ReadAt) > MaxAge)
        {
            known = new Known(await FlowQueryTranslator.CreateAsync(db, cancellationToken), time.GetTimestamp());
            Volatile.Write(ref _known, known);
        }

        return known.Translator;
    }

    public void Forget() => Volatile.Write(ref _known, null);

    private sealed record Known(FlowQueryTranslator Translator, long ReadAt);
}
