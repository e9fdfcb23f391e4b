using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Storage;
using Dashboard.Tests.Alerts.Delivery.Email;
using Dashboard.Web.Pages.WebHooks;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Alerts.Delivery.WebHooks;

/// <summary>Web hooks as they are set up, and what stays of their deliveries.</summary>
public sealed class WebHookStoreTests
{
    private const string Pin = "5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F";

    [Theory, ProviderData]
    public async Task Hook_AsStored_IsTheSameAndHoldsNoSecretInClear(string provider)
    {
        await using var world = await DeliveryWorld.CreateAsync(provider);
        var added = (await world.Hooks.AddAsync(new WebHook
        {
            Name = " Gate ",
            Url = "https://example.com/hush",
            SendsFlows = true,
            SendsHeartbeats = true,
            ListId = 1,
            SiteId = 1,
            CustomData = """{"API_KEY": "hush"}""",
            Format = HookFormat.Plain,
            CertificatePin = "sha256 Fingerprint=" + string.Join(':', Enumerable.Repeat("5f", 32)),
        }, Cancellation)).Value;

        Assert.Equal(("Gate", string.Join(':', Enumerable.Repeat("5F", 32))), (added.Name, added.CertificatePin));
        Assert.Matches("^[A-Za-z0-9_-]{43}$", added.Secret);
        Assert.Equal(added, await world.Hooks.FindAsync(added.Id, Cancellation));
        Assert.Equal([added], await world.Hooks.ListAsync(Cancellation));
        Assert.DoesNotContain("hush", added.ToString() + added.Host);
        await using var db = await world.Factory.CreateDbContextAsync(Cancellation);
        var row = await db.WebHooks.SingleAsync(Cancellation);
        Assert.DoesNotContain("hush", row.ProtectedUrl + row.ProtectedCustomData);
        Assert.DoesNotContain(added.Secret, row.ProtectedSecret);

        await world.QueueAsync(added.Id);
        var pem = TestCertificate.CreateAuthority().ExportCertificatePem();
        var changed = added with { Name = "Barrier", SiteId = null, CertificatePin = "", CertificateAuthority = pem };
        (await world.Hooks.UpdateAsync(changed, Cancellation)).EnsureDone();
        Assert.Equal(changed, await world.Hooks.FindAsync(added.Id, Cancellation));
        (await world.Hooks.DeleteAsync(added.Id, Cancellation)).EnsureDone();
        Assert.Equal("The web hook was deleted.", (await world.Hooks.UpdateAsync(added, Cancellation)).Refusal);
        Assert.Empty(await world.Hooks.ListAsync(Cancellation));
        Assert.Equal(0, await db.Deliveries.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Hook_ChangedByTwoAtOnce_IsWhatBothMadeOfIt()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        var added = (await world.Hooks.AddAsync(new WebHook { Name = "Gate", Url = "https://example.com", CustomData = "{}" }, Cancellation)).Value;
        var (one, other) = (new WebHookForm(added), new WebHookForm(added));
        (one.Url, one.Secret, one.SendsFlows, one.ListId) = ("https://example.com/other", "", true, 1);
        (one.Trust, one.CertificatePin) = (HookTrust.Pinned, string.Join(':', Enumerable.Repeat("5F", 32)));
        await SaveAsync(one);
        var secret = (await FindAsync()).Secret;
        Assert.NotEqual(added.Secret, secret);
        (await world.Hooks.UpdateAsync(added with { IsActive = false }, added, Cancellation)).EnsureDone();
        (other.Name, other.CustomData) = ("Barrier", """{"API_KEY": "hush"}""");
        await SaveAsync(other);

        var found = await FindAsync();
        Assert.Equal(one.ToHook() with { Secret = secret, IsActive = false, Name = "Barrier", CustomData = other.CustomData }, found);
        other.Url = "https://example.com/last";
        await SaveAsync(other);
        Assert.Equal(found with { Url = other.Url }, await FindAsync());

        async Task SaveAsync(WebHookForm form) => (await world.Hooks.UpdateAsync(form.ToHook(), form.Loaded, Cancellation)).EnsureDone();

        async Task<WebHook> FindAsync() => (await world.Hooks.FindAsync(added.Id, Cancellation))!;
    }

    [Fact]
    public async Task Hook_SavedAsItWasLoaded_TakesNothingBack()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        var added = (await world.Hooks.AddAsync(new WebHook { Name = "Gate", Url = "https://example.com" }, Cancellation)).Value;
        var changed = new WebHook
        {
            Id = added.Id,
            Name = "Barrier",
            Url = "https://example.com/other",
            Secret = "another",
            IsActive = false,
            AllowsPrivate = true,
            SendsFlows = true,
            SendsAlerts = false,
            SendsHeartbeats = true,
            ListId = 1,
            SiteId = 1,
            CustomData = "{}",
            Format = HookFormat.Plain,
            CertificateAuthority = TestCertificate.CreateAuthority().ExportCertificatePem(),
        };
        string[] others = [nameof(WebHook.Id), nameof(WebHook.Host), nameof(WebHook.CertificatePin)];
        Assert.All(
            typeof(WebHook).GetProperties().Where(property => !others.Contains(property.Name)),
            property => Assert.NotEqual(property.GetValue(added), property.GetValue(changed)));

        (await world.Hooks.UpdateAsync(changed, Cancellation)).EnsureDone();
        (await world.Hooks.UpdateAsync(added, added, Cancellation)).EnsureDone();
        Assert.Equal(changed, await world.Hooks.FindAsync(added.Id, Cancellation));
    }

    [Fact]
    public async Task Hook_WithANameThatIsTaken_IsRejected()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        await world.AddHookAsync("https://example.com", "Gate");

        var refused = await world.Hooks.AddAsync(new WebHook { Name = " Gate", Url = "https://example.com" }, Cancellation);

        Assert.Equal([nameof(WebHook.Name)], refused.Errors.Fields);
        Assert.Single(await world.Hooks.ListAsync(Cancellation));
    }

    [Theory, ProviderData]
    public async Task Hook_LimitedToWhatIsNotThere_IsRejected_AndStaysWhereThatIsDeleted(string provider)
    {
        await using var world = await DeliveryWorld.CreateAsync(provider);
        var hook = new WebHook { Name = "Gate", Url = "https://example.com", ListId = 99, SiteId = 99 };
        Assert.Equal([nameof(WebHook.ListId), nameof(WebHook.SiteId)], (await world.Hooks.AddAsync(hook, Cancellation)).Errors.Fields);

        var added = (await world.Hooks.AddAsync(hook with { ListId = 1, SiteId = 1 }, Cancellation)).Value;
        await using var db = await world.Factory.CreateDbContextAsync(Cancellation);
        await db.AlertLists.ExecuteDeleteAsync(Cancellation);
        Assert.True((await world.Hooks.UpdateAsync(added with { Name = "Barrier" }, Cancellation)).IsDone);
        Assert.Equal([nameof(WebHook.ListId)], (await world.Hooks.UpdateAsync(added with { ListId = 2 }, Cancellation)).Errors.Fields);
    }

    [Theory]
    [InlineData(nameof(WebHook.Name), "", "https://example.com", "")]
    [InlineData(nameof(WebHook.Url), "a", "", "")]
    [InlineData(nameof(WebHook.Url), "a", "example.com/hook", "")]
    [InlineData(nameof(WebHook.Url), "a", "ftp://example.com", "")]
    [InlineData(nameof(WebHook.Url), "a", "file:///etc/passwd", "")]
    [InlineData(nameof(WebHook.Url), "a", "https://example.com/#part", "")]
    [InlineData(nameof(WebHook.CustomData), "a", "https://example.com", "[1]")]
    [InlineData(nameof(WebHook.CustomData), "a", "https://example.com", "{")]
    public void Hook_WithAWrongField_NamesIt(string field, string name, string url, string custom)
    {
        Assert.Equal([field], new WebHook { Name = name, Url = url, CustomData = custom }.Check().Fields);
    }

    [Theory]
    [InlineData("https://example.com", "12:34", "", nameof(WebHook.CertificatePin), "64 hexadecimal digits")]
    [InlineData("http://example.com", Pin, "", nameof(WebHook.CertificatePin), "https://")]
    [InlineData("https://example.com", Pin, "x", nameof(WebHook.CertificatePin), "not both")]
    [InlineData("https://example.com", "", "x", nameof(WebHook.CertificateAuthority), "-----BEGIN CERTIFICATE-----")]
    [InlineData("https://example.com", "", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", nameof(WebHook.CertificateAuthority), "-----BEGIN")]
    [InlineData("https://example.com", "", "-----BEGIN EC PRIVATE KEY-----", nameof(WebHook.CertificateAuthority), "private key")]
    public void Hook_WithACertificateThatIsNone_NamesTheField(string url, string pin, string authority, string field, string reason)
    {
        var errors = new WebHook { Name = "a", Url = url, CertificatePin = pin, CertificateAuthority = authority }.Check();
        Assert.Contains(reason, errors[field]);
    }

    [Fact]
    public void Hook_ThatIsTooLongOrSendsNothing_NamesTheRange()
    {
        var errors = new WebHook
        {
            Name = new string('n', 65),
            Url = "https://example.com/" + new string('u', 2000),
            CustomData = $$"""{"a":"{{new string('c', 4000)}}"}""",
            SendsAlerts = false,
            Secret = new string('s', 201),
        }.Check();

        Assert.Contains("64", errors[nameof(WebHook.Name)]);
        Assert.Contains("2000", errors[nameof(WebHook.Url)]);
        Assert.Contains("4000", errors[nameof(WebHook.CustomData)]);
        Assert.Contains("200", errors[nameof(WebHook.Secret)]);
        Assert.Contains(nameof(WebHook.SendsAlerts), errors.Fields);
    }

    [Theory, ProviderData]
    public async Task Deliveries_ThatAreOld_AreDeletedAndWaitingOnesNever(string provider)
    {
        await using var world = await DeliveryWorld.CreateAsync(provider);
        var hook = await world.AddHookAsync("https://example.com");
        var ids = await world.QueueAsync(hook.Id, 6);
        await SetAsync(ids[0], DeliveryState.Delivered, 31);
        await SetAsync(ids[1], DeliveryState.Delivered, 29);
        await SetAsync(ids[2], DeliveryState.Failed, 91);
        await SetAsync(ids[3], DeliveryState.Failed, 89);
        await SetAsync(ids[4], DeliveryState.Waiting, 1000);

        Assert.Equal(2, await world.Cleanup.CleanUpAsync(Cancellation));

        Assert.Equal([ids[5], ids[4], ids[3], ids[1]], (await world.Log.ListAsync(hook.Id, null, null, 50, Cancellation)).Select(row => row.Id));
        Assert.Equal([ids[3]], (await world.Log.ListAsync(hook.Id, DeliveryState.Failed, null, 50, Cancellation)).Select(row => row.Id));
        Assert.Equal([ids[4]], (await world.Log.ListAsync(hook.Id, DeliveryState.Waiting, ids[5], 50, Cancellation)).Select(row => row.Id));
        var state = await world.Log.StateAsync(hook.Id, Cancellation);
        Assert.Equal((2, 1), (state.Waiting, state.Failed));

        async Task SetAsync(long id, DeliveryState state, int age)
        {
            await using var db = await world.Factory.CreateDbContextAsync();
            await db.Deliveries.Where(d => d.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, state).SetProperty(d => d.CreatedAt, world.Now.AddDays(-age)));
        }
    }

    [Fact]
    public void Waits_DoubleFromTwoSecondsToADay()
    {
        var random = new Random(1);
        for (var n = 1; n <= 40; n++)
        {
            var middle = Math.Min(2 * Math.Pow(2, n - 1), 86_400);
            Assert.InRange(DeliveryRules.RetryDelay(n, random).TotalSeconds, middle * 0.75, Math.Min(middle * 1.25, 86_400));
        }

        Assert.Equal(TimeSpan.FromMinutes(5), DeliveryRules.RetryDelay(1, random, TimeSpan.FromMinutes(5)));
        Assert.Equal(TimeSpan.FromDays(1), DeliveryRules.RetryDelay(1, random, TimeSpan.FromDays(50)));
    }
}
