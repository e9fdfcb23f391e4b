using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Retention;
using Dashboard.Storage.Auditing;
using Dashboard.Tests.Support;
using Dashboard.Web.Pictures;
using Microsoft.EntityFrameworkCore;
using OpenCvSharp;
using UglyToad.PdfPig;

namespace Dashboard.Tests.Web.Downloads;

/// <summary>Exports in which nothing of a picture can be recognised but the plate.</summary>
[Trait("Category", "Server")]
public sealed class BlurredExportTests(DashboardApp server) : IClassFixture<DashboardApp>
{
    [Theory]
    [InlineData(null, false, false)]
    [InlineData(null, true, true)]
    [InlineData("0", true, false)]
    [InlineData("1", false, true)]
    [InlineData("yes", false, true)]
    [InlineData("", false, true)]
    public void Address_Wins_AndWhatIsNotUnderstoodShowsLess(string? asked, bool isSet, bool isBlurred) => Assert.Equal(
        isBlurred, new BlurredPictures(FixedOptions.From(new RetentionOptions { BlurExports = isSet })).AreWanted(asked));

    [Fact]
    public async Task Evidence_Blurred_ShowsOnlyThePlate_AndStatesTheSumOfTheStoredPicture()
    {
        var (flow, jpeg) = await StoreAsync("BLUR1");
        using var viewer = await server.SignInClientAsync(Roles.Viewer);
        var (text, picture) = await SheetAsync(viewer, flow.Id, "?blur=1");
        Assert.Contains("blurred but for the plate", text);
        Assert.Contains(Sum(jpeg), text.Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains($"{jpeg.Length} bytes", text);
        AssertBlurred(jpeg, picture);

        (text, picture) = await SheetAsync(viewer, flow.Id, "");
        Assert.DoesNotContain("blurred", text);
        Assert.Equal(jpeg, picture);
        Assert.Equal(jpeg, await File.ReadAllBytesAsync(Path.Combine(server.DataDirectory, "pictures", PictureNames.Picture(flow)!), Cancellation));

        var page = WebUtility.HtmlDecode(await viewer.GetStringAsync($"/app/flows/{flow.Id}/evidence?blur=1", Cancellation));
        Assert.Contains($"/app/flows/{flow.Id}/picture.jpg?blur=1\"", page);
        Assert.DoesNotContain($"/app/flows/{flow.Id}/picture.jpg\"", page);
        Assert.Contains("evidence.pdf?blur=1", page);
        AssertBlurred(jpeg, await viewer.GetByteArrayAsync($"/app/flows/{flow.Id}/picture.jpg?blur=1", Cancellation));
        Assert.Equal(jpeg, await viewer.GetByteArrayAsync($"/app/flows/{flow.Id}/picture.jpg", Cancellation));

        Assert.Equal(["picture as it is", "picture blurred"], await NotedAsync($"evidence sheet of flow {flow.Id}"));
    }

    [Fact]
    public async Task Record_Blurred_HoldsThePicturesBlurred_WithoutViews_AndTheSumsOfBoth()
    {
        var (flow, jpeg) = await StoreAsync("BLUR2");
        using var administrator = await server.SignInClientAsync(Roles.Administrator);
        using (var zip = await RecordAsync("?blur=1"))
        {
            Assert.DoesNotContain($"pictures/{flow.Id}-1.jpg", zip.Entries.Select(entry => entry.FullName));
            var blurred = await ReadAsync(zip, $"pictures/{flow.Id}.jpg");
            AssertBlurred(jpeg, blurred);
            Assert.Contains($"{Sum(blurred)}  pictures/{flow.Id}.jpg\n", await TextAsync(zip, "SHA256SUMS"));
            Assert.Equal($"{Sum(jpeg)}  pictures/{flow.Id}.jpg\n", await TextAsync(zip, "SHA256SUMS-of-stored-pictures"));
        }

        using (var zip = await RecordAsync(""))
        {
            Assert.Equal(jpeg, await ReadAsync(zip, $"pictures/{flow.Id}.jpg"));
            Assert.NotNull(zip.GetEntry($"pictures/{flow.Id}-1.jpg"));
            Assert.Null(zip.GetEntry("SHA256SUMS-of-stored-pictures"));
        }

        Assert.Equal(["whole record, pictures as they are", "whole record, pictures blurred"], await NotedAsync("plate BLUR2"));

        async Task<ZipArchive> RecordAsync(string query) => new(
            new MemoryStream(await administrator.GetByteArrayAsync($"/app/plates/BLUR2/record.zip{query}", Cancellation)), ZipArchiveMode.Read);
    }

    [Fact]
    public async Task List_Blurred_LinksToBlurredPictures()
    {
        var (flow, _) = await StoreAsync("BLUR3");
        using var viewer = await server.SignInClientAsync(Roles.Viewer);
        Assert.Contains($"/{flow.Id}/picture.jpg?blur=1", await viewer.GetStringAsync("/app/flows/export.csv?plate=BLUR3&blur=1", Cancellation));
        var plain = await viewer.GetStringAsync("/app/flows/export.jsonl?plate=BLUR3", Cancellation);
        Assert.Contains($"/{flow.Id}/picture.jpg\"", plain);
        Assert.Single(await NotedAsync("flows as csv, links to blurred pictures"));
    }

    private static void AssertBlurred(byte[] stored, byte[] shown)
    {
        using Mat original = Cv2.ImDecode(stored, ImreadModes.Grayscale), blurred = Cv2.ImDecode(shown, ImreadModes.Grayscale);
        Assert.Equal(original.Size(), blurred.Size());
        var (plate, rest) = (new Rect(60, 60, 60, 20), new Rect(130, 0, 30, 120));
        Assert.InRange(Difference(plate), 0, 6);
        Assert.InRange(Difference(rest), 20, 255);
        using var part = blurred[rest];
        Cv2.MeanStdDev(part, out _, out var spread);
        Assert.InRange(spread.Val0, 0, 8);

        double Difference(Rect area)
        {
            using Mat a = original[area], b = blurred[area], difference = new();
            Cv2.Absdiff(a, b, difference);
            return Cv2.Mean(difference).Val0;
        }
    }

    private static string Sum(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    private static async Task<byte[]> ReadAsync(ZipArchive zip, string name)
    {
        await using var entry = zip.GetEntry(name)!.Open();
        using var content = new MemoryStream();
        await entry.CopyToAsync(content, Cancellation);
        return content.ToArray();
    }

    private static async Task<string> TextAsync(ZipArchive zip, string name) => System.Text.Encoding.UTF8.GetString(await ReadAsync(zip, name));

    private static async Task<(string Text, byte[] Picture)> SheetAsync(HttpClient client, long id, string query)
    {
        using var pdf = PdfDocument.Open(await client.GetByteArrayAsync($"/app/flows/{id}/evidence.pdf{query}", Cancellation));
        var text = string.Join(' ', pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text));
        return (text, pdf.GetPages().SelectMany(page => page.GetImages()).First().RawBytes.ToArray());
    }

    private async Task<IReadOnlyList<string>> NotedAsync(string subject)
    {
        server.Get<AuditTrail>().Release(all: true);
        List<string> noted = [];
        await Eventually.TrueAsync(
            async () =>
            {
                await using var db = await server.OpenDatabaseAsync();
                noted = await db.AuditEntries.Where(entry => entry.Subject == subject).Select(entry => entry.Details).Distinct()
                    .ToListAsync(Cancellation);
                return noted.Count >= (subject.StartsWith("flows", StringComparison.Ordinal) ? 1 : 2);
            },
            $"{subject} is noted");
        return [.. noted.Order(StringComparer.Ordinal)];
    }

    private async Task<(Flow Flow, byte[] Jpeg)> StoreAsync(string plate)
    {
        using var noise = new Mat(120, 160, MatType.CV_8UC3);
        Cv2.Randu(noise, Scalar.All(0), Scalar.All(256));
        Cv2.ImEncode(".jpg", noise, out var jpeg, [(int)ImwriteFlags.JpegQuality, 95]);
        var flow = new Flow
        {
            CameraId = await server.AddCameraAsync($"Blurred {plate}"),
            Plate = plate,
            RawPlate = plate,
            Confidence = .9,
            CapturedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            Corners = PlateCorners.FromBox(50, 55, 70, 30).ToText(),
        };
        await server.StorePictureAsync(flow, jpeg, new TakenView(flow.CapturedAt.AddSeconds(-1), jpeg));
        (flow.PictureWidth, flow.PictureHeight) = (160, 120);
        await server.SeedFlowsAsync(flow);
        return (flow, jpeg);
    }
}
