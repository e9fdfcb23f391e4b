using Dashboard.Domain.Flows;

namespace Dashboard.Scout;

/// <summary>The names that a flow has in the vendor's format, in bodies and in rows of searches alike.</summary>
internal static class ScoutIds
{
    /// <summary>The plate's number among those of its picture, from 0; of what was pushed, as its agent counts.</summary>
    public static int PlateIndex(Flow flow, FlowDetail? detail) => detail?.PlateIndex ?? flow.PlateIndex;

    /// <summary>The picture: the agent's own name for it, else uid, camera and moment.</summary>
    public static string ImageId(Flow flow, FlowDetail? detail, string agentUid, long cameraNumber) =>
        detail is { ImageId.Length: > 0 } ? detail.ImageId : new ImageId(agentUid, cameraNumber, flow.CapturedAt.ToUnixTimeMilliseconds()).ToString();
}
