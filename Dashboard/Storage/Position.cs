namespace Dashboard.Storage;

/// <summary>How far a worker has come, by its name: in the flows' numbers, or in time.</summary>
internal sealed class Position
{
    /// <summary>The number of the last flow that the alert lists were looked up for.</summary>
    public const string Alerts = "alerts";

    /// <summary>The last minute that web hooks were told of, so that one server tells it.</summary>
    public const string Heartbeats = "heartbeats";

    /// <summary>The millisecond of the last mail about dark cameras, so that one server writes it and it does not come too often.</summary>
    public const string CameraNotices = "camera notices";

    /// <summary>On an agent: the number of the last flow that the server has.</summary>
    public const string Push = "push";

    /// <summary>The number of the last flow that the statistics have.</summary>
    public const string Statistics = "statistics";

    /// <summary>The second from which on the statistics' days are packed; it goes backwards, and the least number says that all are.</summary>
    public const string StatisticsDays = "statistics: days";

    /// <summary>The number of the last flow that the times inside have.</summary>
    public const string Stays = "stays";

    /// <summary>The number of the last correction that the times inside have followed.</summary>
    public const string StayCorrections = "stays: corrections";

    /// <summary>The second that it was by what has passed, when it was last looked whether something is too old to be kept.</summary>
    public const string Age = "age";

    /// <summary>For how many seconds a clock that has leapt has run on.</summary>
    public const string AgeWaited = "age: waited";

    /// <summary>The second before which agents' previews were looked for whose end never came.</summary>
    public const string AgentsPreviews = "previews of agents";

    public string Name { get; set; } = "";

    /// <summary>The last number that is done.</summary>
    public long Value { get; set; }
}
