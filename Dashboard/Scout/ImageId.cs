using System.Globalization;

namespace Dashboard.Scout;

/// <summary>An agent's name of a picture: <c>{agent_uid}-{camera_id}-{epoch_ms}</c>.</summary>
/// <param name="AgentUid">The machine.</param>
/// <param name="CameraNumber">Its number of the camera.</param>
/// <param name="CapturedMs">When it was captured, ms since 1970, UTC.</param>
internal readonly record struct ImageId(string AgentUid, long CameraNumber, long CapturedMs)
{
    /// <summary>Reads a name; null where it is none.</summary>
    public static ImageId? Parse(string text) =>
        text.Split('-') is [var uid, var camera, var moment] && uid.Length is > 0 and <= 40
        && long.TryParse(camera, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(moment, NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            ? new ImageId(uid, number, ms)
            : null;

    /// <summary>Second and millisecond, as flows are indexed by.</summary>
    public (long Second, int Millisecond) Moment => (CapturedMs / 1000, (int)(CapturedMs % 1000));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{AgentUid}-{CameraNumber}-{CapturedMs}");
}
