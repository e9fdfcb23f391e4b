using System.Net;

namespace Dashboard.Domain.Cameras;

/// <summary>What a camera must look like before it is stored.</summary>
public static class CameraValidation
{
    public const int MaxAliasLength = 64;

    /// <summary>Most characters of an address.</summary>
    public const int MaxSourceLength = 2048;

    /// <summary>Frames a second, at least.</summary>
    public const double MinRate = 0.1;

    /// <summary>Frames a second, at most.</summary>
    public const double MaxRate = 30;

    /// <summary>Largest wait before a manual capture, ms.</summary>
    public const int MaxDelay = 3000;

    /// <summary>Flows and pictures are kept at most this long, days.</summary>
    public const int MaxDays = 36500;

    private static readonly HashSet<string> OtherProtocols =
        new(StringComparer.OrdinalIgnoreCase) { "rtmp", "rtmps", "rtp", "srt", "udp", "tcp", "mms", "mmsh", "rist", "webrtc", "ws", "wss", "onvif" };

    private const double MaxLatitude = 90;
    private const double MaxLongitude = 180;

    /// <summary>What is wrong, by property name of <see cref="Camera"/>; empty where nothing is.</summary>
    /// <param name="camera">The camera to be stored.</param>
    /// <param name="others">The cameras there are; the one with the same id is the camera itself.</param>
    public static FieldErrors Check(Camera camera, IEnumerable<Camera> others) => new()
    {
        { nameof(Camera.Alias), AliasError(camera, others) },
        { nameof(Camera.Source), camera.IsBrought ? null : SourceError(camera.Source) },
        { nameof(Camera.Substream), SubstreamError(camera.Substream, camera.Source) },
        { nameof(Camera.SnapshotUrl), SnapshotError(camera.SnapshotUrl) },
        { nameof(Camera.CaptureMode), CaptureModeError(camera) },
        { nameof(Camera.AnalysisRate), camera.AnalysisRate is >= MinRate and <= MaxRate
            ? null
            : "The frames per second must be a number from 0.1 to 30." },
        { nameof(Camera.ManualTriggerDelay), camera.ManualTriggerDelay is >= 0 and <= MaxDelay ? null : "The manual delay must be 0 to 3000 ms." },
        { nameof(Camera.Direction), camera.Direction is { } direction ? DirectionError(direction) : null },
        { nameof(Camera.FlowDays), camera.FlowDays is null or (>= 0 and <= MaxDays) ? null : $"“Keep flows” must be 0 to {MaxDays} days." },
        { nameof(Camera.PictureDays), PictureDaysError(camera.PictureDays, camera.FlowDays) },
        { nameof(Camera.Countries), camera.Countries.Error },
        { nameof(Camera.Latitude), DegreesError(
            camera.Latitude, camera.Longitude, MaxLatitude, "Enter the latitude too, or neither.", "The latitude must be -90 to 90 degrees.") },
        { nameof(Camera.Longitude), DegreesError(
            camera.Longitude, camera.Latitude, MaxLongitude, "Enter the longitude too, or neither.", "The longitude must be -180 to 180 degrees.") },
    };

    /// <summary>What is wrong with a source; null where nothing is. Whether it can be reached is another question.</summary>
    public static string? SourceError(string? source)
    {
        if (string.IsNullOrWhiteSpace(source))
        {
            return "Enter the camera's address (rtsp://…, http://…) or the full path of a video file or folder.";
        }

        if (source.Length > MaxSourceLength || source.Any(char.IsControl))
        {
            return $"The address must be at most {MaxSourceLength} characters on one line.";
        }

        if (CameraSource.IsAddress(source))
        {
            return AddressError(source);
        }

        if (source.Contains("://", StringComparison.Ordinal))
        {
            var scheme = source[..source.IndexOf("://", StringComparison.Ordinal)];
            return OtherProtocols.Contains(scheme)
                ? $"{scheme}:// is not spoken here: enter the camera's address for RTSP (rtsp://…), which nearly every camera has as well."
                : "The address must start with rtsp://, rtsps://, http:// or https://, or be a full path.";
        }

        return Path.IsPathFullyQualified(CameraSource.DropPath(source) ?? source)
            ? null
            : OperatingSystem.IsWindows()
                ? "Begin the address of a camera with rtsp:// or http://, and the path of a file or folder with its drive, such as C:."
                : "Begin the address of a camera with rtsp:// or http://, and the path of a file or folder with /.";
    }

    /// <summary>What is wrong with how long pictures are kept; null where nothing is.</summary>
    /// <param name="days">Days; 0: as long as their flows. Null: as the settings say.</param>
    /// <param name="flowDays">Those of flows, with which their pictures go; 0: for ever. Null: as the settings say.</param>
    public static string? PictureDaysError(int? days, int? flowDays) =>
        days is < 0 or > MaxDays ? $"“Keep pictures” must be 0 to {MaxDays} days."
        : flowDays is > 0 and <= MaxDays && days > flowDays
            ? flowDays == 1 ? "“Keep pictures” cannot be longer than “Keep flows” (1 day)."
                : $"“Keep pictures” cannot be longer than “Keep flows” ({flowDays} days)."
        : null;

    private static string? CaptureModeError(Camera camera) =>
        !Enum.IsDefined(camera.CaptureMode) ? "The capture mode must be Auto, Manual or Both."
        : camera.CaptureMode == CaptureMode.Manual && CameraSource.KindOf(camera.Source) == SourceKind.Drop
            ? "Dropped pictures are read as they come: choose a capture mode that is not manual only."
        : null;

    private static string? DirectionError(CameraDirection direction) =>
        direction.Name.Length == 0 ? "Name the direction of the arrow too; only the opposite one has a name."
        : direction.Degrees is < 0 or > 359 ? "The direction must be 0 to 359 degrees."
        : direction.Names.Any(name => name.Length > CameraDirection.MaxNameLength)
            ? $"The name of a direction must be at most {CameraDirection.MaxNameLength} characters."
        : string.Equals(direction.Name, direction.Opposite, StringComparison.OrdinalIgnoreCase) ? "The two directions need different names."
        : HiddenCharacters.ErrorOf(string.Concat(direction.Names));

    private static string? DegreesError(double? degrees, double? other, double max, string missing, string outside) =>
        degrees is null && other is not null ? missing
        : degrees is null || Math.Abs(degrees.Value) <= max ? null
        : outside;

    private static string? AddressError(string source)
    {
        if (CameraSource.HasMask(source))
        {
            return "Write the secret itself in place of ***, which only stands for the stored one while the host stays the same.";
        }

        var host = CameraSource.HostOf(source);
        if (host.Length == 0 || host[0] == ':' || source.Any(char.IsWhiteSpace))
        {
            return "The address must name a host and contain no spaces, such as rtsp://192.168.1.20:554/stream.";
        }

        if (IPAddress.TryParse(CameraSource.HostNameOf(source).Trim('[', ']').Split('%')[0], out var ip) && ip.IsIPv6LinkLocal)
        {
            return "Link-local addresses (fe80::…) do not work here: enter the camera's other address, or its name.";
        }

        if (CameraSource.IsDoubtful(source))
        {
            return "It is not clear where the password ends: write %40 for each @ in a password or a path, and %2F for each / in a password.";
        }

        if (Uri.TryCreate(source, UriKind.Absolute, out _))
        {
            return null;
        }

        // Without an @ there is no password that could have been written wrong.
        var mayHavePassword = source.Contains('@', StringComparison.Ordinal);
        var port = host[(host.LastIndexOf(':') + 1)..];
        return !mayHavePassword && host.Count(letter => letter == ':') > 1
            ? "Write an IPv6 address in brackets, such as rtsp://[2001:db8::5]:554/stream."
            : (port.Length > 4 && port.All(char.IsAsciiDigit)) || (!mayHavePassword && port.Length < host.Length) ? "The port must be 1 to 65535."
            : "The address cannot be parsed; write special characters in a password as %40 for @, %3A for :, %2F for /, %23 for #, %3F for ?.";
    }

    private static string? AliasError(Camera camera, IEnumerable<Camera> others)
    {
        var alias = camera.Alias;
        return string.IsNullOrWhiteSpace(alias) ? "Enter a name for the camera."
            : alias.Length > MaxAliasLength ? $"The name has {alias.Length} characters; the most is {MaxAliasLength}."
            : alias != alias.Trim() ? "The name must not begin or end with a space."
            : others.Any(other => other.Id != camera.Id && string.Equals(other.Alias, alias, StringComparison.OrdinalIgnoreCase))
                ? $"The name “{alias}” is taken by another camera."
            : HiddenCharacters.ErrorOf(alias);
    }

    /// <summary>What is wrong with the address of a substream; null where nothing is, or where there is none.</summary>
    public static string? SubstreamError(string? substream, string source) =>
        string.IsNullOrEmpty(substream) ? null
        : substream == source ? "The substream has the address of the main stream; enter that of the camera's smaller stream, or leave it empty."
        : SourceError(substream);

    private static string? SnapshotError(string? url) =>
        string.IsNullOrEmpty(url) ? null
        : CameraSource.KindOf(url) != SourceKind.Http ? "The snapshot URL must start with http:// or https://."
        : SourceError(url);
}
