using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.SeedataApi;

namespace Dashboard.Tests.Support.Texts;

/// <summary>
/// The sample clients that the Seedata API's documentation shows its integrators (<c>Assets/Samples</c>), as they stand but for host, port, token,
/// e-mail address, password and the flow's number; and a server for them to talk to.
/// </summary>
public sealed class SeedataSamples : IAsyncLifetime
{
    private const string Email = "you@example.com";
    private const string PhpPort = "CURLOPT_PORT => \"21781\"";
    private readonly CancellationTokenSource _stop = new();
    private Task _filming = Task.CompletedTask;
    private string _token = "";

    /// <summary>The server. Its flows are <c>camera_1</c>'s.</summary>
    public DashboardApp App { get; } = new();

    /// <summary>The flow that is asked for.</summary>
    public long FlowId { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        await App.CreateUserAsync(Email);
        _token = await App.TokenAsync(Roles.Operator);
        var camera = await App.AddCameraAsync("camera_1", with: camera => camera with { IsEnabled = true });
        _filming = FilmAsync(camera);
        var flow = TestFlows.Make(camera);
        await App.StorePictureAsync(flow);
        FlowId = (await App.SeedFlowsAsync(TestFlows.Make(await App.AddCameraAsync("other")), flow))[1];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _filming;
        _stop.Dispose();
        await App.DisposeAsync();
    }

    /// <summary>Checks what a sample printed whose answer is another one each time.</summary>
    public async Task CheckAsync(string sample, JsonElement answer)
    {
        if (sample == "create-flow")
        {
            Assert.Equal(("camera_1", "manual", "rtsp"), (Text("camera"), Text("trigger_mode"), Text("image_source")));
            Assert.StartsWith("/9j/", Text("image"));
            return;
        }

        Assert.True(answer.GetProperty("success").GetBoolean());
        using var client = App.AnonymousClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", answer.GetProperty("data").GetProperty("token").GetString());
        await client.GetAsync("/flows").ReadAsync();

        string? Text(string name) => answer.GetProperty(name).GetString();
    }

    /// <param name="file">Its file's name.</param>
    public async Task<string> TextAsync(string file)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Assets", "Samples", file));
        var server = new Uri(App.Address);
        return text
            .Replace("localhost:8881", server.Authority, StringComparison.Ordinal)
            .Replace(PhpPort, $"CURLOPT_PORT => \"{server.Port}\"", StringComparison.Ordinal)
            .Replace("eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhcHB...<truncated>", _token, StringComparison.Ordinal)
            .Replace("your-email", Email, StringComparison.Ordinal)
            .Replace("your-password", DashboardApp.Password, StringComparison.Ordinal)
            .Replace("<Id>", FlowId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    /// <summary>What the sample should print; null: something else each time.</summary>
    public async Task<string?> ExpectedAsync(string sample)
    {
        using var client = await App.ApiClientAsync();
        using var search = HttpAssert.Json("""{"filter":{"timestamp":{">=":"2024-11-18 00:00:00"},"camera":{"like":"camera_1"}}}""");
        return sample switch
        {
            "list-flows" => await client.GetAsync("/flows").ReadAsync(),
            "get-flow" => await client.GetAsync($"/flows/{FlowId}").ReadAsync(),
            "search-flows" => await client.PostAsync("/flows/search", search).ReadAsync(),
            "list-cameras" => await client.GetAsync("/cameras").ReadAsync(),
            _ => null,
        };
    }

    /// <summary>Runs a sample in a program of its own and returns what it printed.</summary>
    public async Task<string> RunAsync(string program, string file)
    {
        var script = Path.Combine(App.DataDirectory, file);
        await File.WriteAllTextAsync(script, await TextAsync(file));
        var (exitCode, output, errors) = await RunProgramAsync(program, script);
        Assert.True(exitCode == 0, $"{program} {file} ended with {exitCode}: {output} {errors}");
        return output.TrimEnd('\n');
    }

    /// <summary>Whether a program is there and says yes to a question.</summary>
    public static async Task<bool> IsThereAsync(string program, params string[] question)
    {
        try
        {
            return (await RunProgramAsync(program, question)).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    // Captures by hand want a frame that is not old.
    private async Task FilmAsync(int camera)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        try
        {
            do
            {
                App.ShowFrame(camera);
            }
            while (await ticks.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The tests are done.
        }
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunProgramAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "127.0.0.1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
