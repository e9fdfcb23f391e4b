using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Support.Onvif;

/// <summary>
/// An ONVIF camera on loopback that misbehaves on command: it answers calls by UDP, and questions to who signs in as <c>ada</c> with
/// <c>pa&amp;ss</c> by its own clock. It names itself by a host that nobody reaches.
/// </summary>
internal sealed class OnvifCamera : IAsyncDisposable
{
    public const string User = "ada";
    public const string Password = "pa&ss";
    private const string Unreachable = "camera.invalid";

    private readonly WebApplication _app;
    private readonly IPAddress _address;
    private readonly Socket _udp;
    private readonly CancellationTokenSource _stop = new();
    private Task _answering = Task.CompletedTask;

    private OnvifCamera(IPAddress? address = null)
    {
        _address = address ?? IPAddress.Loopback;
        _udp = new Socket(_address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{new IPEndPoint(_address, 0)}");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>Signs in by HTTP digest, and does not look at the message.</summary>
    public bool WantsHttpDigest { get; init; }

    /// <summary>Knows <c>GetCapabilities</c> and the old media service only.</summary>
    public bool IsOld { get; init; }

    /// <summary>Has no profiles.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>So many services and profiles that nobody needs stand behind the others.</summary>
    public int Padding { get; init; }

    /// <summary>Answers everything with this body instead.</summary>
    public string? Garbage { get; init; }

    /// <summary>Where it hears calls.</summary>
    public IPEndPoint CallAddress => (IPEndPoint)_udp.LocalEndPoint!;

    /// <summary>Where it is asked.</summary>
    public Uri Service => new(_app.Urls.First() + "/onvif/device_service");

    /// <summary>Everything that it was sent, with the headers of sign-ins.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>Starts one that speaks IPv6 only.</summary>
    public static Task<OnvifCamera> StartOnIPv6Async() => StartAsync(new OnvifCamera(IPAddress.IPv6Loopback));

    public static async Task<OnvifCamera> StartAsync(OnvifCamera? camera = null)
    {
        camera ??= new OnvifCamera();
        await camera._app.StartAsync();
        camera._udp.Bind(new IPEndPoint(camera._address, 0));
        camera._answering = camera.AnswerCallsAsync();
        return camera;
    }

    /// <summary>Starts one that misbehaves.</summary>
    public static Task<OnvifCamera> StartAsync(
        TimeSpan clockOffset = default, bool httpDigest = false, bool old = false, bool empty = false, string? garbage = null, int padding = 0) =>
        StartAsync(new OnvifCamera
        {
            ClockOffset = clockOffset,
            WantsHttpDigest = httpDigest,
            IsOld = old,
            IsEmpty = empty,
            Garbage = garbage,
            Padding = padding,
        });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _udp.Dispose();
        await _answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private async Task AnswerCallsAsync()
    {
        var buffer = new byte[8192];
        while (true)
        {
            var call = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(_address, 0), _stop.Token);
            if (!Encoding.UTF8.GetString(buffer, 0, call.ReceivedBytes).Contains(":NetworkVideoTransmitter", StringComparison.Ordinal))
            {
                continue;
            }

            // First what others on a network send: no XML, a document type, a printer.
            string[] answers =
            [
                "\0\u0001hello", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", Match("wprt:Printer", "", Service.Port),
                Match("dn:NetworkVideoTransmitter", "onvif://www.onvif.org/name/Gate%20north onvif://www.onvif.org/hardware/DS-2CD", Service.Port),
            ];
            foreach (var answer in answers)
            {
                await _udp.SendToAsync(Encoding.UTF8.GetBytes(answer), call.RemoteEndPoint, _stop.Token);
            }
        }
    }

    private static string Match(string types, string scopes, int port) => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope" xmlns:odd="http://schemas.xmlsoap.org/ws/2005/04/discovery">
        <SOAP-ENV:Body><odd:ProbeMatches><odd:ProbeMatch><odd:Types>{types}</odd:Types><odd:Scopes>
        {scopes} onvif</odd:Scopes><odd:XAddrs>http://{Unreachable}:{port}/onvif/device_service
        http://[fe80::1]/onvif/device_service</odd:XAddrs></odd:ProbeMatch></odd:ProbeMatches></SOAP-ENV:Body></SOAP-ENV:Envelope>
        """;

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        var sent = context.Request.Headers.Authorization.ToString();
        lock (Heard)
        {
            Heard.Add(sent + text);
        }

        context.Response.ContentType = "application/soap+xml";
        if (Garbage is not null)
        {
            await context.Response.WriteAsync(Garbage);
            return;
        }

        var root = XElement.Parse(text);
        var question = root.Elements().Last().Elements().First();
        var isOpen = question.Name.LocalName == "GetSystemDateAndTime";
        if (!isOpen && WantsHttpDigest && !HttpDigest.IsRight(sent, User, Password, "POST"))
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Digest realm=\"cam\", nonce=\"abc123\", qop=\"auth\"";
            return;
        }

        if (!isOpen && !WantsHttpDigest && !IsSignedIn(root))
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync(Fault("ter:NotAuthorized", "Sender not Authorized"));
            return;
        }

        if (Answer(question) is { } answer)
        {
            await context.Response.WriteAsync(Envelope(answer));
            return;
        }

        context.Response.StatusCode = 500;
        await context.Response.WriteAsync(Fault("ter:ActionNotSupported", "Optional Action Not Implemented"));
    }

    private string? Answer(XElement question)
    {
        var isNew = question.Name.NamespaceName.Contains("ver20", StringComparison.Ordinal);
        return question.Name.LocalName switch
        {
            "GetSystemDateAndTime" => Clock(TimeProvider.System.GetUtcNow() + ClockOffset),
            "GetDeviceInformation" => "<q:R><q:Manufacturer>Acme</q:Manufacturer><q:Model>Cam 9</q:Model>"
                + "<q:FirmwareVersion>1.2</q:FirmwareVersion></q:R>",
            "GetServices" when !IsOld =>
                $"<q:R>{Part("10/device", "device_service")}{Part("10/media", "media")}{Part("20/media", "media2")}"
                + $"{Many("<q:Service><q:Namespace>urn:a</q:Namespace></q:Service>")}</q:R>",
            "GetCapabilities" => $"""
                <q:R><q:Capabilities><q:Device><q:XAddr>http://{Unreachable}/onvif/device_service</q:XAddr></q:Device>
                <q:Media><q:XAddr>http://{Unreachable}/onvif/media</q:XAddr></q:Media></q:Capabilities></q:R>
                """,
            "GetProfiles" when IsEmpty => "<q:R/>",
            "GetProfiles" when isNew => $"""
                <q:R>{Profile("big", "4K", "VideoEncoder", "H265", 3840, 2160)}{Profile("main", "Main", "VideoEncoder", "H265", 1920, 1080)}
                {Profile("sub", "Sub", "VideoEncoder", "H264", 640, 360)}<q:Profiles token="audio"><q:Name>Audio</q:Name></q:Profiles>
                {Many("<q:Profiles token='a'><q:Name>a</q:Name></q:Profiles>")}</q:R>
                """,
            "GetProfiles" when IsOld => $"""
                <q:R>{Profile("p0", "", "VideoEncoderConfiguration", "JPEG", 1920, 1080)}
                {Profile("p1", "Main", "VideoEncoderConfiguration", "H264", 1280, 720)}</q:R>
                """,
            "GetStreamUri" when isNew => $"<q:R><q:Uri>rtsp://{Unreachable}:8554/{question.Value}?a=1&amp;b=2</q:Uri></q:R>",
            "GetStreamUri" => $"<q:R><q:MediaUri><q:Uri>rtsp://{Unreachable}/old</q:Uri></q:MediaUri></q:R>",
            "GetSnapshotUri" when isNew => $"<q:R><q:Uri>http://{Unreachable}/snap.jpg</q:Uri></q:R>",
            _ => null,
        };
    }

    private string Many(string element) => string.Concat(Enumerable.Repeat(element, Padding));

    private static string Part(string service, string path) => $"""
        <q:Service><q:Namespace>http://www.onvif.org/ver{service}/wsdl</q:Namespace>
        <q:XAddr>http://{Unreachable}/onvif/{path}</q:XAddr></q:Service>
        """;

    private static string Profile(string token, string name, string encoder, string codec, int width, int height) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <q:Profiles token="{token}"><q:Name>{name}</q:Name><tt:{encoder} token="e"><tt:Name>e</tt:Name><tt:Encoding>{codec}</tt:Encoding>
        <tt:Resolution><tt:Width>{width}</tt:Width><tt:Height>{height}</tt:Height></tt:Resolution>
        <tt:RateControl><tt:FrameRateLimit>25</tt:FrameRateLimit></tt:RateControl></tt:{encoder}></q:Profiles>
        """);

    private static string Clock(DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <q:R><q:SystemDateAndTime><tt:UTCDateTime>
        <tt:Time><tt:Hour>{now.Hour}</tt:Hour><tt:Minute>{now.Minute}</tt:Minute><tt:Second>{now.Second}</tt:Second></tt:Time>
        <tt:Date><tt:Year>{now.Year}</tt:Year><tt:Month>{now.Month}</tt:Month><tt:Day>{now.Day}</tt:Day></tt:Date>
        </tt:UTCDateTime></q:SystemDateAndTime></q:R>
        """);

    private static string Fault(string code, string reason) => Envelope($"""
        <E:Fault><E:Code><E:Value>E:Sender</E:Value><E:Subcode><E:Value>{code}</E:Value></E:Subcode></E:Code>
        <E:Reason><E:Text>{reason}</E:Text></E:Reason></E:Fault>
        """);

    private static string Envelope(string body) => $"""
        <E:Envelope xmlns:E="http://www.w3.org/2003/05/soap-envelope" xmlns:q="urn:odd" xmlns:tt="http://www.onvif.org/ver10/schema"
        xmlns:ter="http://www.onvif.org/ver10/error"><E:Body>{body}</E:Body></E:Envelope>
        """;

    // By its own clock, as devices do: a minute at most.
    private bool IsSignedIn(XElement root)
    {
        string Sent(string name) => root.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
        if (Sent("Username") != User)
        {
            return false;
        }

        var created = DateTimeOffset.Parse(Sent("Created"), CultureInfo.InvariantCulture);
#pragma warning disable CA5350 // What cameras speak.
        var hash = SHA1.HashData([.. Convert.FromBase64String(Sent("Nonce")), .. Encoding.UTF8.GetBytes(Sent("Created") + Password)]);
#pragma warning restore CA5350
        return Sent("Password") == Convert.ToBase64String(hash)
            && (created - TimeProvider.System.GetUtcNow() - ClockOffset).Duration() < TimeSpan.FromMinutes(1);
    }
}
