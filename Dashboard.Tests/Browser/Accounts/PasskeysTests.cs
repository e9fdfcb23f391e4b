using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Accounts;

/// <summary>Adding a passkey, signing in with it, losing it; the device is Chromium's own virtual one.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class PasskeysTests(Chromium chromium)
{
    // The virtual device chooses by itself what a person would choose in the list of the e-mail field.
    private const string OfferNothing = "PublicKeyCredential.isConditionalMediationAvailable = async () => false";

    [Theory]
    [InlineData(390, true)]
    [InlineData(1280, false)]
    public async Task Person_AddsAPasskey_SignsInWithIt_UntilAnAdministratorResetsIt(int width, bool isDark)
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, width: width, isDark: isDark, address: app.NamedAddress, journey: async visit =>
        {
            await visit.Page.AddInitScriptAsync(OfferNothing);
            var device = await Device.PlugInAsync(visit.Page);
            var card = Card(visit);
            await AddAsync(visit, "Phone");
            await visit.FaultlessAsync();
            await card.GetByRole(AriaRole.Button, new() { Name = "Rename Phone" }).ClickAsync();
            await visit.Dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("My phone");
            await visit.Button("Save").ClickAsync();
            await Expect(card.GetByText("My phone", new() { Exact = true })).ToBeVisibleAsync();
            await SignOutAsync(visit);
            await visit.FaultlessAsync();

            await device.RecognisePersonAsync(false);
            await visit.Button("Sign in with a passkey").ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("No passkey was used.");
            await device.RecognisePersonAsync(true);
            await visit.Button("Sign in with a passkey").ClickAsync();
            await visit.ArriveAsync(Urls.Overview, "Overview");
            await visit.GoAsync(Urls.MyAccount);
            await Expect(visit.Page.GetByText("this session")).ToHaveCountAsync(1);
            await Expect(card.GetByText("last used")).ToBeVisibleAsync();

            await visit.GoAsync(Urls.Users);
            await Expect(visit.Page.GetByText("1 passkey")).ToBeVisibleAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Reset two-factor") }).ClickAsync();
            await Expect(visit.Dialog).ToContainTextAsync("the passkeys of this user stop working, and all sessions");
            await visit.FaultlessAsync();
            await visit.Button("Reset").ClickAsync();
            await Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
            await visit.Button("Sign in with a passkey").ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This passkey does not sign you in");
            await visit.FaultlessAsync();
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task Person_WhoseBrowserOffersPasskeysByItself_SignsInWithoutAButton_AndRemovesIt()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, address: app.NamedAddress, journey: async visit =>
        {
            await Device.PlugInAsync(visit.Page);
            await AddAsync(visit, "Laptop");
            await visit.Page.Context.ClearCookiesAsync();
            await visit.Page.GotoAsync(Urls.SignIn);
            await Expect(visit.Heading("Overview")).ToBeVisibleAsync();

            await visit.GoAsync(Urls.MyAccount);
            await Card(visit).GetByRole(AriaRole.Button, new() { Name = "Remove Laptop" }).ClickAsync();
            await visit.Dialog.GetByLabel("Current password").FillAsync("wrong password");
            await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
            await Expect(visit.Dialog.GetByText("The current password is wrong.")).ToBeVisibleAsync();
            await visit.Dialog.GetByLabel("Current password").FillAsync(DashboardApp.Password);
            await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
            await Expect(Card(visit).GetByText("“Laptop” was removed.")).ToBeVisibleAsync();
            await Expect(visit.Button("Add a passkey")).ToBeFocusedAsync();
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task Person_AtAnIpAddress_IsToldWhyThereIsNone_AndADeviceWithoutLockToo()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Viewer, journey: async visit =>
        {
            await visit.GoAsync(Urls.MyAccount);
            await Expect(Card(visit).GetByText("not to an IP address")).ToBeVisibleAsync();
            await visit.Page.Context.ClearCookiesAsync();
            await visit.Page.GotoAsync(Urls.SignIn);
            await Expect(visit.Button("Sign in")).ToBeVisibleAsync();
            await Expect(visit.Button("Sign in with a passkey")).ToBeHiddenAsync();
        });
        await chromium.VisitAsync(app, role: Roles.Viewer, address: app.NamedAddress, journey: async visit =>
        {
            var device = await Device.PlugInAsync(visit.Page);
            await device.RecognisePersonAsync(false);
            await BeginAsync(visit, "Phone", DashboardApp.Password);
            await Expect(Card(visit).GetByRole(AriaRole.Alert)).ToContainTextAsync("No passkey was created.");
            await visit.Button("Cancel").ClickAsync();
            await Expect(visit.Button("Add a passkey")).ToBeFocusedAsync();
        });
    }

    private static ILocator Card(Visit visit) => visit.Page.GetByRole(AriaRole.Region, new() { Name = "Passkeys" });

    private static async Task BeginAsync(Visit visit, string name, string password)
    {
        await visit.GoAsync(Urls.MyAccount);
        await visit.Button("Add a passkey").ClickAsync();
        await Card(visit).GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await Card(visit).GetByLabel("Current password").FillAsync(password);
        await visit.Button("Continue").ClickAsync();
    }

    private static async Task AddAsync(Visit visit, string name)
    {
        await BeginAsync(visit, name, DashboardApp.Password);
        await Expect(Card(visit).GetByText($"“{name}” was added.")).ToBeVisibleAsync();
        await Expect(visit.Button("Add a passkey")).ToBeFocusedAsync();
    }

    private static async Task SignOutAsync(Visit visit)
    {
        await visit.Page.Locator("details.person summary").ClickAsync();
        await visit.Button("Sign out").ClickAsync();
        await Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
    }

    /// <summary>A device that keeps passkeys and recognises its person.</summary>
    private sealed class Device(ICDPSession browser, string id)
    {
        public static async Task<Device> PlugInAsync(IPage page)
        {
            var browser = await page.Context.NewCDPSessionAsync(page);
            await browser.SendAsync("WebAuthn.enable");
            var made = await browser.SendAsync("WebAuthn.addVirtualAuthenticator", new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            });
            return new(browser, made!.Value.GetProperty("authenticatorId").GetString()!);
        }

        public Task RecognisePersonAsync(bool does) => browser.SendAsync(
            "WebAuthn.setUserVerified", new() { ["authenticatorId"] = id, ["isUserVerified"] = does });
    }
}
