using Dashboard.Hosting;

namespace Dashboard.Retention;

/// <summary>What the last run of the retention did.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Flows">Flows that it deleted.</param>
/// <param name="Pictures">Pictures that it removed because of their age.</param>
/// <param name="ForRoom">Pictures that it removed before their time, because the disk was filling up.</param>
/// <param name="Bytes">What those pictures took.</param>
internal sealed record RetentionRun(DateTimeOffset At, long Flows, int Pictures, int ForRoom, long Bytes);

/// <summary>How the retention stands, for pages and for the judgement of the server's health.</summary>
internal sealed class RetentionStatus
{
    private RetentionRun? _last;
    private DiskNumbers? _lackingRoom;

    /// <summary>The last run of this process; null: there was none yet.</summary>
    public RetentionRun? Last
    {
        get => Volatile.Read(ref _last);
        set => Volatile.Write(ref _last, value);
    }

    /// <summary>The disk, where it is fuller than the setting allows although all that may go has gone; null otherwise.</summary>
    public DiskNumbers? LackingRoom
    {
        get => Volatile.Read(ref _lackingRoom);
        set => Volatile.Write(ref _lackingRoom, value);
    }
}
