using Dashboard.Live;
using Orleans;

namespace Dashboard.Cluster.Pictures;

/// <summary>A picture of a camera on its way to another machine, as JPEG.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record CameraPicture(
    [property: Id(0)] byte[] Jpeg, [property: Id(1)] DateTimeOffset CapturedAt, [property: Id(2)] IReadOnlyList<CameraPlate> Plates)
{
    public static CameraPicture From(LivePicture picture) =>
        new(picture.Jpeg, picture.CapturedAt, [.. picture.Plates.Select(plate => new CameraPlate(plate.Text, plate.Confidence, plate.Corners))]);

    public LivePicture ToLive() =>
        new(Jpeg, CapturedAt, [.. Plates.Select(plate => new LivePlate(plate.Text, plate.Confidence, plate.Corners))]);
}

/// <summary>A plate in it.</summary>
/// <param name="Corners">As <see cref="LivePlate"/> has them.</param>
[GenerateSerializer]
[Immutable]
internal sealed record CameraPlate(
    [property: Id(0)] string Text, [property: Id(1)] double Confidence, [property: Id(2)] IReadOnlyList<float> Corners);
