using System.Net;
using System.Text;
using System.Text.Json;
using Dashboard.Agents.Pictures;
using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Alerts.Lists;
using Dashboard.Api.Http;
using Dashboard.Api.ScoutApi.Searches;
using Dashboard.Api.SeedataApi;
using Dashboard.Cameras.Import;
using Dashboard.Cameras.Onvif;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Capture.Http;
using Dashboard.Capture.Http.Playlists;
using Dashboard.Capture.Rtsp;
using Dashboard.Capture.Rtsp.Packets;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;
using Dashboard.Flows.Seedata;
using Dashboard.Hosting.Process;
using Dashboard.Hosting.Proxies;
using Dashboard.Imaging;
using Dashboard.Imaging.Jpeg;
using Dashboard.Pipeline;
using Dashboard.Scout;
using Dashboard.Web.Pages.Flows;
using Microsoft.AspNetCore.Http;
using OpenCvSharp;

namespace Dashboard.Tests.Fuzzing;

/// <summary>Something that reads what others have written, with inputs that it reads and how it refuses others.</summary>
internal sealed record Parser(byte[][] Seeds, Func<byte[], Task> ReadAsync, params Type[] Refusals);

/// <summary>All of them by name. Bodies of pushes go through the server: <c>PushedBodyTests</c>.</summary>
internal static class Parsers
{
    private const string Rtsp = "RTSP/1.0 200 OK\r\nCSeq: 3\r\nSession: 12345;timeout=60\r\nWWW-Authenticate: Digest realm=\"c\", nonce=\"n\", "
        + "algorithm=SHA-256, qop=\"auth\"\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1;ssrc=0A0B0C0D\r\nContent-Length: 4";

    private const string Sdp = "v=0\r\no=- 0 0 IN IP4 10.0.0.9\r\ns=x\r\na=control:*\r\nm=audio 0 RTP/AVP 0\r\nm=video 0 RTP/AVP 96\r\n"
        + "a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z0IAKeKQFAe2AtwEBAaQeJEV,aM48gA==\r\n"
        + "a=control:trackID=1\r\na=framerate:25\r\n";

    private const string Probe = "<?xml version=\"1.0\"?><e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body><d:ProbeMatches "
        + "xmlns:d=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\"><d:ProbeMatch><a:EndpointReference xmlns:a=\"x\">"
        + "<a:Address>urn:uuid:1</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>"
        + "onvif://www.onvif.org/name/Gate%20A onvif://x/hardware/Y</d:Scopes>"
        + "<d:XAddrs>http://10.0.0.9/onvif/device_service http://[fe80::1]/x</d:XAddrs></d:ProbeMatch></d:ProbeMatches></e:Body></e:Envelope>";

    private static readonly FramePool Pool = new();
    private static readonly PictureCodec Codec = new(Pool);
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    public static IReadOnlyDictionary<string, Parser> All { get; } = new Dictionary<string, Parser>(StringComparer.Ordinal)
    {
        ["picture header"] = Bytes(Pictures(), file => PictureHeader.TryRead(file)),
        ["jpeg inspection"] = Bytes([Jpeg(64, 48), Jpeg(17, 33)], file => JpegInspection.Inspect(file)),
        ["picture"] = new(Pictures(), DecodeAsync, typeof(InvalidDataException)),
        ["blurred picture"] = new(Pictures(), BlurAsync, typeof(InvalidDataException)),
        ["pictures of a camera"] = Bytes([Multipart(), [.. Jpeg(32, 32), .. Jpeg(16, 16)], Png()], Cut),
        ["start of an answer"] = Bytes([Multipart(), Text("<!DOCTYPE html><html>"), Text("#EXTM3U\n")], KindOf),
        ["playlist"] = Words(
            ["#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"key.bin\"\n#EXTINF:4,\nhttps://10.0.0.9/a/1.ts?x=1\n../2.ts\n"],
            text => PlaylistText.Rewrite(text, new Uri("http://10.0.0.9/live/x.m3u8"), address => address.AbsoluteUri)),
        ["frames of ffmpeg"] = new(
            [[.. Text("YUV4MPEG2 W4 H2 F25:1 Ip A1:1 C420jpeg\nFRAME\n"), .. new byte[12]]],
            FramesAsync,
            typeof(InvalidDataException)),
        ["rtsp message"] = Words([Rtsp], ReadRtsp),
        ["sign-in of a camera"] = Words(
            ["Digest realm=\"a b\", nonce=\"x,y\", qop=\"auth,auth-int\", algorithm=MD5-sess, stale=true", "Basic realm=c, Digest realm=d, nonce=e"],
            SignIn),
        ["description of a stream"] = Words([Sdp], text => RtspMedia.Read(text, "rtsp://10.0.0.9/live")?.Describe("x", isOther: true)),
        ["rtp packet"] = Bytes(
            [
                [0x80, 0xE0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 0x7C, 0x85, 1, 2],
                [0x91, 0x60, 0, 9, 0, 0, 0, 2, 1, 2, 3, 4, 9, 9, 9, 9, 0, 0, 0, 1, 1, 2, 3, 4, 24, 0, 2, 0x65, 1],
            ],
            Packet),
        ["answer of an onvif device"] = Bytes([Text(Probe)], body => OnvifDiscovery.Read(body, IPAddress.Parse("10.0.0.9")).ToList()),
        ["alert list"] = new(
            [Text("plate;description\nGÖ-AB 123;\"x;y\"\n=\"0123\";z\n"), [0xFF, 0xFE, 65, 0, 66, 0, 49, 0], Text("sep=,\nA,B\n"), Text("sep= \nA,B\n")],
            EntriesAsync),
        ["file of cameras"] = new(
            [Text($"{CameraCsv.Header}\nGate,rtsp://u:p@10.0.0.9/x,,,Site,\"de,at\",both,5,http://10.0.0.9/s.jpg,yes\n")],
            CamerasAsync),
        ["query of a list"] = Words(
            ["?where=and(plate~AB,at>2026-01-01T00%3A00)&sort=-at&page=2&size=50&only=no-plate,low&plate=AB*", "?plate=A"],
            ListQuery),
        ["filter of the seedata api"] = new(
            [Text("{\"plate\":{\"like\":\"AB\"},\"id\":{\"in\":[1,2]},\"timestamp\":{\">=\":\"2026-01-01T00:00:00\"}}"), Text("[]")],
            FilterAsync,
            typeof(ApiException)),
        ["moment of the seedata api"] = Words(
            ["2026-03-29T02:30:00.123456+01:00", "2026-10-25T02:30:00"],
            text => SeedataTimestamp.TryParse(text, Vienna, out _, out _)),
        ["moment of the scout api"] = Words(
            ["2026-01-31T24:00:00Z", "2026-01-31", "2026-01-31T08:00:00.123456789 02:00"],
            text => ScoutTime.Read(text)),
        ["query of the scout api"] = Words(
            ["?start=2026-01-01&end=2026-02-01T00:00:00Z&plate=A*B&topn=5&order=asc&format=csv&camera=7"],
            text => GroupParameters.Read(Request(text)),
            typeof(ApiException)),
        ["part of a picture"] = Words(["?x=1&y=2&width=3&height=4&max_width=5", "?x1=1&y1=2&x2=9&y2=9"], Part, typeof(PictureQueryException)),
        ["group of an agent"] = new(
            [
                ScoutJson.TestPing.ToArray(),
                Text("{\"data_type\":\"alpr_group\",\"version\":2,\"best_uuid\":\"x\",\"candidates\":[{\"plate\":\"A\",\"confidence\":9.1}]}"),
            ],
            GroupAsync,
            typeof(JsonException)),
        ["name of a picture"] = Words(["agent-7-1795400000000"], text => ImageId.Parse(text)?.ToString()),
        ["corners"] = Words(["1,2,3,4,5,6,7,8"], text => PlateCorners.FromText(text)?.ToText()),
        ["region of interest"] = Words(
            ["0.1,0.1 0.9,0.1 0.9,0.9;!0.2,0.2 0.3,0.2 0.3,0.3"],
            text => RegionOfInterest.FromText(text)?.Contains(new PicturePoint(.5f, .5f))),
        ["countries"] = Words(["de, us-ca;at"], text => ExpectedCountries.FromText(text)),
        ["address of a camera"] = Words(["rtsp://user:p@ss@10.0.0.9:554/live?auth=abc&x=1", "/videos/a.mp4"], Source),
        ["plate"] = Words(["GÖ-AB 123", "O0I1*?"], text => PlateText.Normalize(text) + PlateText.NormalizePattern(text)),
        ["fingerprint"] = Words(
            ["sha256 Fingerprint=" + string.Join(':', Enumerable.Repeat("AB", 32))],
            text => ReceiverCertificate.ReadFingerprint(text)),
        ["trusted proxy"] = Words(["10.0.0.0/24", "fd00::1", "10.0.0.2"], text => ProxyOptions.Read(text)),
    };

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static Parser Bytes(byte[][] seeds, Func<byte[], object?> read, params Type[] refusals) => new(
        seeds,
        bytes =>
        {
            read(bytes);
            return Task.CompletedTask;
        },
        refusals);

    private static Parser Words(string[] seeds, Func<string, object?> read, params Type[] refusals) =>
        Bytes(Array.ConvertAll(seeds, Text), bytes => read(Encoding.UTF8.GetString(bytes)), refusals);

    private static byte[] Jpeg(int width, int height)
    {
        using var frame = Pool.Rent(width, height);
        new Random(width).NextBytes(frame.Data.Span);
        return Codec.Encode(frame, 60);
    }

    private static byte[] Png() => Written(".png");

    private static byte[] Written(string ending)
    {
        using var picture = new Mat(12, 20, MatType.CV_8UC3, Scalar.All(77));
        Cv2.ImEncode(ending, picture, out var file);
        return file;
    }

    private static byte[][] Pictures() => [Jpeg(64, 48), Jpeg(33, 17), Png(), Written(".bmp"), Written(".webp"), Written(".tiff"), Written(".ppm")];

    private static byte[] Multipart()
    {
        var jpeg = Jpeg(32, 16);
        return [.. Text($"--b\r\nContent-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\n\r\n"), .. jpeg, .. Text("\r\n--b--")];
    }

    private static async Task DecodeAsync(byte[] file)
    {
        using var frame = await Codec.DecodeAsync(file);
    }

    private static async Task BlurAsync(byte[] file) => await Codec.BlurAroundAsync(file, PlateCorners.FromBox(4, 4, 12, 5));

    private static object? Cut(byte[] bytes)
    {
        var (cutter, pictures) = (new PictureCutter(), 0);
        foreach (var part in bytes.Chunk(1 + (bytes.Length % 97)))
        {
            part.CopyTo(cutter.Room(part.Length));
            cutter.Advance(part.Length);
            for (; cutter.Take() is not null; pictures++)
            {
                Assert.True(pictures < 10_000, "The cutter gives pictures without end.");
            }
        }

        return cutter.Rest;
    }

    private static object? KindOf(byte[] bytes) =>
        (AnswerStart.KindOf(bytes, hasPicture: false, isWhole: true), AnswerStart.KindOf(bytes, hasPicture: true, isWhole: false),
            PlaylistText.IsOne(bytes));

    private static async Task FramesAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var reader = new Yuv4MpegReader(stream, Pool);
        if (await reader.ReadHeaderAsync(Cancellation))
        {
            while (await reader.ReadFrameAsync(Cancellation) is { } frame)
            {
                frame.Dispose();
            }
        }
    }

    private static object? ReadRtsp(string text)
    {
        var message = RtspMessage.Read(text, "");
        return (message.Status, message.Question, message.Find("Session"), message.FindPart("Transport", "interleaved"));
    }

    private static object? SignIn(string text)
    {
        var signIn = new CameraSignIn("user", "password");
        signIn.Learn([text]);
        return signIn.Answer("GET", "/x");
    }

    private static object? Packet(byte[] bytes)
    {
        if (!RtpPacket.IsValid(bytes))
        {
            return null;
        }

        var payload = RtpPacket.Payload(bytes);
        var reports = new RtspReports();
        reports.RecordPacket(bytes);
        reports.RecordReport(bytes);
        return (RtpKeys.RoleOf("H264", payload, true), RtpKeys.RoleOf("H265", payload, false), reports.Write());
    }

    private static async Task EntriesAsync(byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        await foreach (var entry in EntryTable.ReadAsync(file, _ => { }, Cancellation))
        {
            Assert.NotNull(entry.Plate);
        }
    }

    private static async Task CamerasAsync(byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        await CameraCsv.ReadAsync(file, Cancellation);
    }

    private static object? ListQuery(string text) => FlowsPageState.FromQueryString(text, []).ToQueryString();

    private static async Task FilterAsync(byte[] bytes)
    {
        var context = new DefaultHttpContext { Request = { Body = new MemoryStream(bytes), ContentType = "application/json" } };
        context.Features.Set(new BodyShare(new BodyBudget(new MemoryOptions()), context));
        FlowFilterParser.Parse(await JsonBody.ReadObjectAsync(context.Request), Vienna);
    }

    private static HttpRequest Request(string query) =>
        new DefaultHttpContext { Request = { QueryString = new QueryString("?" + query.TrimStart('?')) } }.Request;

    private static object? Part(string text)
    {
        var query = Request(text).Query;
        return text.Contains("x1", StringComparison.Ordinal) ? PictureQuery.ReadCorners(query) : PictureQuery.Read(query);
    }

    private static Task GroupAsync(byte[] bytes)
    {
        using var body = JsonDocument.Parse(bytes);
        ScoutJson.Read<ScoutGroup>(body.RootElement);
        return Task.CompletedTask;
    }

    private static object? Source(string text) =>
        (CameraSource.KindOf(text), CameraSource.HostOf(text), CameraSource.Mask(text), CameraSource.SplitSignIn(text),
            CameraSource.Secrets(text).ToList());
}
