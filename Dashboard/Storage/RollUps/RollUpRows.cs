namespace Dashboard.Storage.RollUps;

/// <summary>What one camera saw in one hour, rolled up: years are told from these rows, and they outlive their flows.</summary>
internal sealed class CameraHour
{
    /// <summary>The hour's first second since 1970, UTC.</summary>
    public long Start { get; set; }

    public int CameraId { get; set; }

    public int Flows { get; set; }

    /// <summary>Flows with a plate.</summary>
    public int Read { get; set; }

    /// <summary>Flows with a plate of low confidence.</summary>
    public int Doubtful { get; set; }

    /// <summary>Sum of the confidences, 0 to 1 each, of flows with a plate.</summary>
    public double ConfidenceSum { get; set; }
}

/// <summary>The hours of one camera in one day of UTC, in one row: what reads years reads these, and says what the hours say.</summary>
internal sealed class CameraDay
{
    /// <summary>The day's first second since 1970, UTC.</summary>
    public long Start { get; set; }

    public int CameraId { get; set; }

    /// <summary>The hours that have a row, as <see cref="PackedHours"/> writes them.</summary>
    public byte[] Hours { get; set; } = [];
}

/// <summary>How often one camera saw one plate in one month: nominates the plates that are then counted exactly.</summary>
internal sealed class PlateMonth
{
    /// <summary>Months since year 0, UTC: year × 12 + month − 1.</summary>
    public int Month { get; set; }

    public int CameraId { get; set; }

    public string Plate { get; set; } = "";

    public int Flows { get; set; }

    /// <summary>The month of a moment, by its seconds since 1970.</summary>
    public static int FromSecond(long second)
    {
        var date = DateTimeOffset.FromUnixTimeSeconds(second);
        return (date.Year * 12) + date.Month - 1;
    }

    /// <summary>The first second since 1970 of a month.</summary>
    public static long FirstSecond(int month) => new DateTimeOffset(month / 12, (month % 12) + 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
}

/// <summary>How long the vehicles were inside that left in one hour, or in one day, by one camera.</summary>
internal sealed class StayCount
{
    /// <summary>The first second since 1970, UTC.</summary>
    public long Start { get; set; }

    /// <summary>Seconds that it counts: of an hour or of a day.</summary>
    public int Span { get; set; }

    /// <summary>The camera that they left by.</summary>
    public int CameraId { get; set; }

    /// <summary>How many of which length, as <see cref="Dashboard.Domain.Flows.StayLengths"/> writes them.</summary>
    public string Lengths { get; set; } = "";
}

/// <summary>A vehicle that came in and has not been seen leaving.</summary>
internal sealed class OpenStay
{
    public string Plate { get; set; } = "";

    public int SiteId { get; set; }

    /// <summary>When it came in: seconds since 1970, UTC.</summary>
    public long Since { get; set; }

    /// <summary>The camera that it came in by.</summary>
    public int CameraId { get; set; }

    /// <summary>The flow that it came in with.</summary>
    public long FlowId { get; set; }
}
