using Dashboard.Storage.RollUps;

namespace Dashboard.Storage.Search;

/// <summary>
/// How many flows a camera has in one span of time, by what made them. The database's own triggers keep it, in the transaction that
/// stores the flows; so totals are exact whoever writes, and cost no count over the table.
/// </summary>
internal sealed class FlowCount
{
    /// <summary>Seconds of an hour, a day and a block of 32 days: the spans that are counted, shortest first.</summary>
    public static readonly IReadOnlyList<int> Spans = [SpanSeconds.Hour, SpanSeconds.Day, SpanSeconds.Block];

    /// <summary>Length of the span in seconds, one of <see cref="Spans"/>.</summary>
    public int Span { get; set; }

    /// <summary>The span's first second since 1970, UTC: a multiple of its length.</summary>
    public long Start { get; set; }

    public int CameraId { get; set; }

    public Domain.Flows.TriggerMode TriggerMode { get; set; }

    public long Flows { get; set; }
}

/// <summary>
/// One end of a plate that some flow has: <c>AB12</c>, <c>B12</c>, <c>12</c> and <c>2</c> of AB12. A text that is found anywhere in a
/// plate is the beginning of one of them, so finding it is one range of an index, however short it is. Kept by triggers; plates whose
/// flows are all gone stay, and find nothing.
/// </summary>
internal sealed class PlateSuffix
{
    /// <summary>The end of the plate; the whole plate is one too.</summary>
    public string Suffix { get; set; } = "";

    public string Plate { get; set; } = "";
}

/// <summary>
/// How often flows of one run of numbers were changed or removed since they were stored. Who has counted them may add to the count what is
/// new, for as long as this stays the same. Kept by triggers.
/// </summary>
internal sealed class FlowRunVersion
{
    public const int RunLength = 16_384;

    /// <summary>Number of the run: the flow's number divided by <see cref="RunLength"/>.</summary>
    public long Run { get; set; }

    /// <summary>How many changes there were.</summary>
    public long Changes { get; set; }
}
