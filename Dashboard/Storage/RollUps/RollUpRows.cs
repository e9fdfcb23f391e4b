namespace Dashboard.Storage.RollUps;

/// <summary>What one camera saw in one hour, rolled up: years are told from these rows, and they outlive their flows.</summary>
internal sealed class CameraHour
{
    /// <summary>Seconds of an hour.</summary>
    public const int Length = 3600;

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
}
