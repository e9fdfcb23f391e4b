using Dashboard.Domain;
using Dashboard.Domain.Cameras;
using Dashboard.Scout;
using Dashboard.Storage;

namespace Dashboard.Agents.Intake;

/// <summary>
/// What an agent tells of a camera of its own: name and position. What a person has set here stays: only what was never set, or is still what the
/// agent told before, follows it.
/// </summary>
internal static class PushedStream
{
    /// <summary>What the agent calls the camera; empty: not told.</summary>
    public static string NameOf(ScoutStream? stream) => NameOf(stream?.CameraName);

    /// <summary>What an agent calls a camera, which may be the address of it, without secrets.</summary>
    public static string NameOf(string? name) => name is null ? "" : CameraSource.MaskAny(name).Truncate(PushedSourceResolver.MaxAliasLength);

    public static async Task TakeOverNameAsync(
        PushedSourceResolver resolver, CameraRow camera, ScoutStream stream, ScoutStream? before, CancellationToken cancellationToken)
    {
        var name = NameOf(stream);
        if (name.Length > 0 && name != camera.Alias && name != NameOf(before) && IsToldName(camera, NameOf(before)))
        {
            camera.Alias = await resolver.FreeAliasAsync(name, cancellationToken);
        }
    }

    public static void TakeOverPosition(CameraRow camera, ScoutStream stream, ScoutStream? before)
    {
        var position = PositionOf(stream);
        if (position is not null
            && ((camera.Latitude, camera.Longitude) is (null, null) || PositionOf(before) == (camera.Latitude, camera.Longitude)))
        {
            (camera.Latitude, camera.Longitude) = position.Value;
        }
    }

    private static (double? Latitude, double? Longitude)? PositionOf(ScoutStream? stream) =>
        PushedValues.Degrees(stream?.GpsLatitude, 90) is { } latitude && PushedValues.Degrees(stream?.GpsLongitude, 180) is { } longitude
            ? (latitude, longitude)
            : null;

    private static bool IsToldName(CameraRow camera, string before) =>
        PushedSourceResolver.IsMadeUp(camera.Alias, camera.Number ?? camera.Id)
        || (before.Length > 0 && (camera.Alias == before
            || (camera.Alias.StartsWith(before + " (", StringComparison.Ordinal) && camera.Alias.EndsWith(')'))));
}
