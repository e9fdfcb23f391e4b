using Dashboard.Domain.Flows;

namespace Dashboard.Tests.Api.TokenApi;

/// <summary>Flows as tests of the dialect store them.</summary>
internal static class TestFlows
{
    /// <summary>When the first of a series was captured.</summary>
    public static DateTimeOffset Start { get; } = new(2025, 2, 8, 22, 52, 46, TimeSpan.Zero);

    /// <summary>A flow; without a plate its score is 0.</summary>
    public static Flow Make(int camera, string plate = "AAA1A11", double score = 0.952351, int second = 0, TriggerMode mode = TriggerMode.Auto) => new()
    {
        Uuid = Guid.NewGuid(),
        CameraId = camera,
        Plate = plate,
        Confidence = plate.Length == 0 ? 0 : score,
        CapturedAt = Start.AddSeconds(second),
        TriggerMode = mode,
        LprVersion = "1.8.0",
        FirstSeenMs = Start.AddSeconds(second).ToUnixTimeMilliseconds(),
        LastSeenMs = Start.AddSeconds(second).ToUnixTimeMilliseconds(),
        ReadCount = 1,
    };
}
