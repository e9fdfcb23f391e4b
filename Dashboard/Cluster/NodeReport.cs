using Dashboard.Capture;
using Orleans;
using Orleans.Runtime;

namespace Dashboard.Cluster;

/// <summary>What a machine tells of itself every second.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record NodeReport
{
    [Id(0)]
    public required string Name { get; init; }

    [Id(1)]
    public required SiloAddress Silo { get; init; }

    /// <summary>Whether its role is to watch cameras.</summary>
    [Id(2)]
    public bool Watches { get; init; }

    /// <summary>Whether it takes cameras at this moment.</summary>
    [Id(3)]
    public bool MayWatch { get; init; }

    /// <summary>How busy its processors are, 0 to 1, all programs together.</summary>
    [Id(4)]
    public double ProcessorLoad { get; init; }

    /// <summary>How much of its memory is taken, 0 to 1.</summary>
    [Id(5)]
    public double MemoryLoad { get; init; }

    [Id(6)]
    public int Processors { get; init; }

    [Id(7)]
    public string Version { get; init; } = "";

    /// <summary>Its turns by camera.</summary>
    [Id(8)]
    public IReadOnlyDictionary<int, long> Turns { get; init; } = new Dictionary<int, long>();

    /// <summary>Flows that wait to be stored.</summary>
    [Id(9)]
    public int Pending { get; init; }

    [Id(10)]
    public bool IsDraining { get; init; }

    [Id(11)]
    public string Role { get; init; } = "";

    /// <summary>The live numbers of the cameras that it watches.</summary>
    [Id(12)]
    public IReadOnlyList<WatchedCamera> Cameras { get; init; } = [];

    /// <summary>The greatest number of a flow that it stored.</summary>
    [Id(13)]
    public long NewestFlow { get; init; }

    /// <summary>How often it made or changed alerts since its start.</summary>
    [Id(14)]
    public long AlertChanges { get; init; }
}

/// <summary>Live numbers of a camera, for the other machines.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record WatchedCamera
{
    [Id(0)]
    public int CameraId { get; init; }

    [Id(1)]
    public CameraState State { get; init; }

    [Id(2)]
    public double FramesPerSecond { get; init; }

    [Id(3)]
    public int Width { get; init; }

    [Id(4)]
    public int Height { get; init; }

    [Id(5)]
    public long Captured { get; init; }

    [Id(6)]
    public long Dropped { get; init; }

    [Id(7)]
    public long Faults { get; init; }

    [Id(8)]
    public string? LastFault { get; init; }

    [Id(9)]
    public DateTimeOffset? LastFrameAt { get; init; }

    [Id(10)]
    public string? LastError { get; init; }

    [Id(11)]
    public string? Lack { get; init; }

    [Id(12)]
    public DateTimeOffset? RetryAt { get; init; }

    [Id(13)]
    public long Tries { get; init; }

    [Id(14)]
    public long Pending { get; init; }

    [Id(15)]
    public string? PendingFault { get; init; }

    [Id(16)]
    public bool IsFedByOthers { get; init; }

    public static WatchedCamera From(int cameraId, CameraStatus status) => new()
    {
        CameraId = cameraId,
        State = status.State,
        FramesPerSecond = status.FramesPerSecond,
        Width = status.Width,
        Height = status.Height,
        Captured = status.Captured,
        Dropped = status.Dropped,
        Faults = status.Faults,
        LastFault = status.LastFault,
        LastFrameAt = status.LastFrameAt,
        LastError = status.LastError,
        Lack = status.Lack,
        RetryAt = status.RetryAt,
        Tries = status.Tries,
        Pending = status.Pending,
        PendingFault = status.PendingFault,
        IsFedByOthers = status.IsFedByOthers,
    };

    public CameraStatus ToStatus() => new()
    {
        State = State,
        FramesPerSecond = FramesPerSecond,
        Width = Width,
        Height = Height,
        Captured = Captured,
        Dropped = Dropped,
        Faults = Faults,
        LastFault = LastFault,
        LastFrameAt = LastFrameAt,
        LastError = LastError,
        Lack = Lack,
        RetryAt = RetryAt,
        Tries = Tries,
        Pending = Pending,
        PendingFault = PendingFault,
        IsFedByOthers = IsFedByOthers,
    };
}

/// <summary>What a machine is told for its report.</summary>
/// <param name="Keeper">The machine that keeps the cameras watched.</param>
/// <param name="Drain">Whether to give up its cameras; null: as it is.</param>
/// <param name="Elsewhere">The cameras that other machines watch.</param>
/// <param name="NewestFlow">The greatest number of a flow that any of them stored.</param>
/// <param name="AlertChanges">How often other machines made or changed alerts.</param>
[GenerateSerializer]
[Immutable]
internal sealed record NodeOrder(
    [property: Id(0)] string Keeper,
    [property: Id(1)] bool? Drain,
    [property: Id(2)] IReadOnlyList<WatchedCamera> Elsewhere,
    [property: Id(3)] long NewestFlow,
    [property: Id(4)] long AlertChanges);

/// <summary>All machines of the cluster, as they were last heard of.</summary>
/// <param name="Nodes">By name.</param>
/// <param name="Keeper">The machine that keeps the cameras watched.</param>
/// <param name="Unwatched">Cameras that nobody watches at this moment.</param>
[GenerateSerializer]
[Immutable]
internal sealed record ClusterView(
    [property: Id(0)] IReadOnlyList<NodeReport> Nodes, [property: Id(1)] string Keeper, [property: Id(2)] IReadOnlyList<int> Unwatched);
