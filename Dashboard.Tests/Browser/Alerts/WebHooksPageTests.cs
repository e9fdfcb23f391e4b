using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Dashboard.Tests.Alerts.Delivery.Email;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Alerts;

/// <summary>Web hooks in the hands of an administrator.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class WebHooksPageTests(Chromium chromium)
{
    [Fact]
    public async Task Hook_MadeTestedAndCorrected_DeliversWhatWasGivenUp()
    {
        await using var app = await DashboardApp.StartAsync();
        await using var listener = await HookListener.StartAsync(HookListener.Status(410));
        var camera = await app.AddCameraAsync("Gate");
        var flow = (await app.SeedFlowsAsync(new Flow { CameraId = camera, Plate = "KA1234", Confidence = .9, CapturedAt = DateTimeOffset.UtcNow }))[
            0];
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.WebHooks);
            await visit.Button("Add the first web hook").ClickAsync();
            await visit.Field("Name").FillAsync("Gate controller");
            await visit.Field("Address").FillAsync("gate");
            await visit.Button("Add").ClickAsync();
            await Expect(visit.Dialog.GetByText("The address must begin with http:// or https://")).ToBeVisibleAsync();
            await visit.Field("Address").FillAsync(listener.Url);
            await visit.Button("Send a test to this address").ClickAsync();
            await Expect(visit.Dialog.GetByText("local network").First).ToBeVisibleAsync();
            await visit.Page.GetByLabel("Allow private addresses").CheckAsync();
            await visit.Button("Send a test to this address").ClickAsync();
            await Expect(visit.Dialog.GetByText("Answered 410")).ToBeVisibleAsync();
            await visit.Button("Add").ClickAsync();
            await Expect(visit.Dialog).ToHaveCountAsync(0);

            await GiveUpAsync(app, flow);
            await visit.Link("Deliveries of Gate controller").ClickAsync();
            await visit.ArriveAsync(Urls.HookDeliveries(1), "Gate controller");
            await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Failed, Flow KA1234") }).ClickAsync();
            await Expect(visit.Dialog.GetByText("\"best_plate_number\": \"KA1234\"")).ToBeVisibleAsync();
            await Expect(visit.Dialog.GetByText("gone for good")).ToBeVisibleAsync();
            listener.Answer = HookListener.Status(200);
            await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Delivered, Flow KA1234") })).ToBeVisibleAsync();
            Assert.Empty(visit.Errors);
        });
        Assert.DoesNotContain("hush", app.Log);
    }

    [Fact]
    public async Task Receiver_WithASelfSignedCertificate_IsPinned_AndGetsPlainBodies()
    {
        await using var app = await DashboardApp.StartAsync();
        using var certificate = TestCertificate.Create();
        await using var listener = await HookListener.StartAsync(certificate: certificate);
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.WebHooks);
            await visit.Button("Add the first web hook").ClickAsync();
            await visit.Field("Name").FillAsync("Gate");
            await visit.Field("Address").FillAsync(listener.Url);
            await visit.Page.GetByLabel("Allow private addresses").CheckAsync();
            await visit.Button("Send a test to this address").ClickAsync();
            await Expect(visit.Dialog.GetByText("is not signed by an authority that this server trusts")).ToBeVisibleAsync();

            await visit.Field("Certificate of the receiver").SelectOptionAsync("Pinned");
            await visit.Button("Add").ClickAsync();
            await Expect(visit.Dialog.GetByText("The fingerprint must be the SHA-256")).ToBeVisibleAsync();
            await visit.Button("Fetch the certificate").ClickAsync();
            await Expect(visit.Field("Fingerprint (SHA-256)")).ToHaveValueAsync(ReceiverCertificate.FingerprintOf(certificate));
            await Expect(visit.Dialog.GetByText("CN=test (127.0.0.1)")).ToBeVisibleAsync();
            await Expect(visit.Dialog.GetByText("The fingerprint must be the SHA-256")).ToHaveCountAsync(0);
            await visit.Field("Format").SelectOptionAsync("Plain");
            await Expect(visit.Dialog.GetByText($"with links to its pictures at {app.Address}.")).ToBeVisibleAsync();
            await visit.Button("Send a test to this address").ClickAsync();
            await Expect(visit.Dialog.GetByText("Answered 200")).ToBeVisibleAsync();
            await visit.Button("Add").ClickAsync();
            await Expect(visit.Dialog).ToHaveCountAsync(0);

            await visit.Button("Edit Gate").ClickAsync();
            await Expect(visit.Field("Certificate of the receiver")).ToHaveValueAsync("Pinned");
            await visit.Field("Certificate of the receiver").SelectOptionAsync("Authority");
            await visit.Field("Certificate authority").FillAsync(certificate.ExportCertificatePem());
            await visit.Button("Send a test to this address").ClickAsync();
            await Expect(visit.Dialog.GetByText("Answered 200")).ToBeVisibleAsync();
            await visit.Button("Save").ClickAsync();
            await Expect(visit.Dialog).ToHaveCountAsync(0);
            Assert.Empty(visit.Errors);
        });
        var stored = (await app.Get<WebHookStore>().FindAsync(1, Cancellation))!;
        Assert.Equal((HookFormat.Plain, "", true), (stored.Format, stored.CertificatePin, stored.CertificateAuthority.Length > 100));
        Assert.All(listener.Heard, heard => Assert.Equal("""{"event": "test"}""", System.Text.Encoding.UTF8.GetString(heard.Body)));
    }

    // As after five tries that were refused.
    private static async Task GiveUpAsync(DashboardApp app, long flow)
    {
        await using var database = await TestDatabase.OpenAsync(app.DataDirectory);
        await using var db = await database.Factory.CreateDbContextAsync();
        db.Deliveries.Add(new DeliveryRow
        {
            Kind = DeliveryKind.Flow,
            State = DeliveryState.Failed,
            HookId = 1,
            FlowId = flow,
            Attempts = 5,
            LastAttemptAt = DateTimeOffset.UtcNow,
            LastStatus = 410,
            LastAnswer = "gone for good",
        });
        await db.SaveChangesAsync();
    }
}
