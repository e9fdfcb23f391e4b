using System.Diagnostics;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Dashboard.Tests.Agents;

/// <summary>
/// A server, and an agent that recognises in a process of its own; the line between them is cut, and the agent is killed meanwhile.
/// </summary>
public sealed class NetworkCutTests : IAsyncLifetime
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Dashboard.dll");
    private readonly DashboardApp _server = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-agent-").FullName;

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    [Trait("Category", "System")]
    public async Task Line_CutWhileVehiclesPass_AndTheAgentKilled_NothingIsLostOrRepeated()
    {
        await using var line = new CuttableProxy(_server.Address);
        var key = await _server.ApiKeyAsync(Roles.Operator);
        var agent = StartAgent(line.Address, key);
        try
        {
            await Eventually.TrueAsync(async () => await _server.Agents.ListAsync() is [{ TakesCameras: true }], "the agent calls", seconds: 60);
            var id = (await _server.Agents.ListAsync(Cancellation))[0].Id;
            await _server.AddCameraAsync(
                "Demo street",
                Path.Combine(AppContext.BaseDirectory, "demo", "street.mp4"),
                camera => camera with { AgentId = id, IsEnabled = true });
            await Eventually.TrueAsync(async () => (await _server.StoredFlowsAsync()).Count >= 2, "flows arrive", seconds: 120);

            line.Cut();
            var before = SeenByAgent().Count;
            await Eventually.TrueAsync(() => SeenByAgent().Count >= before + 3, "vehicles pass meanwhile", seconds: 120);
            agent.Kill();
            await agent.WaitForExitAsync(Cancellation);
            var seen = SeenByAgent();
            Assert.True((await _server.StoredFlowsAsync()).Count < seen.Count, "the line was not cut");

            agent.Dispose();
            agent = StartAgent(line.Address, key);
            line.Mend();
            var expected = seen.Select(Name).Order().ToList();
            await Eventually.TrueAsync(
                async () => (await _server.StoredFlowsAsync()).Select(Name).Intersect(expected).Count() == expected.Count,
                "what was seen meanwhile arrives",
                seconds: 120);
            var stored = await _server.StoredFlowsAsync();
            Assert.Equal(stored.Count, stored.Select(Name).Distinct().Count());
            Assert.All(stored, flow => Assert.True(flow.HasPicture));
        }
        finally
        {
            agent.Kill();
            await agent.WaitForExitAsync(Cancellation);
            agent.Dispose();
        }
    }

    private static string Name(Flow flow) => $"{flow.FirstSeenAt:O} {flow.Plate}";

    private Process StartAgent(string server, string key)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { Program, "--Role=Agent", $"--Agent:Server={server}", $"--DataDirectory={_folder}", "--Recognition:Threads=1" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Agent__Key"] = key;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    // Read as they lie on the disk, beside the running agent.
    private List<Flow> SeenByAgent()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "dashboard.db")};Mode=ReadOnly;Default Timeout=20");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT \"FirstSeenMs\", \"Plate\" FROM \"Flows\" ORDER BY \"Id\"";
        using var reader = command.ExecuteReader();
        var flows = new List<Flow>();
        while (reader.Read())
        {
            flows.Add(new Flow { FirstSeenAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)), Plate = reader.GetString(1) });
        }

        return flows;
    }
}
