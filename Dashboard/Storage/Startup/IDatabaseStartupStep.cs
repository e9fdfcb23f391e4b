namespace Dashboard.Storage.Startup;

/// <summary>What another stage does to the database before anything starts: after the migrations, and while no other process starts on it.</summary>
internal interface IDatabaseStartupStep
{
    /// <summary>Does it; it must be able to do it at every start.</summary>
    Task RunAsync(DashboardDbContext db, CancellationToken cancellationToken);
}
