using System.Globalization;
using Dashboard.Domain.Users;
using Dashboard.Settings;
using Dashboard.Tests.Alerts.Delivery.Email;
using Dashboard.Tests.Hosting;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Dashboard.Web.Pages.Cameras.Countries;
using Dashboard.Web.Pages.Settings;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser;

/// <summary>What administrators set in the dashboard instead of in a file.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class SettingsTests(Chromium chromium)
{
    // What every field is changed to; numbers that are not named grow by one.
    private static readonly Dictionary<string, string> Values = new()
    {
        ["Email:Host"] = "127.0.0.1",
        ["Email:Port"] = "1",
        ["Email:Security"] = "None",
        ["Email:User"] = "plates",
        ["Email:Password"] = "s3cret words",
        ["Email:From"] = "plates@example.com",
        ["Email:CameraRecipients"] = "guard@example.com, office@example.com",
        ["TimeZone"] = "America/New_York",
        ["Backup:Folder"] = Path.Combine(AppContext.BaseDirectory, "backups"),
        ["PublicUrl"] = "https://plates.example.com",
        ["Language"] = "es",
        ["Recognition:Countries"] = "de, at",
        ["Recognition:DetectionThreshold"] = "0.5",
        ["Recognition:Passes"] = "2",
        ["Recognition:FormatWeight"] = "0.5",
        ["Recognition:MinConfidence"] = "0.1",
        ["Recognition:MaxLength"] = "9",
        ["FrameSelection:SureConfidence"] = "0.95",
        ["Tracking:MinConfidence"] = "0.2",
        ["Tracking:PreviewReads"] = "5",
        ["Mqtt:Host"] = "127.0.0.1",
        ["Mqtt:CaFile"] = Path.Combine(Repository.Root, "README.md"),
        ["Mqtt:User"] = "plates",
        ["Mqtt:Password"] = "s3cret words",
        ["Mqtt:TopicPrefix"] = "site/plates",
        ["Mqtt:Discovery"] = "ha",
        ["Security:PasskeyDomain"] = "plates.example.com",
        ["Proxy:Trusted"] = "192.0.2.7, 198.51.100.0/24",
        ["Capture:HardwareDecoding"] = "Vaapi",
        ["Capture:HardwareDevice"] = "/dev/dri/renderD129",
    };

    [Fact]
    public async Task Administrator_ChangesEachField_AndFindsItKept()
    {
        using var folder = new TemporaryFolder();
        (Values["Tls:CertificateFile"], Values["Tls:KeyFile"], _) = TlsTests.Write(folder, "saved");
        await using var app = await DashboardApp.StartAsync();
        var catalog = app.Get<SettingsCatalog>();
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            foreach (var section in app.Get<IEnumerable<SettingsSection>>())
            {
                await visit.GoAsync(Urls.SettingsSection(section.Name));
                await Expect(visit.Button("Save")).ToBeEnabledAsync();
                foreach (var field in section.Fields)
                {
                    await ChangeAsync(visit, catalog.Find(field.Key)!);
                }

                await visit.FaultlessAsync();
                await visit.Button("Save").ClickAsync();
                await Expect(visit.Page.GetByText($"{section.Title}: saved")).ToBeVisibleAsync();
                await visit.ReloadAsync();
                foreach (var field in section.Fields)
                {
                    await KeptAsync(visit, catalog.Find(field.Key)!);
                }
            }

            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task EachSection_FitsAPhoneInTheDark()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, width: 390, isDark: true, journey: async visit =>
        {
            foreach (var section in app.Get<IEnumerable<SettingsSection>>())
            {
                await visit.GoAsync(Urls.SettingsSection(section.Name));
                await Expect(visit.Button("Save")).ToBeEnabledAsync();
                // Nothing but its colours is other than in the light.
                await visit.FaultlessAsync("color-contrast");
            }

            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task MailServer_IsTested_ValuesOutOfRangeAreMarked_AndTheFileCountsAgain()
    {
        using var mail = new SmtpListener { Account = ("plates", "s3cret words") };
        await using var app = await DashboardApp.StartAsync(
            "--TimeZone=UTC", "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace");
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Settings);
            await visit.Field("Mail server").FillAsync("127.0.0.1");
            await visit.Field("Port").FillAsync("0");
            await visit.Field("Port").BlurAsync();
            await Expect(visit.Button("Test")).ToBeDisabledAsync();
            await visit.Button("Save").ClickAsync();
            await Expect(visit.Page.GetByText("It is 0; it must be from 1 to 65535")).ToBeVisibleAsync();
            await visit.Field("Port").FillAsync("1");
            await visit.Field("Sender").FillAsync("plates@example.com");
            await visit.Field("Sender").BlurAsync();
            await visit.Button("Save").ClickAsync();
            await Expect(visit.Page.GetByText("Mail: saved")).ToBeVisibleAsync();
            await visit.Button("Test").ClickAsync();
            await Expect(visit.Page.GetByText("The mail server 127.0.0.1")).ToBeVisibleAsync();

            await visit.Field("Port").FillAsync(mail.Port.ToString(CultureInfo.InvariantCulture));
            await visit.Field("Encryption").SelectOptionAsync("None");
            await visit.Field("User").FillAsync("plates");
            await visit.Field("Password").FillAsync("s3cret words");
            await visit.Field("Password").BlurAsync();
            await visit.Button("Save").ClickAsync();
            await Expect(visit.Field("Password")).ToHaveAttributeAsync("placeholder", "Set; type to replace it");
            await visit.Field("Send a test mail to").FillAsync("somebody@example.com");
            await visit.Button("Test").ClickAsync();
            await Expect(visit.Page.GetByText("accepted the message for somebody@example.com")).ToBeVisibleAsync();
            Assert.Contains("To: somebody@example.com", Assert.Single(mail.Mails));
            Assert.DoesNotContain("s3cret", app.Log + await visit.Page.ContentAsync());

            // What was entered elsewhere stays.
            await visit.Field("Sender").FillAsync("other@example.com");
            await visit.Field("Sender").BlurAsync();
            await visit.Button("Back to the default: Mail server").ClickAsync();
            await Expect(visit.Field("Mail server")).ToHaveValueAsync("");
            await Expect(visit.Field("Sender")).ToHaveValueAsync("other@example.com");
            await visit.Button("Save").ClickAsync();
            await Expect(visit.Button("Discard changes")).ToHaveCountAsync(0);

            // One press of the mouse from the field that was typed in is enough.
            await visit.GoAsync(Urls.SettingsSection("retention"));
            await visit.Page.GetByRole(AriaRole.Spinbutton).First.FillAsync("400");
            var save = await visit.Button("Save").BoundingBoxAsync();
            await visit.Page.Mouse.ClickAsync(save!.X + 8, save.Y + 8);
            await Expect(visit.Page.GetByText("saved").First).ToBeVisibleAsync();
            await visit.GoAsync(Urls.SettingsSection("place"));
            await Expect(visit.Field("Time zone")).ToBeDisabledAsync();
            Assert.Empty(visit.Errors);
        });
    }

    private static ILocator FieldFor(Visit visit, Setting setting) => visit.Page.Locator($"#{SettingLabels.Id(setting.Key)}");

    private static ILocator Chosen(Visit visit) =>
        visit.Page.GetByRole(AriaRole.List, new() { Name = "Countries of plates" }).GetByRole(AriaRole.Listitem);

    private static string Changed(Setting setting) => Values.GetValueOrDefault(setting.Key) ?? setting.Kind switch
    {
        SettingKind.Switch => setting.Default == "true" ? "false" : "true",
        _ => (double.Parse(setting.Default, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture),
    };

    private static async Task ChangeAsync(Visit visit, Setting setting)
    {
        var (field, value) = (FieldFor(visit, setting), Changed(setting));
        switch (setting.Kind)
        {
            case SettingKind.Switch:
                await field.SetCheckedAsync(value == "true");
                break;
            case SettingKind.List when setting.Key == "Recognition:Countries":
                foreach (var country in value.Split(", "))
                {
                    await field.SelectOptionAsync(country);
                    await Expect(Chosen(visit).Filter(new() { HasText = CountryNames.NameOf(country) })).ToBeVisibleAsync();
                }

                break;
            case SettingKind.Choice:
            case SettingKind.Text when setting.Key == "Language":
                await field.SelectOptionAsync(value);
                break;
            default:
                await field.FillAsync(value);
                await field.BlurAsync();
                break;
        }
    }

    private static Task KeptAsync(Visit visit, Setting setting)
    {
        var (field, value) = (Expect(FieldFor(visit, setting)), Changed(setting));
        return setting.Kind switch
        {
            SettingKind.Switch => field.ToBeCheckedAsync(new() { Checked = value == "true" }),
            SettingKind.List when setting.Key == "Recognition:Countries" =>
                Expect(Chosen(visit)).ToHaveTextAsync(value.Split(", ").Select(CountryNames.NameOf)),
            SettingKind.Secret => field.ToHaveAttributeAsync("placeholder", "Set; type to replace it"),
            _ => field.ToHaveValueAsync(value),
        };
    }
}
