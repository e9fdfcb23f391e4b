using System.Diagnostics;

namespace Dashboard.Pipeline;

/// <summary>
/// The way of a flow through the server as spans of one trace, whose number is the flow's uuid: so stages that know each other by the database alone,
/// after a restart or on another machine, write to the same trace without telling each other anything. Spans name no plate.
/// </summary>
internal static class FlowTrace
{
    /// <summary>The name of the source of these spans.</summary>
    public const string SourceName = "Dashboard";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anybody takes spans.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Adds a span that has ended.</summary>
    /// <param name="name">The stage.</param>
    /// <param name="flow">The flow's uuid.</param>
    /// <param name="start">When it began.</param>
    /// <param name="end">When it ended.</param>
    /// <param name="tags">What else is told.</param>
    public static void Add(string name, Guid flow, DateTimeOffset start, DateTimeOffset end, params ReadOnlySpan<(string Name, object? Value)> tags)
    {
        if (!IsOn)
        {
            return;
        }

        Span<byte> id = stackalloc byte[16];
        flow.TryWriteBytes(id, bigEndian: true, out _);
        var trace = new ActivityContext(
            ActivityTraceId.CreateFromBytes(id), ActivitySpanId.CreateFromBytes(id[8..]), ActivityTraceFlags.Recorded, isRemote: true);
        using var span = Source.StartActivity(name, ActivityKind.Internal, trace, startTime: start);
        span?.SetTag("flow.uuid", flow.ToString("N"));
        foreach (var (tag, value) in tags)
        {
            span?.SetTag(tag, value);
        }

        span?.SetEndTime(end.UtcDateTime);
    }
}
