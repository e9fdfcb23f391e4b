using System.Net.Http.Headers;
using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Dashboard.Storage.Startup;
using Dashboard.Tests.Api.SeedataApi;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Storage;

/// <summary>
/// Data of every release so far: this program lifts it, and all of it is there. How it was made stands beside it, in <c>Assets/Releases</c>.
/// </summary>
[Trait("Category", "Server")]
public sealed class ReleaseTests
{
    private const string Password = "correct horse battery";

    public static TheoryData<string, string> Releases => new(
        from release in ReleaseData.Releases
        from provider in new[] { nameof(DatabaseProvider.Sqlite), nameof(DatabaseProvider.PostgreSql) }
        select (release, provider));

    [Theory, MemberData(nameof(Releases))]
    public async Task Start_OnDataOfARelease_KeepsFlowsPicturesAndCounts(string release, string provider)
    {
        await using var data = await ReleaseData.UnpackAsync(release, provider);
        await using var app = await StartAsync(data);
        await using var db = await app.OpenDatabaseAsync();

        var flows = await db.Flows.AsNoTracking().ToListAsync(Cancellation);
        Assert.Equal(data.Facts.Flows, flows.Count);
        Assert.Equal(data.Facts.Candidates, await db.FlowCandidates.CountAsync(Cancellation));

        // The alert worker goes on where it was stopped, so there may be more by now.
        var (alerts, deliveries) = (data.Facts.Alerts, data.Facts.Deliveries);
        Assert.Equal(
            (alerts, deliveries),
            (await db.Alerts.CountAsync(alert => alert.Id <= alerts, Cancellation),
             await db.Deliveries.CountAsync(delivery => delivery.Id <= deliveries, Cancellation)));
        var pictures = flows.Where(flow => flow.HasPicture).ToList();
        Assert.Equal(data.Facts.Pictures, pictures.Count);
        foreach (var flow in pictures)
        {
            Assert.NotNull(await app.ReadPictureAsync(flow));
        }

        // Counted by the search tables, which triggers keep: of what was there, and of what comes.
        Assert.Equal(flows.Count, await app.CountAsync(null));
        var camera = flows[0].CameraId;
        Assert.Equal(
            flows.Count(flow => flow.CameraId == camera),
            await app.CountAsync(new FlowComparison(FlowField.CameraId, FlowOperator.Equal, (long)camera)));
        Assert.Equal(
            flows.Count(flow => flow.Plate.Contains("12")), await app.CountAsync(new FlowComparison(FlowField.Plate, FlowOperator.Contains, "12")));
        var added = (await app.SeedFlowsAsync(TestFlows.Make(camera, "QQ12QQ"))).Single();
        Assert.True(added > flows.Max(flow => flow.Id));
        Assert.Equal(flows.Count + 1, await app.CountAsync(null));
        Assert.Equal(added, Assert.Single(await db.Flows.Where(flow => flow.Plate == "QQ12QQ").ToListAsync(Cancellation)).Id);
        Assert.Equal(1, await app.CountAsync(new FlowComparison(FlowField.Plate, FlowOperator.Contains, "Q12Q")));
    }

    [Theory, MemberData(nameof(Releases))]
    public async Task Start_OnDataOfARelease_KeepsSecretsSessionsTokensAndKeys(string release, string provider)
    {
        await using var data = await ReleaseData.UnpackAsync(release, provider);
        for (var start = 0; start < 2; start++)
        {
            await using var app = await StartAsync(data);
            Assert.Contains("rtsp://operator:s3cr3t-Pa55@192.0.2.20:554/stream1", (await app.CamerasAsync()).Select(camera => camera.Source));
            var hook = Assert.Single(await app.WebHooksAsync());
            Assert.Equal(
                ("https://hooks.example.org/in?token=h00k-t0ken", "c2lnbmluZy1zZWNyZXQtb2YtdGhlLWZpeHR1cmUtMzI", "{\"office\":\"north\"}"),
                (hook.Url, hook.Secret, hook.CustomData));

            using var client = app.AnonymousClient();
            foreach (var bearer in new[] { data.Facts.Token, data.Facts.ApiKey })
            {
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
                Assert.Contains("Gate", await client.GetAsync("/cameras", Cancellation).ReadAsync());
            }

            client.DefaultRequestHeaders.Authorization = null;
            client.DefaultRequestHeaders.Add("Cookie", data.Facts.Cookie);
            await client.GetAsync("/app/flows", Cancellation).ReadAsync();
            using (var page = new HttpRequestMessage(HttpMethod.Get, "/app/flows") { Headers = { { "Accept", "text/html" } } })
            using (var answer = await client.SendAsync(page, Cancellation))
            {
                // The older cookie becomes a session that its person sees.
                Assert.Contains(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("Dashboard.Session=", StringComparison.Ordinal));
            }

            await client.PostAsync("/authenticate", HttpAssert.Json($$"""{"email":"viewer@example.org","password":"{{Password}}"}"""), Cancellation)
                .ReadAsync();

            await using var db = await app.OpenDatabaseAsync();
            Assert.Equal(start + 1, await db.UserSessions.CountAsync(Cancellation));
            var keys = await db.DataProtectionKeys.Select(key => key.FriendlyName).ToListAsync(Cancellation);
            Assert.Equal(keys.Count, keys.Distinct().Count());
            Assert.All(
                Directory.GetFiles(Path.Combine(data.Folder, "keys"), "*.xml"),
                file => Assert.Contains(Path.GetFileNameWithoutExtension(file), keys));
            Assert.True(File.Exists(Path.Combine(data.Folder, "keys", "token-signing.key")));

            // The second start has the database alone.
            if (start == 0)
            {
                Directory.Move(Path.Combine(data.Folder, "keys"), Path.Combine(data.Folder, "kept"));
                Directory.CreateDirectory(Path.Combine(data.Folder, "keys"));
                File.Create(Path.Combine(data.Folder, "keys", "token-signing.key")).Dispose();
            }
        }
    }

    [Theory, MemberData(nameof(Releases))]
    public async Task Start_OnDataOfARelease_MakesTheTablesOfANewDatabase(string release, string provider)
    {
        await using var data = await ReleaseData.UnpackAsync(release, provider);
        await using var lifted = await TestDatabase.OpenAsync(data.Database, data.Folder);
        await using var made = await TestDatabase.CreateAsync(provider);
        await using (var db = await lifted.Factory.CreateDbContextAsync(Cancellation))
        {
            Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync(Cancellation));
        }

        Assert.Equal(await SchemaAsync(made), await SchemaAsync(lifted));
    }

    /// <summary>Each migration is one transaction: a start that is killed ends between two of them.</summary>
    [Theory, MemberData(nameof(Releases))]
    public async Task Start_OnDataOfARelease_ThatWasLiftedHalfWay_GoesOn(string release, string provider)
    {
        await using var data = await ReleaseData.UnpackAsync(release, provider);
        await using (var db = new Dashboard.Storage.Providers.ProviderContextFactory(
            data.Database,
            new ServerOptions { DataDirectory = data.Folder },
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance).CreateDbContext())
        {
            var migrations = db.Database.GetMigrations().ToList();
            await SquashedHistory.RewriteAsync(db, [.. await db.Database.GetAppliedMigrationsAsync(Cancellation)], Cancellation);
            await db.Database.MigrateAsync(migrations[migrations.Count / 2], Cancellation);
            Assert.NotEmpty(await db.Database.GetPendingMigrationsAsync(Cancellation));
        }

        await using var lifted = await TestDatabase.OpenAsync(data.Database, data.Folder);
        await using var made = await TestDatabase.CreateAsync(provider);
        Assert.Equal(await SchemaAsync(made), await SchemaAsync(lifted));
        await using var after = await lifted.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal(
            (data.Facts.Flows, data.Facts.Candidates),
            (await after.Flows.CountAsync(Cancellation), await after.FlowCandidates.CountAsync(Cancellation)));
    }

    [Theory, ProviderData]
    public async Task Start_OnADatabaseFromBefore010_SaysWhatToDo(string provider)
    {
        Assert.SkipWhen(provider == nameof(DatabaseProvider.SqlServer), "No data was kept of that one");
        await using var data = await ReleaseData.UnpackAsync("0.1.0", provider);
        await using (var db = new Dashboard.Storage.Providers.ProviderContextFactory(
            data.Database,
            new ServerOptions { DataDirectory = data.Folder },
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance).CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '%UserLastSignIn'", Cancellation);
        }

        var exception = await Assert.ThrowsAsync<StartException>(() => TestDatabase.OpenAsync(data.Database, data.Folder));
        Assert.Contains("before 0.1.0", exception.Message);
        Assert.Contains("UserLastSignIn", exception.Message);
        Assert.Contains("Start version 0.1.0", exception.Message);
    }

    private static Task<DashboardApp> StartAsync(ReleaseData data) =>
        DashboardApp.StartAsync(new FakeTimeProvider(data.Facts.MadeAt.AddMinutes(30)), null, data.Settings);

    // Columns, indexes, foreign keys and triggers, without the order of columns: a column that came later stands last.
    private static async Task<IReadOnlyList<string>> SchemaAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        var lines = await db.Database.SqlQueryRaw<string>(database.Options.Provider == DatabaseProvider.Sqlite ? SqliteSchema : PostgreSqlSchema)
            .ToListAsync();
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private const string SqliteSchema =
        """
        SELECT m.name || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || IFNULL(c.dflt_value, '') || ' ' || c.pk AS "Value"
          FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table' AND m.name NOT LIKE '\_\_%' ESCAPE '\' AND m.name NOT LIKE 'sqlite%'
        UNION ALL SELECT m.name || ' -> ' || f."table" || ' ' || f."from" || ' ' || f."to" || ' ' || f.on_delete FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'
        UNION ALL SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL
        UNION ALL SELECT name || ' ' || wr FROM pragma_table_list WHERE name IN ('FlowCounts', 'PlateSuffixes')
        """;

    private const string PostgreSqlSchema =
        """
        SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || COALESCE(column_default, '') || ' ' || COALESCE(collation_name, '')
          || ' ' || COALESCE(character_maximum_length, 0) || ' ' || is_identity AS "Value" FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        """;
}
