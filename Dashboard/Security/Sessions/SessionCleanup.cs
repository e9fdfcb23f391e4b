using Dashboard.Hosting;

namespace Dashboard.Security.Sessions;

/// <summary>Deletes, once an hour, sessions whose cookies have run out.</summary>
internal sealed class SessionCleanup(SessionStore sessions, TimeProvider time, ILogger<SessionCleanup> log)
    : PeriodicWork(TimeSpan.FromHours(1), isAtOnce: false, "Old sessions could not be deleted", time, log)
{
    protected override Task DoAsync(CancellationToken cancellationToken) => sessions.CleanUpAsync(cancellationToken);
}
