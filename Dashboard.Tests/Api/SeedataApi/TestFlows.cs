using System.Text.Json;
using Dashboard.Domain.Flows;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.SeedataApi;

/// <summary>Flows as tests of the dialect store them.</summary>
internal static class TestFlows
{
    /// <summary>When the first of a series was captured.</summary>
    public static DateTimeOffset Start { get; } = new(2025, 2, 8, 22, 52, 46, TimeSpan.Zero);

    /// <summary>A flow; without a plate its score is 0.</summary>
    public static Flow Make(int camera, string plate = "AAA1A11", double score = 0.952351, int second = 0, TriggerMode mode = TriggerMode.Auto) =>
        new()
        {
            Uuid = Guid.NewGuid(),
            CameraId = camera,
            Plate = plate,
            Confidence = plate.Length == 0 ? 0 : score,
            CapturedAt = Start.AddSeconds(second),
            TriggerMode = mode,
            LprVersion = "1.8.0",
            FirstSeenAt = Start.AddSeconds(second),
            LastSeenAt = Start.AddSeconds(second),
            ReadCount = 1,
        };

    /// <summary>The numbers of the flows in an answer.</summary>
    public static IReadOnlyList<long> Ids(string json)
    {
        using var rows = JsonDocument.Parse(json);
        return [.. rows.RootElement.EnumerateArray().Select(row => row.GetProperty("id").GetInt64())];
    }
}

/// <summary>A server with sixty flows, four a second, that its tests only read.</summary>
public sealed class SixtyFlows : IAsyncLifetime
{
    public DashboardApp App { get; } = new();

    /// <summary>The flows' numbers as lists show them.</summary>
    public IReadOnlyList<long> NewestFirst { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        var camera = await App.AddCameraAsync("gate");
        var ids = await App.SeedFlowsAsync([.. Enumerable.Range(0, 60).Select(i => TestFlows.Make(camera, second: i / 4))]);
        NewestFirst = [.. ids.Reverse()];
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
