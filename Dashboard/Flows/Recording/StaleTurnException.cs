namespace Dashboard.Flows.Recording;

/// <summary>A flow was seen by a machine whose turn with its camera is over: another one watches it, and may have seen the vehicle too.</summary>
internal sealed class StaleTurnException(int cameraId, long turn, long newest)
    : Exception(FormattableString.Invariant($"Camera {cameraId} was watched in turn {turn}, and turn {newest} has begun"));
