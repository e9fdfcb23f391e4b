using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Dashboard.Storage.Providers.SqlServer;
using Dashboard.Storage.Search;
using Dashboard.Storage.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Dashboard.Tests.Storage;

/// <summary>
/// What can be known of SQL Server without one: the statements that would be sent. With DASHBOARD_TEST_SQLSERVER set, all storage tests run on it.
/// </summary>
public sealed class SqlServerTextTests
{
    private static readonly CameraInfo[] Cameras =
    [
        .. new[] { "Gate", "Ramp", "Yard" }.Select((alias, i) => new CameraInfo(i + 1, alias, SiteRow.DefaultId, null, i + 1)),
    ];

    [Fact]
    public void Model_HasNoChangesWithoutMigration()
    {
        using var db = Context();
        Assert.False(db.Database.HasPendingModelChanges(), "add a migration, see CONTRIBUTING.md");
    }

    [Fact]
    [Trait("Category", "Thorough")]
    public void Migrations_MakeTablesIndexesAndTheTriggerInABatchOfItsOwn()
    {
        using var db = Context();
        var script = db.GetService<IMigrator>().GenerateScript();

        Assert.All(
            new[]
            {
                "[Flows]",
                "[FlowCandidates]",
                "[FlowCounts]",
                "[FlowChanges]",
                "[PlateSuffixes]",
                "[Cameras]",
                "[Users]",
                "[ApiKeys]",
                "[DataProtectionKeys]",
                "[ServerSecrets]",
            },
            table => Assert.Contains($"CREATE TABLE {table}", script));
        Assert.Contains("CREATE INDEX [IX_Flows_Plate] ON [Flows] ([Plate], [CapturedSecond], [Id], [CameraId], [TriggerMode])", script);
        Assert.Contains("CREATE UNIQUE INDEX [IX_Flows_Uuid] ON [Flows] ([Uuid]);", script);
        Assert.Contains("[Plate] varchar(16) COLLATE Latin1_General_100_BIN2_UTF8 NOT NULL", script);
        Assert.Contains("EXEC(N'CREATE TRIGGER [Flows_Changed] ON [Flows]", script);
        Assert.Contains("f.[Plate] <> ''''", script);
    }

    [Fact]
    public void History_OfRelease010_IsRewrittenByPlainStatements()
    {
        using var db = Context();
        string[] statements = [.. SquashedHistory.Statements(db).Select(text => text.ReplaceLineEndings(" ").Trim())];
        Assert.Equal(db.MigrationsOf010.Select(id => $"DELETE FROM [__EFMigrationsHistory] WHERE [MigrationId] = N'{id}';"), statements[..^1]);
        Assert.Matches(
            @"^INSERT INTO \[__EFMigrationsHistory\] \(\[MigrationId\], \[ProductVersion\]\) VALUES \(N'20261126120000_Initial', N'10\.[^']+'\);$",
            statements[^1]);
    }

    [Fact]
    public void Searches_AreTranslatedWhole_WithTheOtherIndexesHidden()
    {
        using var db = Context();
        var translator = new FlowQueryTranslator(Cameras);
        var condition = new FlowAll(
        [
            new FlowComparison(FlowField.Camera, FlowOperator.Contains, "a"),
            new FlowComparison(FlowField.Time, FlowOperator.GreaterOrEqual, DateTimeOffset.UnixEpoch),
            new FlowComparison(FlowField.Plate, FlowOperator.Contains, "AB"),
            new FlowComparison(FlowField.Id, FlowOperator.In, new long[] { 1, 2 }),
            new FlowComparison(FlowField.Confidence, FlowOperator.Less, .5),
            new FlowComparison(FlowField.TriggerMode, FlowOperator.Equal, TriggerMode.Manual),
            new FlowComparison(FlowField.FirstSeen, FlowOperator.Less, DateTimeOffset.UnixEpoch.AddYears(60)),
        ]);

        foreach (var order in FlowListOrder.Fields.Select(field => new FlowOrder(field, true)))
        {
            var sql = FlowListOrder.Sort(translator.Apply(db.Flows, condition, FlowIndex.Time), order).Skip(20).Take(20).ToQueryString();
            var where = sql[sql.IndexOf("WHERE", StringComparison.Ordinal)..];
            Assert.Contains("[f].[CapturedSecond] >=", where);
            Assert.Contains("[f].[Confidence] + 0", where);
            Assert.Contains("[f].[Id] + CAST(0 AS bigint)", where);
            Assert.Contains("[f].[FirstSeenMs] + CAST(0 AS bigint) <", where);
            Assert.Contains("OFFSET", where);
            Assert.DoesNotContain("AB", where);
        }

        Assert.Contains("[Suffix] >=", PlateLookup.Suffixes(db, "AB").ToQueryString());
    }

    [Fact]
    public void CorrectedPlates_FewOrMany_AreLookedUpByTheirNumbers()
    {
        using var db = Context();
        var translator = new FlowQueryTranslator(Cameras);
        var test = new FlowComparison(FlowField.Plate, FlowOperator.Contains, "AB");
        var raw = db.FlowCorrections.Where(FlowQueryTranslator.TextComparison<FlowCorrection>(test, nameof(FlowCorrection.Raw)))
            .Select(correction => correction.FlowId);

        var few = translator.Apply(db.Flows, new CorrectedPlateComparison(test, [1, 2], raw), FlowIndex.Time).ToQueryString();
        Assert.Matches(@"OR \[f\]\.\[Id\] \+ CAST\(0 AS bigint\) IN \(", few[few.IndexOf("WHERE", StringComparison.Ordinal)..]);
        var other = test with { Operator = FlowOperator.NotEqual };
        var many = translator.Apply(db.Flows, new CorrectedPlateComparison(other, null, raw)).ToQueryString();
        Assert.Contains("NOT IN (", many);
        Assert.Contains("[FlowCorrections]", many);
        Assert.Contains("[Raw] LIKE", many);
    }

    private static SqlServerContext Context() => new(SqlServerProvider.Options("Server=nowhere;Database=flows"));
}
