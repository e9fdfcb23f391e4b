using System.Data.Common;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.Mapping;
using Dashboard.Storage.Providers;
using Dashboard.Storage.RollUps;
using Dashboard.Storage.Search;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Storage;

/// <summary>The database. One derived context a provider; take one from the factory, use it briefly, dispose it.</summary>
internal abstract class DashboardDbContext(
    DbContextOptions options) : IdentityDbContext<User, IdentityRole<int>, int>(options), IDataProtectionKeyContext
{
    private const int MaxDatabaseTries = 6;
    private static readonly TimeSpan DatabaseRetryInterval = TimeSpan.FromSeconds(0.5);

    public DbSet<Flow> Flows => Set<Flow>();

    /// <summary>Possible texts of flows.</summary>
    public DbSet<FlowCandidate> FlowCandidates => Set<FlowCandidate>();

    /// <summary>Corrections of flows' plates, the oldest too.</summary>
    public DbSet<FlowCorrection> FlowCorrections => Set<FlowCorrection>();

    /// <summary>What people wrote about flows and plates.</summary>
    public DbSet<Note> Notes => Set<Note>();

    /// <summary>Numbers of flows by hour, day and block of days.</summary>
    public DbSet<FlowCount> FlowCounts => Set<FlowCount>();

    /// <summary>Ends of plates, to find a part of a plate.</summary>
    public DbSet<PlateSuffix> PlateSuffixes => Set<PlateSuffix>();

    /// <summary>How often stored flows were changed, by runs of their numbers.</summary>
    public DbSet<FlowRunVersion> FlowRunVersions => Set<FlowRunVersion>();

    /// <summary>Cameras, deleted ones too.</summary>
    public DbSet<CameraRow> Cameras => Set<CameraRow>();

    /// <summary>Which machine watched which camera, where several do.</summary>
    public DbSet<CameraTurn> CameraTurns => Set<CameraTurn>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<SiteRow> Sites => Set<SiteRow>();

    /// <summary>Sites that people are limited to.</summary>
    public DbSet<UserSite> UserSites => Set<UserSite>();

    /// <summary>What people chose for themselves.</summary>
    public DbSet<UserPreference> UserPreferences => Set<UserPreference>();

    /// <summary>Filters of flows that people gave a name.</summary>
    public DbSet<SavedFilter> SavedFilters => Set<SavedFilter>();

    /// <summary>Machines that recognise.</summary>
    public DbSet<AgentRow> Agents => Set<AgentRow>();

    /// <summary>What agents tell of flows.</summary>
    public DbSet<FlowDetail> FlowDetails => Set<FlowDetail>();

    /// <summary>Reads that agents pushed and that are no flow yet.</summary>
    public DbSet<PushedRead> PushedReads => Set<PushedRead>();

    /// <summary>Changes of flows that were stored before, until whoever follows flows has seen to them.</summary>
    public DbSet<FlowOutboxEntry> FlowOutbox => Set<FlowOutboxEntry>();

    /// <summary>How far something has come.</summary>
    public DbSet<Position> Positions => Set<Position>();

    /// <summary>Lists of plates that make alerts.</summary>
    public DbSet<AlertList> AlertLists => Set<AlertList>();

    public DbSet<AlertEntry> AlertEntries => Set<AlertEntry>();

    /// <summary>Flows that matched a list.</summary>
    public DbSet<Alert> Alerts => Set<Alert>();

    /// <summary>What keeps flows as evidence.</summary>
    public DbSet<EvidenceHold> EvidenceHolds => Set<EvidenceHold>();

    /// <summary>Flows that were erased on request.</summary>
    public DbSet<ErasedFlow> ErasedFlows => Set<ErasedFlow>();

    /// <summary>Addresses that are told.</summary>
    public DbSet<WebHookRow> WebHooks => Set<WebHookRow>();

    /// <summary>What is to reach receivers.</summary>
    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();

    /// <summary>What is told by e-mail that is about no flow.</summary>
    public DbSet<NoticeRow> Notices => Set<NoticeRow>();

    /// <summary>The keys that secrets and sessions are encrypted with, of all servers on this database.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Secrets of the program itself, encrypted.</summary>
    public DbSet<ServerSecret> ServerSecrets => Set<ServerSecret>();

    public DbSet<SavedSetting> SavedSettings => Set<SavedSetting>();

    /// <summary>Where people are signed in.</summary>
    public DbSet<UserSession> UserSessions => Set<UserSession>();

    public DbSet<UserPasskey> Passkeys => Set<UserPasskey>();

    /// <summary>What people and programs did.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>Where the chain of audit entries begins and ends: one row.</summary>
    public DbSet<AuditChain> AuditChain => Set<AuditChain>();

    /// <summary>
    /// Within a transaction: until it ends, nobody else stores flows. So numbers of flows grow in the order in which flows come to be seen, and
    /// who has seen one has seen, or can ask for, every one below it. SQLite has one writer at a time anyway.
    /// </summary>
    /// <param name="isAwaited">Somebody waits for the answer: where the order is taken, or a table, that is told soon.</param>
    public virtual Task LockFlowOrderAsync(bool isAwaited = false, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>
    /// Within a transaction: its statements wait for whoever keeps something locked as long as they may take, where others give up soon.
    /// </summary>
    internal virtual Task WaitForLocksAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Until it is disposed, no other process that starts on this database gets it. Makes the database where there is none.</summary>
    internal abstract Task<IAsyncDisposable> LockStartupAsync(CancellationToken cancellationToken);

    /// <summary>The migrations of release 0.1.0, which <c>Initial</c> replaced.</summary>
    internal abstract IReadOnlyList<string> MigrationsOf010 { get; }

    /// <summary>Statements that set the triggers which keep the search tables.</summary>
    internal abstract string CreateSearchTriggers { get; }

    /// <summary>Statements that undo <see cref="CreateSearchTriggers"/>.</summary>
    internal abstract string DropSearchTriggers { get; }

    /// <summary>Statements that fill the empty search tables from the flows that are there.</summary>
    internal abstract string FillSearchTables { get; }

    /// <summary>Inserts many rows of a table in the database's fastest way; only one may be in use at a time.</summary>
    internal virtual IRowInserter<T> CreateInserter<T>(IDbContextTransaction transaction)
        where T : class => new RowInserter<T>(this, transaction);

    /// <summary>A statement that inserts rows with numbers of their own into a table that gives numbers.</summary>
    internal virtual string WithNumbers(string table, string insert) => insert;

    /// <summary>Rows with numbers of their own were stored up to this one: the database gives greater ones from now on.</summary>
    /// <param name="column">Its column of numbers.</param>
    /// <param name="highest">The greatest number that there is or was.</param>
    internal virtual Task TakeNumbersAsync(string table, string column, long highest, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Takes away, within a transaction, what makes the loading of empty tables slow: indexes and what looks references up row by row, where they can
    /// be built faster afterwards. Returns the statements that do.
    /// </summary>
    internal virtual Task<IReadOnlyList<string>> DropIndexesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Counts the plates of flows to those of their month, by camera: one statement, which most databases take as it is.</summary>
    /// <param name="month">See <see cref="PlateMonth"/>; flows of other months are left out.</param>
    /// <param name="after">Flows with greater numbers than this,</param>
    /// <param name="last">up to this one.</param>
    internal virtual Task AddToPlateMonthAsync(int month, long after, long last, CancellationToken cancellationToken)
    {
        // By number: by time it would be the whole month, each time.
        var (begin, end) = (PlateMonth.FirstSecond(month), PlateMonth.FirstSecond(month + 1));
        return Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "PlateMonths" ("Month", "CameraId", "Plate", "Flows")
              SELECT {month}, "CameraId", "Plate", count(*) FROM "Flows"
              WHERE "Id" > {after} AND "Id" <= {last} AND "CapturedSecond" + 0 >= {begin} AND "CapturedSecond" + 0 < {end} AND "Plate" <> ''
              GROUP BY "CameraId", "Plate" ORDER BY "CameraId", "Plate"
              ON CONFLICT ("Month", "CameraId", "Plate") DO UPDATE SET "Flows" = "PlateMonths"."Flows" + excluded."Flows"
            """,
            cancellationToken);
    }

    /// <summary>
    /// Gives a little of the room that deleted rows took back to the disk; true: there is more. Databases that use it again by themselves do nothing.
    /// </summary>
    internal virtual Task<bool> ReleaseSpaceAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>
    /// Runs deletions of which nothing shall be left to read in the database's files either, where it does not see to that by itself in time.
    /// </summary>
    internal virtual Task OverwriteDeletedAsync(Func<Task> delete, CancellationToken cancellationToken) => delete();

    /// <summary>
    /// Whether what is to be written would have to wait for another program at this moment: takes what writing takes, where that is free, and lets it
    /// go at once. False also where nobody can tell.
    /// </summary>
    internal virtual Task<bool> IsLockedAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>How many damaged pages the database has come upon, whoever asked it; null: it keeps no sums of its pages, or no count.</summary>
    internal virtual Task<long?> CountDamagedPagesAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    /// <summary>How long a statement waits for whoever keeps the database locked.</summary>
    /// <param name="max">In whole seconds; null: as long as is usual.</param>
    internal virtual void WaitAtMost(TimeSpan? max) => Database.SetCommandTimeout((int?)max?.TotalSeconds);

    /// <summary>Servers on other machines may work on the same database.</summary>
    internal virtual bool IsShared => true;

    /// <summary>After very many rows were stored: lets the database find out what it now holds, where it does not know by itself.</summary>
    internal virtual Task UpdatePlannerStatisticsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Fixed, so that the tables depend on the migrations alone and not on how sign-in is configured.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version2;

    /// <summary>Makes the database, without tables, where there is none; another process may be doing the same.</summary>
    protected async Task EnsureCreatedAsync(CancellationToken cancellationToken)
    {
        var creator = this.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(cancellationToken))
        {
            return;
        }

        try
        {
            await creator.CreateAsync(cancellationToken);
        }
        catch (DbException)
        {
            // Another process may have made it, and SQL Server lets nobody into a new database for a moment.
            var isThere = false;
            for (var tries = 0; tries < MaxDatabaseTries && !isThere; tries++)
            {
                await Task.Delay(tries == 0 ? TimeSpan.Zero : DatabaseRetryInterval, cancellationToken);
                isThere = await creator.ExistsAsync(cancellationToken);
            }

            if (!isThere)
            {
                throw;
            }
        }
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        IdentityTables.Name(builder);
        FlowIndexes.AddFunctions(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(FlowMapping).Assembly);
    }
}
