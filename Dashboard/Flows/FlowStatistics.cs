namespace Dashboard.Flows;

/// <summary>Flows of a camera in some time.</summary>
public sealed record CameraFlows(int CameraId, string Camera, long Flows);

/// <summary>Numbers of some time, such as a day.</summary>
/// <param name="Total">All flows.</param>
/// <param name="Read">Flows with a plate.</param>
/// <param name="DistinctPlates">How many different plates were read.</param>
/// <param name="Manual">Flows that somebody asked for.</param>
/// <param name="Cameras">Flows a camera, most first; cameras without flows are left out.</param>
public sealed record FlowDay(long Total, long Read, long DistinctPlates, long Manual, IReadOnlyList<CameraFlows> Cameras)
{
    /// <summary>Share of flows with a plate, 0 to 1; 0 where there are no flows.</summary>
    public double ReadShare => Total == 0 ? 0 : (double)Read / Total;
}

/// <summary>Numbers over flows, for the overview.</summary>
public sealed class FlowStatistics
{
    /// <summary>Numbers of the flows captured from <paramref name="from"/> on and before <paramref name="to"/>.</summary>
    public Task<FlowDay> TodayAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel = default) => throw new NotImplementedException();
}
