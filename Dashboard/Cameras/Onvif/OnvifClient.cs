using System.Globalization;
using System.Xml.Linq;

namespace Dashboard.Cameras.Onvif;

/// <summary>
/// Asks cameras what they are and where their streams are. All addresses that they give keep the host that was asked: cameras behind a router
/// name one that nobody reaches, and none is to make the server ask another machine.
/// </summary>
internal sealed class OnvifClient(TimeProvider time)
{
    /// <summary>Profiles of a camera that are looked at.</summary>
    public const int MaxProfiles = 256;

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxClock = new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch;
    private static readonly XNamespace Device = OnvifMessages.DeviceService;
    private static readonly XNamespace Schema = OnvifMessages.Schema;
    private static readonly string[] ClockParts = ["Year", "Month", "Day", "Hour", "Minute", "Second"];

    /// <summary>The device service at a host, or at a whole address, as people type it; null: neither.</summary>
    public static Uri? ServiceAt(string text)
    {
        text = text.Trim();
        if (text.Length == 0)
        {
            return null;
        }

        var whole = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!Uri.TryCreate(whole, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
        {
            return null;
        }

        var path = address.AbsolutePath == "/" ? "/onvif/device_service" : address.AbsolutePath;
        return new UriBuilder(address.Scheme, address.Host, address.Port, path).Uri;
    }

    /// <summary>Asks whether a camera is there at all, before anybody types a sign-in for it.</summary>
    /// <exception cref="OnvifException">Nothing answers there as a camera does: why, for a person.</exception>
    public Task GreetAsync(Uri device, CancellationToken cancellationToken) => BoundedAsync(
        new OnvifTransport(device, "", "", time),
        async (transport, stop) =>
        {
            try
            {
                await transport.AskAsync(device, new XElement(Device + "GetSystemDateAndTime"), signsIn: false, stop);
            }
            catch (OnvifException exception) when (exception.IsAnswer)
            {
                // Some tell even the time only to those who sign in.
            }

            return true;
        },
        cancellationToken);

    /// <summary>What a camera tells of itself, with its profiles.</summary>
    /// <exception cref="OnvifException">Why it cannot be had, for a person.</exception>
    public Task<OnvifDevice> DescribeAsync(Uri device, string user, string password, CancellationToken cancellationToken) => BoundedAsync(
        new OnvifTransport(device, user, password, time),
        async (transport, stop) =>
        {
            var offset = await ClockOffsetAsync(transport, stop);
            transport.ClockOffset = Believed(offset);
            var information = await transport.AskAsync(device, new XElement(Device + "GetDeviceInformation"), signsIn: true, stop);
            var profiles = await ProfilesAsync(transport, stop);
            return profiles.Count == 0
                ? throw new OnvifException("The camera has no video profile: create one on the camera's own pages.")
                : new OnvifDevice(
                    information.Find("Manufacturer").Text(),
                    information.Find("Model").Text(),
                    information.Find("FirmwareVersion").Text(),
                    offset,
                    profiles);
        },
        cancellationToken);

    /// <exception cref="OnvifException">Why they cannot be had, for a person.</exception>
    public Task<OnvifAddresses> AddressesAsync(
        Uri device, OnvifProfile profile, string user, string password, CancellationToken cancellationToken) => BoundedAsync(
        new OnvifTransport(device, user, password, time),
        async (transport, stop) =>
        {
            transport.ClockOffset = Believed(await ClockOffsetAsync(transport, stop));
            var told = await transport.AskAsync(profile.Service, StreamQuestion(profile), signsIn: true, stop);
            var stream = Own(told.Find("Uri").AddressText(), device)
                ?? throw new OnvifException("The camera gives no address for this profile: choose another one.");
            string? snapshot = null;
            try
            {
                XNamespace media = profile.IsMedia2 ? OnvifMessages.Media2Service : OnvifMessages.MediaService;
                var question = new XElement(media + "GetSnapshotUri", new XElement(media + "ProfileToken", profile.Token));
                snapshot = Own((await transport.AskAsync(profile.Service, question, signsIn: true, stop)).Find("Uri").AddressText(), device);
            }
            catch (OnvifException)
            {
                // Many cameras have no single pictures.
            }

            return new OnvifAddresses(stream, snapshot is not null && snapshot.StartsWith("http", StringComparison.Ordinal) ? snapshot : null);
        },
        cancellationToken);

    private async Task<T> BoundedAsync<T>(
        OnvifTransport device, Func<OnvifTransport, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var transport = device;
        using var late = new CancellationTokenSource(MaxTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await work(transport, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OnvifException(transport.Late, exception);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException or NotSupportedException
            or OverflowException)
        {
            // What answered said something that nobody thought of: it is asked on behalf of a page, which is to stay.
            throw transport.NoCamera(exception);
        }
    }

    // A clock that lost its time begins in 1970 or 2000. What is later than any of them is no time, and none to sign in by.
    private TimeSpan Believed(TimeSpan? offset) =>
        offset is { } told && (time.GetUtcNow() - DateTimeOffset.UnixEpoch + told) is { Ticks: >= 0 } since && since < MaxClock
            ? told
            : TimeSpan.Zero;

    // Asked without a sign-in, which would need it. A device that has no such answer is signed in to by the server's clock.
    private async Task<TimeSpan?> ClockOffsetAsync(OnvifTransport transport, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow();
        XElement answer;
        try
        {
            answer = await transport.AskAsync(transport.Device, new XElement(Device + "GetSystemDateAndTime"), signsIn: false, cancellationToken);
        }
        catch (OnvifException exception) when (exception.InnerException is null)
        {
            return null;
        }

        var now = before + ((time.GetUtcNow() - before) / 2);
        var utc = answer.Find("UTCDateTime");
        var parts = ClockParts.Select(part => (int)utc.Find(part).Number()).ToArray();
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{parts[0]:0000}-{parts[1]:00}-{parts[2]:00} {parts[3]:00}:{parts[4]:00}:{Math.Min(parts[5], 59):00}");
        return DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var told)
            ? told - now
            : null;
    }

    private static async Task<IReadOnlyList<OnvifProfile>> ProfilesAsync(OnvifTransport transport, CancellationToken cancellationToken)
    {
        var (media, media2) = await MediaServicesAsync(transport, cancellationToken);
        if (media2 is not null)
        {
            try
            {
                XNamespace service = OnvifMessages.Media2Service;
                var question = new XElement(service + "GetProfiles", new XElement(service + "Type", "VideoEncoder"));
                var profiles = Read(await transport.AskAsync(media2, question, signsIn: true, cancellationToken), media2, isMedia2: true);
                if (profiles.Count > 0 || media is null)
                {
                    return profiles;
                }
            }
            catch (OnvifException) when (media is not null)
            {
                // The older service is asked.
            }
        }

        media ??= transport.Device;
        var asked = new XElement(XNamespace.Get(OnvifMessages.MediaService) + "GetProfiles");
        return Read(await transport.AskAsync(media, asked, signsIn: true, cancellationToken), media, isMedia2: false);
    }

    private static async Task<(Uri? Media, Uri? Media2)> MediaServicesAsync(OnvifTransport transport, CancellationToken cancellationToken)
    {
        try
        {
            var question = new XElement(Device + "GetServices", new XElement(Device + "IncludeCapability", "false"));
            var services = (await transport.AskAsync(transport.Device, question, signsIn: true, cancellationToken)).All("Service").ToList();
            var (media, media2) = (Find(OnvifMessages.MediaService), Find(OnvifMessages.Media2Service));
            if (media is not null || media2 is not null)
            {
                return (media, media2);
            }

            Uri? Find(string service) => OwnService(
                services.FirstOrDefault(one => one.Find("Namespace").Text() == service).Find("XAddr").AddressText(), transport.Device);
        }
        catch (OnvifException)
        {
            // Devices of before 2011 have capabilities only.
        }

        try
        {
            var question = new XElement(Device + "GetCapabilities", new XElement(Device + "Category", "All"));
            var answer = await transport.AskAsync(transport.Device, question, signsIn: true, cancellationToken);
            return (OwnService(answer.Find("Media", "XAddr").AddressText(), transport.Device), null);
        }
        catch (OnvifException)
        {
            return (null, null);
        }
    }

    private static List<OnvifProfile> Read(XElement answer, Uri service, bool isMedia2) =>
    [
        .. from profile in answer.All("Profiles").Take(MaxProfiles)
           let token = profile.Attribute("token")?.Value ?? ""
           where token.Length is > 0 and <= 256
           let encoder = profile.Find("VideoEncoderConfiguration") ?? profile.Find("VideoEncoder")
           where encoder is not null
           select new OnvifProfile(token, service, isMedia2)
           {
               Name = profile.Find("Name") is { } name && name.Text().Length > 0 ? name.Text() : OnvifXml.Plain(token),
               Codec = encoder.Find("Encoding").Text(),
               Width = (int)encoder.Find("Resolution", "Width").Number(),
               Height = (int)encoder.Find("Resolution", "Height").Number(),
               FramesPerSecond = encoder.Find("RateControl", "FrameRateLimit").Number(),
           },
    ];

    private static XElement StreamQuestion(OnvifProfile profile)
    {
        XNamespace media = profile.IsMedia2 ? OnvifMessages.Media2Service : OnvifMessages.MediaService;
        return profile.IsMedia2
            ? new XElement(
                media + "GetStreamUri", new XElement(media + "Protocol", "RTSP"), new XElement(media + "ProfileToken", profile.Token))
            : new XElement(
                media + "GetStreamUri",
                new XElement(
                    media + "StreamSetup",
                    new XElement(Schema + "Stream", "RTP-Unicast"),
                    new XElement(Schema + "Transport", new XElement(Schema + "Protocol", "RTSP"))),
                new XElement(media + "ProfileToken", profile.Token));
    }

    /// <summary>
    /// Where a service is asked that a device names so; null: nowhere. One elsewhere than asked is behind a router that forwards one port: it is
    /// asked by the one that answered. That is put together, not resolved: a path that begins with <c>//</c> would name another machine.
    /// </summary>
    internal static Uri? OwnService(string text, Uri device) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") ? null
        : string.Equals(address.Host, device.Host, StringComparison.OrdinalIgnoreCase) && address.Scheme == device.Scheme ? address
        : OnvifXml.Address(new UriBuilder(device) { Path = address.AbsolutePath, Query = address.Query, Fragment = "" });

    // The address of a stream keeps its port, which is not that of the questions.
    private static string? Own(string text, Uri device) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "rtsp" or "rtsps" or "http" or "https"
            ? OnvifXml.Address(new UriBuilder(address) { Host = device.Host, UserName = "", Password = "" })?.AbsoluteUri
            : null;
}
