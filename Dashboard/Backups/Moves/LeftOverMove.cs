using Dashboard.Configuration;
using Dashboard.Storage;
using Dashboard.Storage.Startup;

namespace Dashboard.Backups.Moves;

/// <summary>Deletes the copy of the database that a move left where it was killed: it may be as large as the database.</summary>
internal sealed class LeftOverMove(ServerOptions server, ILogger<LeftOverMove> log) : IDatabaseStartupStep
{
    public Task RunAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        if (DatabaseMove.DeleteLeftOver(server))
        {
            log.LogInformation("A move of the database to another was interrupted; the copy that it made is deleted");
        }

        return Task.CompletedTask;
    }
}
