using Dashboard.Hosting;
using Dashboard.Storage;

namespace Dashboard.Cameras;

/// <summary>
/// Numbers and names of the cameras, for lists of flows: read again when a camera was changed here, when a number is not known, and at the
/// latest after a second, for cameras that another process changed.
/// </summary>
internal sealed class CameraDirectory(TimeProvider time)
{
    private readonly AgedValue<FlowQueryTranslator> _translator = new(TimeSpan.FromSeconds(1), time);

    /// <summary>A translator that knows the cameras.</summary>
    public ValueTask<FlowQueryTranslator> TranslatorAsync(DashboardDbContext db, CancellationToken cancellationToken = default) =>
        _translator.GetAsync(stop => FlowQueryTranslator.CreateAsync(db, stop), cancellationToken);

    public void Forget() => _translator.Forget();
}
