using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Retention.Plates;
using Dashboard.Security.Accounts;
using Dashboard.Statistics;
using Dashboard.Tests.Api.ScoutApi;
using Dashboard.Tests.Api.SeedataApi;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Retention.Plates;

/// <summary>A plate is erased while people and programs look at it, and agents send it.</summary>
[Trait("Category", "Server")]
public sealed class ErasureUnderReadersTests
{
    private const string Plate = "QXERASED1";

    [Fact]
    public async Task Erase_WhileEverybodyReads_IsNoErrorToAnybody_AndLeavesNothing()
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("Gate");
        var flows = new List<Flow>();
        for (var i = 0; i < 80; i++)
        {
            flows.Add(TestFlows.Make(camera, i % 10 == 9 ? $"OTHER{i}" : Plate));
            await app.StorePictureAsync(flows[i], null, new TakenView(flows[i].CapturedAt, app.Jpeg(64, 48)));
        }

        await app.SeedFlowsAsync([.. flows]);
        await app.Get<StatisticsRollUp>().CatchUpAsync(Cancellation);
        var erased = flows.Where(flow => flow.Plate == Plate).ToList();
        Assert.All(erased, flow => Assert.Equal(2, FilesOf(app, flow).Length));
        var erasure = app.Get<PlateErasure>();
        await Eventually.TrueAsync(
            async () => (await erasure.ForecastAsync(Plate, false, Cancellation)).Flows == erased.Count, "the lists have looked at all");
        using var administrator = await app.SignInClientAsync();
        using var api = await app.ApiClientAsync();
        using var over = new CancellationTokenSource();
        var answers = new ConcurrentQueue<(string Path, HttpStatusCode Status)>();
        var readers = Enumerable.Range(0, 9).Select(reader => ReadAsync(administrator, api, erased, reader, answers, over.Token)).ToArray();
        await Eventually.TrueAsync(() => answers.Count > 50, "all are read");
        var result = await erasure.EraseAsync(Plate, false, "Case 4711", await PersonAsync(app), Cancellation);
        await Eventually.TrueAsync(() => answers.Count > 150, "all are read again");
        await over.CancelAsync();
        await Task.WhenAll(readers);

        Assert.Equal(erased.Count, result.Value!.Flows);
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.NotFound);
        Assert.DoesNotContain(answers, answer => answer.Status >= HttpStatusCode.InternalServerError);
        Assert.All(erased, flow => Assert.Empty(FilesOf(app, flow)));
        Assert.Equal(["AuditEntries"], await TablesWithAsync(app, Plate));
        Assert.Equal(8, await app.CountAsync(null));
    }

    [Fact]
    public async Task Flow_ThatWasErased_DoesNotComeBackWithAnAgentThatSendsItAgain()
    {
        await using var app = await DashboardApp.StartAsync();
        using var agent = app.AnonymousClient();
        agent.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Operator));
        var picture = Convert.ToBase64String(app.Jpeg(64, 48));
        var group = PushedGroups.Whole("agent", Plate, picture: picture);
        await agent.PushAsync(group);
        var erasure = app.Get<PlateErasure>();
        await Eventually.TrueAsync(async () => (await erasure.ForecastAsync(Plate, false, Cancellation)).Flows == 1, "the lists have looked at it");
        Assert.Equal(1, (await erasure.EraseAsync(Plate, false, "Case 4711", await PersonAsync(app), Cancellation)).Value.Flows);

        // The agent never heard of the first answer. It is told that all is well, or it would go on for ever.
        await agent.PushAsync(group);
        await agent.PushAsync(PushedGroups.Whole("agent", "OTHER1", PushedGroups.Start + 60_000, picture));

        Assert.Equal(["OTHER1"], (await app.StoredFlowsAsync()).Select(flow => flow.Plate));
        Assert.Single(Directory.GetFiles(Path.Combine(app.DataDirectory, "pictures"), "*", SearchOption.AllDirectories));
    }

    private static async Task ReadAsync(
        HttpClient administrator, HttpClient api, IReadOnlyList<Flow> erased, int reader, ConcurrentQueue<(string, HttpStatusCode)> answers,
        CancellationToken over)
    {
        for (var turn = reader; !over.IsCancellationRequested; turn++)
        {
            var flow = erased[turn % erased.Count];
            var (client, path) = (turn % 9) switch
            {
                0 => (administrator, $"/app/plates/{Plate}/record.zip"),
                1 => (administrator, $"/app/plates/{Plate}"),
                2 => (administrator, $"/app/flows/{flow.Id}/evidence.pdf"),
                3 => (administrator, $"/app/flows/{flow.Id}/views/1.jpg"),
                4 => (administrator, $"/app/flows/{flow.Id}/plate.jpg"),
                5 => (administrator, "/app/flows/export.jsonl"),
                6 => (administrator, $"/app/flows?plate={Plate}"),
                7 => (api, $"/flows/{flow.Id}"),
                _ => (api, $"/flows/{flow.Id}/image"),
            };
            using var answer = await client.GetAsync(path, Cancellation);
            await answer.Content.LoadIntoBufferAsync(Cancellation);
            answers.Enqueue((path, answer.StatusCode));
        }
    }

    private static string[] FilesOf(DashboardApp app, Flow flow) =>
        Directory.GetFiles(app.DataDirectory, $"*{flow.Uuid:D}*", SearchOption.AllDirectories);

    private static async Task<ClaimsPrincipal> PersonAsync(DashboardApp app)
    {
        var id = await app.UserAsync(Roles.Administrator);
        await using var db = await app.OpenDatabaseAsync();
        var person = ClaimsPrincipalFactory.Create((await app.Get<AccountCache>().FindAsync(id))!, "test");
        person.Identities.Single().AddClaim(new Claim(
            new ClaimsIdentityOptions().SecurityStampClaimType,
            (await db.Users.Where(user => user.Id == id).Select(user => user.SecurityStamp).SingleAsync(Cancellation))!));
        return person;
    }

    // Whatever table there is or comes.
    private static async Task<IReadOnlyList<string>> TablesWithAsync(DashboardApp app, string text)
    {
        await using var db = await app.OpenDatabaseAsync();
        var found = new List<string>();
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        await connection.OpenAsync(Cancellation);
        foreach (var table in await NamesAsync("SELECT name FROM sqlite_master WHERE type = 'table'"))
        {
            var columns = await NamesAsync($"SELECT name FROM pragma_table_info('{table}')");
            var where = string.Join(" OR ", columns.Select(column => $"CAST(\"{column}\" AS TEXT) LIKE '%{text}%'"));
            if ((await NamesAsync($"SELECT 'x' FROM \"{table}\" WHERE {where} LIMIT 1")).Count > 0)
            {
                found.Add(table);
            }
        }

        return found;

        async Task<List<string>> NamesAsync(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await using var reader = await command.ExecuteReaderAsync(Cancellation);
            var names = new List<string>();
            while (await reader.ReadAsync(Cancellation))
            {
                names.Add(reader.GetString(0));
            }

            return names;
        }
    }
}
