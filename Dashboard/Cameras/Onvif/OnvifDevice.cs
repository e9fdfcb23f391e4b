namespace Dashboard.Cameras.Onvif;

/// <summary>A camera that answered a call into the network.</summary>
/// <param name="Service">Where it is asked; its host is the address that the answer came from.</param>
/// <param name="Name">As it calls itself; empty where it says nothing.</param>
/// <param name="Model">Its hardware; empty where it says nothing.</param>
internal sealed record FoundDevice(Uri Service, string Name, string Model)
{
    /// <summary>What it calls itself by every address; empty where it says nothing.</summary>
    public string Identity { get; init; } = "";
}

/// <summary>What a camera tells of itself to who signs in.</summary>
/// <param name="Maker">Who made it; empty where it says nothing.</param>
/// <param name="Model">Its model; empty where it says nothing.</param>
/// <param name="Firmware">Its version; empty where it says nothing.</param>
/// <param name="ClockOffset">How far its clock is ahead of the server's; null: it tells no time.</param>
/// <param name="Profiles">Its streams, at least one.</param>
internal sealed record OnvifDevice(string Maker, string Model, string Firmware, TimeSpan? ClockOffset, IReadOnlyList<OnvifProfile> Profiles)
{
    /// <summary>Seconds from which a clock that is wrong is worth a word.</summary>
    public const double MaxClockOffsetSeconds = 5;

    // 2688 × 1520 and a little: what is larger costs more to decode than plates gain by it.
    private const long MaxSensiblePixels = 4_200_000;

    /// <summary>Whether the clock is so wrong that a person should set it.</summary>
    public bool IsClockWrong => ClockOffset is { } offset && Math.Abs(offset.TotalSeconds) > MaxClockOffsetSeconds;

    /// <summary>The profile that most people want: video before single pictures, the largest that a computer decodes with ease.</summary>
    public OnvifProfile Suggested => Profiles
        .OrderBy(profile => profile.IsVideo ? 0 : 1)
        .ThenBy(profile => profile.Pixels > MaxSensiblePixels ? profile.Pixels : 0)
        .ThenByDescending(profile => profile.Pixels)
        .ThenByDescending(profile => profile.FramesPerSecond)
        .First();

    /// <summary>The profile that shows the same picture as another one, much smaller and large enough to see motion in; null: none does.</summary>
    public OnvifProfile? SmallBeside(OnvifProfile main) => Profiles
        .Where(profile => profile.IsVideo && profile.Pixels >= MinSmallPixels && profile.Pixels * 4 <= main.Pixels && profile.IsShapedAs(main))
        .OrderByDescending(profile => profile.Pixels)
        .LastOrDefault();

    // 320 × 180.
    private const long MinSmallPixels = 57_600;
}

/// <summary>One of a camera's streams.</summary>
/// <param name="Token">What the camera knows it by.</param>
/// <param name="Service">Where its address is asked for.</param>
/// <param name="IsMedia2">The service is the newer one.</param>
internal sealed record OnvifProfile(string Token, Uri Service, bool IsMedia2)
{
    /// <summary>What the camera calls it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Such as <c>H264</c>; empty where the camera does not tell.</summary>
    public string Codec { get; init; } = "";

    /// <summary>Pixels; 0 where the camera does not tell.</summary>
    public int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public int Height { get; init; }

    /// <summary>At most; 0 where the camera does not tell.</summary>
    public double FramesPerSecond { get; init; }

    public long Pixels => (long)Width * Height;

    /// <summary>Whether width and height are as those of another one: a picture of another shape is cut or squeezed.</summary>
    public bool IsShapedAs(OnvifProfile other) => Math.Abs(((double)Width / Height) - ((double)other.Width / other.Height)) < 0.1;

    /// <summary>A video stream rather than single pictures one after the other.</summary>
    public bool IsVideo => !Codec.Equals("JPEG", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Addresses of a profile, without the sign-in.</summary>
/// <param name="Stream">Of the video.</param>
/// <param name="Snapshot">Of single pictures; null: the camera has none.</param>
internal sealed record OnvifAddresses(string Stream, string? Snapshot);
