using System.Net;
using System.Text;
using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Dashboard.Tests.Alerts.Delivery.Email;
using Dashboard.Tests.Api.ScoutApi;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Api.AdminApi;

/// <summary>Web hooks without the page.</summary>
[Trait("Category", "Server")]
public sealed class HookApiTests : IAsyncLifetime
{
    private readonly DashboardApp _app = DashboardApp.Create();
    private HookApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _api = await HookApi.CreateAsync(_app);
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Hook_OfAnAddressAlone_IsToldOfAll_AndItsSecretIsGivenOnce()
    {
        var made = await _api.AddAsync("""{"url": "https://gate.example.com:8443/hush?key=hush"}""");
        var second = await _api.AddAsync("""{"url": "https://gate.example.com:8443", "secret": "own secret"}""");

        Assert.Equal("gate.example.com:8443", made.GetProperty("name").GetString());
        Assert.Equal("gate.example.com:8443 2", second.GetProperty("name").GetString());
        Assert.Equal("https://gate.example.com:8443", made.GetProperty("host").GetString());
        Assert.Equal("[\"groups\",\"alerts\",\"heartbeats\"]", made.GetProperty("events").GetRawText());
        var stored = await StoredAsync(made.GetProperty("id").GetInt32());
        Assert.Equal((stored.Secret, "https://gate.example.com:8443/hush?key=hush"), (made.GetProperty("secret").GetString(), stored.Url));
        Assert.False(second.TryGetProperty("secret", out _));
        Assert.Equal("own secret", (await StoredAsync(second.GetProperty("id").GetInt32())).Secret);

        var list = await _api.AskAsync("GET", "");
        Assert.Equal(2, list.GetArrayLength());
        Assert.All(["hush", "secret", stored.Secret], text => Assert.DoesNotContain(text, list.GetRawText() + _app.Log));
        Assert.False((await _api.GetAsync(stored.Id)).TryGetProperty("secret", out _));
    }

    [Fact]
    public async Task Hook_Changed_KeepsWhatIsLeftOut_AndTellsANewSecretOnce()
    {
        var list = (await _app.Get<AlertListStore>().AddAsync(new AlertList { Name = "Wanted" }, Cancellation)).Value;
        var id = (await _api.AddAsync($$$"""
            {"name": "Gate", "url": "http://10.0.0.5/", "allow_private": true, "events": ["alerts"], "list_id": {{{list.Id}}}, "custom_data": {"a": "hush"}}
            """)).GetProperty("id").GetInt32();
        var before = await StoredAsync(id);

        var changed = await _api.ChangeAsync(id, """{"active": false, "list_id": null, "site_id": 1}""");
        Assert.Equal((false, true), (changed.GetProperty("active").GetBoolean(), changed.GetProperty("has_custom_data").GetBoolean()));
        Assert.Equal(before with { IsActive = false, ListId = null, SiteId = 1 }, await StoredAsync(id));
        Assert.DoesNotContain("hush", changed.GetRawText());

        var renewed = (await _api.ChangeAsync(id, """{"secret": null, "custom_data": null}""")).GetProperty("secret").GetString();
        Assert.NotEqual(before.Secret, renewed);
        Assert.Equal((renewed, ""), ((await StoredAsync(id)).Secret, (await StoredAsync(id)).CustomData));

        await _api.AskAsync("DELETE", $"{id}", expected: HttpStatusCode.NoContent);
        foreach (var (method, below) in new[] { ("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/test") })
        {
            await _api.AskAsync(method, $"{id}{below}", method == "PATCH" ? "{}" : null, HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Wrong_Fields_AreNamed_AndNothingIsStored()
    {
        await _api.AddAsync("""{"name": "Gate", "url": "https://gate.example.com"}""");
        foreach (var (field, body) in new[]
        {
            ("url", """{}"""),
            ("url", """{"url": "gate"}"""),
            ("url", """{"url": 5}"""),
            ("name", """{"url": "https://a.example.com", "name": "Gate"}"""),
            ("events", """{"url": "https://a.example.com", "events": []}"""),
            ("events", """{"url": "https://a.example.com", "events": ["flows"]}"""),
            ("active", """{"url": "https://a.example.com", "active": "yes"}"""),
            ("allow_private", """{"url": "https://a.example.com", "allow_private": null}"""),
            ("list_id", """{"url": "https://a.example.com", "list_id": 99}"""),
            ("site_id", """{"url": "https://a.example.com", "site_id": 99}"""),
            ("site_id", """{"url": "https://a.example.com", "site_id": "1"}"""),
            ("custom_data", """{"url": "https://a.example.com", "custom_data": [1]}"""),
            ("secret", """{"url": "https://a.example.com", "secret": ""}"""),
            ("format", """{"url": "https://a.example.com", "format": "xml"}"""),
            ("certificate_pin", """{"url": "https://a.example.com", "certificate_pin": "12"}"""),
            ("certificate_authority", """{"url": "http://a.example.com", "certificate_authority": "x"}"""),
            ("is_active", """{"url": "https://a.example.com", "is_active": true}"""),
        })
        {
            Assert.Equal([field], (await _api.RefusedAsync("POST", "", body)).Keys);
        }

        Assert.Equal(["events", "url"], (await _api.RefusedAsync("PATCH", "1", """{"url": "ftp://x", "events": []}""")).Keys.Order());
        await _api.AskAsync("POST", "", "[1]", HttpStatusCode.BadRequest);
        await _api.AskAsync("PATCH", "1", "{", HttpStatusCode.BadRequest);
        Assert.Equal(1, (await _api.AskAsync("GET", "")).GetArrayLength());
        Assert.Equal("https://gate.example.com", (await StoredAsync(1)).Url);
    }

    [Fact]
    public async Task Test_TellsWhatTheReceiverSaid_AndTheGuardHolds()
    {
        await using var listener = await HookListener.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = 418;
            await context.Response.WriteAsync("short and stout");
        });
        var id = (await _api.AddAsync($$"""{"url": "{{listener.Url}}"}""")).GetProperty("id").GetInt32();

        var guarded = await _api.AskAsync("POST", $"{id}/test");
        Assert.Equal((false, 0), (guarded.GetProperty("taken").GetBoolean(), guarded.GetProperty("status").GetInt32()));
        Assert.Contains("local network", guarded.GetProperty("answer").GetString());
        Assert.Empty(listener.Heard);

        await _api.ChangeAsync(id, """{"allow_private": true}""");
        var answer = await _api.AskAsync("POST", $"{id}/test");
        Assert.Equal((false, 418), (answer.GetProperty("taken").GetBoolean(), answer.GetProperty("status").GetInt32()));
        Assert.Equal("short and stout", answer.GetProperty("answer").GetString());
        Assert.Equal("""{"openalpr_webhook": "test"}""", Encoding.UTF8.GetString(Assert.Single(listener.Heard).Body));
    }

    [Fact]
    public async Task Receiver_WithASelfSignedCertificate_IsSeenPinnedAndReached_InPlainWords()
    {
        using var certificate = TestCertificate.Create();
        await using var listener = await HookListener.StartAsync(certificate: certificate);
        var id = (await _api.AddAsync($$"""{"url": "{{listener.Url}}", "allow_private": true, "format": "plain"}""")).GetProperty("id").GetInt32();
        var refused = await _api.AskAsync("POST", $"{id}/test");
        Assert.Contains("pin the fingerprint", refused.GetProperty("answer").GetString());

        var shown = await _api.AskAsync("GET", $"{id}/certificate");
        Assert.Equal(("", "CN=test"), (shown.GetProperty("fault").GetString(), shown.GetProperty("subject").GetString()));
        var pin = shown.GetProperty("fingerprint").GetString();
        Assert.Empty(listener.Heard);
        var changed = await _api.ChangeAsync(id, $$"""{"certificate_pin": "{{pin}}"}""");
        Assert.Equal((pin, "plain"), (changed.GetProperty("certificate_pin").GetString(), changed.GetProperty("format").GetString()));
        Assert.True((await _api.AskAsync("POST", $"{id}/test")).GetProperty("taken").GetBoolean());
        Assert.Equal("""{"event": "test"}""", Encoding.UTF8.GetString(Assert.Single(listener.Heard).Body));

        await _api.ChangeAsync(id, """{"allow_private": false}""");
        Assert.Contains("local network", (await _api.AskAsync("GET", $"{id}/certificate")).GetProperty("fault").GetString());
        Assert.Null((await _api.ChangeAsync(id, """{"certificate_pin": null}""")).GetProperty("certificate_pin").GetString());
    }

    [Theory]
    [InlineData(Roles.Viewer)]
    [InlineData(Roles.Operator)]
    public async Task Key_OfLessThanAnAdministrator_IsRefused_AndASessionIsNoKey(string role)
    {
        using var other = await HookApi.CreateAsync(_app, role);
        await _api.AddAsync("""{"name": "Gate", "url": "https://gate.example.com"}""");
        foreach (var (method, below) in new[] { ("GET", ""), ("POST", ""), ("GET", "1"), ("PATCH", "1"), ("DELETE", "1"), ("POST", "1/test") })
        {
            var body = method == "PATCH" || below.Length == 0 ? "{}" : null;
            var refused = await other.AskAsync(method, below, method == "GET" ? null : body, HttpStatusCode.Forbidden);
            Assert.Contains("administrator", refused.GetProperty("error").GetString());
        }

        using var session = await _app.SignInClientAsync();
        using var anonymous = await session.DeleteAsync("/api/admin/web-hooks/1", Cancellation);
        Assert.Contains("X-Api-Key", await anonymous.ReadAsync(HttpStatusCode.Unauthorized));
        Assert.Equal("Gate", (await StoredAsync(1)).Name);
    }

    [Fact]
    public async Task Changes_StandInTheAudit_WithTheKey_AndOnce()
    {
        var id = (await _api.AddAsync("""{"name": "Gate", "url": "https://gate.example.com/hush"}""")).GetProperty("id").GetInt32();
        await _api.ChangeAsync(id, """{"active": false, "url": "https://gate.example.com/other"}""");
        await _api.AskAsync("DELETE", $"{id}", expected: HttpStatusCode.NoContent);
        await Eventually.TrueAsync(async () => (await EntriesAsync()).Count >= 3, "the audit is written");

        var entries = await EntriesAsync();
        Assert.Equal([AuditAction.Added, AuditAction.Changed, AuditAction.Removed], entries.Select(entry => entry.Action));
        Assert.All(entries, entry => Assert.StartsWith("lpr_", entry.Key));
        Assert.Contains("IsActive: yes → no", entries[1].Details);
        Assert.Contains("Address changed", entries[1].Details);
        Assert.All(entries, entry => Assert.DoesNotContain("hush", entry.Details));
    }

    [Fact]
    public async Task Key_ThatAsksTooOften_IsRefused_AndToldWhenToComeBack()
    {
        await using var strict = await DashboardApp.StartAsync("--Scout:RequestsPerSecond=1");
        using var client = strict.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await strict.ApiKeyAsync(Roles.Administrator));
        using var refused = await BusyKey.FirstRefusedAsync((_, stop) => client.GetAsync("/api/admin/web-hooks", stop));
        Assert.Contains("error", await refused.ReadAsync(HttpStatusCode.TooManyRequests));
        Assert.Equal("1", refused.Header("Retry-After"));
    }

    [Fact]
    public async Task List_AskedForAgain_Is304_AndAnUnknownAddressOrMethodIsToldInJson()
    {
        using var client = _app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await _app.ApiKeyAsync(Roles.Administrator));
        using var first = await client.GetAsync("/api/admin/web-hooks/", Cancellation);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/admin/web-hooks") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var same = await client.SendAsync(again, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        using var wrong = await client.PutAsync("/api/admin/web-hooks/1", HttpAssert.Json("{}"), Cancellation);
        Assert.Contains("error", await wrong.ReadAsync(HttpStatusCode.MethodNotAllowed));
        Assert.Equal("GET, HEAD, PATCH, DELETE", wrong.Header("Allow"));
        Assert.Contains("error", await client.GetAsync("/api/admin/users", Cancellation).ReadAsync(HttpStatusCode.NotFound));
    }

    private async Task<WebHook> StoredAsync(int id) => (await _app.Get<WebHookStore>().FindAsync(id, Cancellation))!;

    private async Task<List<AuditEntry>> EntriesAsync()
    {
        await using var db = await _app.Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation);
        return await db.AuditEntries.AsNoTracking()
            .Where(entry => entry.Subject.Contains("hook"))
            .OrderBy(entry => entry.Id)
            .ToListAsync(Cancellation);
    }
}
