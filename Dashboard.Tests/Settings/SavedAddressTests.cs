using System.Net;
using System.Security.Claims;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Settings;
using Dashboard.Tests.Hosting;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Settings;

/// <summary>Proxies and the server's own certificate, saved in the dashboard.</summary>
[Trait("Category", "Server")]
public sealed class SavedAddressTests
{
    [Fact]
    public async Task Proxies_ThatAreSaved_AreTrustedAtOnce_AndNoMoreWhenTheyAreTakenBack()
    {
        await using var app = await DashboardApp.StartAsync();
        var (person, store) = (await PersonAsync(app), app.Get<SettingsStore>());
        Assert.StartsWith(app.Address, await LeadsToSignInAtAsync(app));

        (await store.SaveAsync(person, new Dictionary<string, string> { ["Proxy:Trusted"] = "127.0.0.0/8, ::1" }, Cancellation)).EnsureDone();
        Assert.StartsWith("https://plates.example.com/account/sign-in", await LeadsToSignInAtAsync(app));
        var state = (await store.ReadAsync(["Proxy:Trusted"], Cancellation))["Proxy:Trusted"];
        Assert.Equal(("127.0.0.0/8, ::1", $"{Roles.Administrator}@test.example"), (state.Value, state.ChangedBy));
        Assert.Null(state.Running);

        var refused = await store.SaveAsync(person, new Dictionary<string, string> { ["Proxy:Trusted"] = "proxy.local" }, Cancellation);
        Assert.Contains("'proxy.local' is not an address", refused.Errors["Proxy:Trusted"]);
        Assert.StartsWith("https://plates.example.com", await LeadsToSignInAtAsync(app));

        (await store.ResetAsync(person, "Proxy:Trusted", Cancellation)).EnsureDone();
        Assert.StartsWith(app.Address, await LeadsToSignInAtAsync(app));
    }

    [Fact]
    public async Task Certificate_ThatIsSaved_WaitsForARestart_AndIsServedFromThenOn()
    {
        using var folder = new TemporaryFolder();
        var (file, key, thumbprint) = TlsTests.Write(folder, "one");
        var database = $"--Database:ConnectionString=Data Source={folder.PathOf("dashboard.db")};Pooling=False";
        await using (var app = await DashboardApp.StartAsync(database))
        {
            var (person, store) = (await PersonAsync(app), app.Get<SettingsStore>());
            var wrong = await store.SaveAsync(person, Files("/nowhere/one.pem", key), Cancellation);
            Assert.Contains("cannot be used", wrong.Errors["Tls:CertificateFile"]);
            (await store.SaveAsync(person, Files(file, key), Cancellation)).EnsureDone();
            var state = (await store.ReadAsync(["Tls:CertificateFile"], Cancellation))["Tls:CertificateFile"];
            Assert.Equal((file, "", "", $"{Roles.Administrator}@test.example"), (state.Value, state.FileValue, state.Running, state.ChangedBy));
        }

        await using var next = await DashboardApp.StartAsync(database, "--urls=https://127.0.0.1:0");
        string? seen = null;
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => (seen = certificate?.Thumbprint) is not null,
        };
        using var client = new HttpClient(handler);
        using var answer = await client.GetAsync($"{next.Address}/healthz/live", Cancellation);
        Assert.Equal((HttpStatusCode.OK, thumbprint), (answer.StatusCode, seen));
        Assert.Null((await next.Get<SettingsStore>().ReadAsync(["Tls:KeyFile"], Cancellation))["Tls:KeyFile"].Running);

        static Dictionary<string, string> Files(string certificate, string key) =>
            new() { ["Tls:CertificateFile"] = certificate, ["Tls:KeyFile"] = key };
    }

    private static async Task<ClaimsPrincipal> PersonAsync(DashboardApp app) =>
        ClaimsPrincipalFactory.Create((await app.Get<AccountCache>().FindAsync(await app.UserAsync(Roles.Administrator), Cancellation))!, "test");

    private static async Task<string> LeadsToSignInAtAsync(DashboardApp app)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{app.Address}/app/flows");
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "plates.example.com");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        using var page = await client.SendAsync(request, Cancellation);
        return page.Headers.Location!.ToString();
    }
}
