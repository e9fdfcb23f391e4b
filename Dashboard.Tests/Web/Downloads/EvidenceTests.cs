using System.Net;
using System.Security.Cryptography;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Tests.Support;
using Dashboard.Web.Pictures;
using UglyToad.PdfPig;

namespace Dashboard.Tests.Web.Downloads;

/// <summary>The evidence sheet as a page and as a file.</summary>
[Trait("Category", "Server")]
public sealed class EvidenceTests(DashboardApp server) : IClassFixture<DashboardApp>
{
    [Fact]
    public async Task Pdf_OfACorrectedFlow_SaysWhatIsKnownAndHoldsThePicture()
    {
        var (flow, jpeg) = await StoreAsync();
        using var viewer = await server.SignInClientAsync(Roles.Viewer);
        using var answer = await viewer.GetAsync($"/app/flows/{flow.Id}/evidence.pdf", Cancellation);
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.True(answer.Headers.CacheControl?.NoStore);

        using var pdf = PdfDocument.Open(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        var text = string.Join(' ', pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text));
        Assert.Contains("plate AB12", text);
        Assert.Contains("A812", text);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(jpeg)), text.Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains("Straße", text);
        Assert.Contains("Viewer", text);
        Assert.Contains("changed A812 to AB12", text);
        Assert.Equal(2, pdf.GetPages().SelectMany(page => page.GetImages()).Count());
    }

    [Fact]
    public async Task Page_ShowsTheSameHash()
    {
        var (flow, jpeg) = await StoreAsync();
        using var viewer = await server.SignInClientAsync(Roles.Viewer);
        var page = WebUtility.HtmlDecode(await viewer.GetStringAsync($"/app/flows/{flow.Id}/evidence", Cancellation));
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(jpeg)), page);
        Assert.Contains("noted when it was stored", page);
        Assert.Contains("Printed by", page);
    }

    [Fact]
    public async Task Picture_ThatSomebodyChanged_IsOnNoSheetAndNoPage_AndTheOverviewSaysSo()
    {
        var (flow, jpeg) = await StoreAsync();
        await File.WriteAllBytesAsync(Path.Combine(server.DataDirectory, "pictures", PictureNames.Picture(flow)!), server.Jpeg(32, 24), Cancellation);

        using var viewer = await server.SignInClientAsync(Roles.Viewer);
        foreach (var name in new[] { "picture.jpg", "plate.jpg" })
        {
            using var answer = await viewer.GetAsync($"/app/flows/{flow.Id}/{name}", Cancellation);
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Equal(NoPicture.Changed, await answer.Content.ReadAsByteArrayAsync(Cancellation));
        }

        var page = WebUtility.HtmlDecode(await viewer.GetStringAsync($"/app/flows/{flow.Id}/evidence", Cancellation));
        Assert.Contains("its file was changed after it was stored", page);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(jpeg)), page);
        using var pdf = PdfDocument.Open(await viewer.GetByteArrayAsync($"/app/flows/{flow.Id}/evidence.pdf", Cancellation));
        Assert.Empty(pdf.GetPages().SelectMany(known => known.GetImages()));

        using var administrator = await server.SignInClientAsync(Roles.Administrator);
        Assert.Contains("Pictures were changed after they were stored", await administrator.GetStringAsync("/", Cancellation));
    }

    [Fact]
    public async Task Pdf_OfAnotherSite_OrWithoutSignIn_IsNotThere()
    {
        var (flow, _) = await StoreAsync();
        using var viewer = await server.SignInClientAsync(Roles.Viewer);
        using var unknown = await viewer.GetAsync("/app/flows/987654/evidence.pdf", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var anonymous = server.AnonymousClient();
        using var refused = await anonymous.GetAsync($"/app/flows/{flow.Id}/evidence.pdf", Cancellation);
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);

        var site = await server.AddSiteAsync("Elsewhere of evidence");
        await server.LimitAsync(await server.UserAsync(Roles.Viewer), site);
        try
        {
            using var hidden = await viewer.GetAsync($"/app/flows/{flow.Id}/evidence.pdf", Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
            var plate = WebUtility.HtmlDecode(await viewer.GetStringAsync("/app/plates/AB12", Cancellation));
            Assert.Contains("No passage of AB12", plate);
        }
        finally
        {
            await server.LimitAsync(await server.UserAsync(Roles.Viewer));
        }
    }

    private async Task<(Flow Flow, byte[] Jpeg)> StoreAsync()
    {
        var camera = await server.AddCameraAsync($"Straße {Guid.NewGuid():N}");
        var flow = new Flow
        {
            CameraId = camera,
            Plate = "AB12",
            RawPlate = "A812",
            Confidence = .8,
            CapturedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            Corners = PlateCorners.FromBox(8, 9, 32, 16).ToText(),
            Candidates = [new FlowCandidate { Text = "A812", Confidence = .8 }],
        };
        var jpeg = await server.StorePictureAsync(flow);
        await server.SeedFlowsAsync(flow);
        await server.AddCorrectionAsync(new FlowCorrection
        {
            FlowId = flow.Id,
            Raw = "A812",
            Before = "A812",
            After = "AB12",
            By = "somebody@example.com",
            At = flow.CapturedAt,
        });
        return (flow, jpeg);
    }
}
