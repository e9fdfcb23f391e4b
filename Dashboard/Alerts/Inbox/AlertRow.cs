using Dashboard.Domain.Alerts;

namespace Dashboard.Alerts.Inbox;

/// <summary>An alert with what is shown of its flow, its camera and its list.</summary>
/// <param name="Camera">The camera's alias.</param>
/// <param name="SiteId">Where the camera stands; 0 where it is not there any more.</param>
/// <param name="HasPicture">The flow has a picture.</param>
/// <param name="HasPlatePicture">The plate can be cut out of it.</param>
/// <param name="ListType">What the list is; black where it was deleted.</param>
/// <param name="Color">The colour of the list's marks; grey where it was deleted.</param>
public sealed record AlertRow(
    Alert Alert, string Camera, int SiteId, bool HasPicture, bool HasPlatePicture, AlertListType ListType, AlertListColor Color)
{
    /// <summary>The plate as the camera read it, or as a person corrected it; empty where the flow is gone or without one.</summary>
    public string ReadPlate { get; init; } = "";

    /// <summary>When the flow's picture was taken; null where the flow is gone.</summary>
    public DateTimeOffset? CapturedAt { get; init; }

    /// <summary>The time to be shown: the one that the flow has on every other page.</summary>
    public DateTimeOffset SeenAt => CapturedAt ?? Alert.FirstSeenAt;

    /// <summary>The plate to be shown: that of the vehicle, which is not always the text that matched.</summary>
    public string Plate => ReadPlate.Length > 0 ? ReadPlate : Alert.Plate;

    /// <summary>The text that matched, where it is but a possible reading of the plate; null: it is the plate.</summary>
    public string? PossiblePlate => Plate == Alert.Plate ? null : Alert.Plate;

    /// <summary>Nobody has acknowledged it yet.</summary>
    public bool IsOpen => Alert.AcknowledgedAt is null;
}
