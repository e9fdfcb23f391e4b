using Dashboard.Alerts.Delivery.Email;
using Dashboard.Configuration;
using Dashboard.Domain.Users;
using Dashboard.Recognition;
using Dashboard.Security.Accounts;
using Dashboard.Security.Audit;
using Dashboard.Settings;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.Startup;
using Dashboard.Tests.Support;
using Dashboard.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Settings;

/// <summary>Settings that are saved in the dashboard: what counts, for whom, and what becomes of those that cannot be used.</summary>
[Trait("Category", "Server")]
public sealed class SavedSettingsTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-settings-").FullName;
    private (string Provider, string Connection)? _shared;

    [Theory, ProviderData]
    public async Task Setting_SavedOnOneServer_CountsOnBothWithinSeconds_AndItsSecretIsEncrypted(string provider)
    {
        _shared = (provider, TestServers.NewDatabase(provider, _folder));
        string[] settings = [$"--Database:Provider={provider}", $"--Database:ConnectionString={_shared.Value.Connection}"];
        await using var first = await DashboardApp.StartAsync(settings);
        await using var second = await DashboardApp.StartAsync(settings);
        var person = await PersonAsync(first);
        AuditActor.Current = new AuditActor(null, "boss@test.example", "192.0.2.1");
        (await first.Get<SettingsStore>().SaveAsync(
            person,
            new Dictionary<string, string>
            {
                ["Email:Host"] = "mail.example.com",
                ["Email:From"] = "plates@example.com",
                ["Email:User"] = "plates",
                ["Email:Password"] = "s3cret words",
            },
            Cancellation)).EnsureDone();
        Assert.Null(first.Get<Mailer>().Missing);
        Assert.Equal("s3cret words", first.Get<EmailOptions>().Password);
        await Eventually.TrueAsync(
            () => second.Get<EmailOptions>() is { Host: "mail.example.com", Password: "s3cret words" }, "the other server has them");

        await using var db = await first.OpenDatabaseAsync();
        var secret = await db.SavedSettings.SingleAsync(row => row.Key == "Email:Password", Cancellation);
        Assert.Null(secret.Value);
        Assert.DoesNotContain("s3cret", secret.ProtectedValue!);
        Assert.Equal($"{Roles.Administrator}@test.example", secret.ChangedBy);
        await Eventually.TrueAsync(
            async () => await db.AuditEntries.CountAsync(entry => entry.Subject.StartsWith("setting Email:"), Cancellation) == 4,
            "the audit has them");
        Assert.DoesNotContain(await db.AuditEntries.ToListAsync(Cancellation), entry => entry.Details.Contains("s3cret", StringComparison.Ordinal));
        var shown = (await first.Get<SettingsStore>().ReadAsync(["Email:Password"], Cancellation))["Email:Password"];
        Assert.Equal((true, "", ""), (shown.HasSecret, shown.Value, shown.FileValue));

        (await first.Get<SettingsStore>().ResetAsync(person, "Email:Host", Cancellation)).EnsureDone();
        Assert.NotNull(first.Get<Mailer>().Missing);
        await Eventually.TrueAsync(() => second.Get<Mailer>().Missing is not null, "the other server has the file's value again");
    }

    [Fact]
    public async Task Setting_OfTheCommandLine_WinsAndCannotBeSaved()
    {
        await using var app = await DashboardApp.StartAsync("--Email:Port=2525", "--TimeZone=UTC");
        var person = await PersonAsync(app);
        var store = app.Get<SettingsStore>();
        await InsertAsync(app, ("Email:Port", "26"), ("TimeZone", "Europe/Vienna"));
        Assert.Equal((2525, "UTC"), (app.Get<EmailOptions>().Port, app.Get<ServerOptions>().TimeZone));
        Assert.True((await store.ReadAsync(["Email:Port"], Cancellation))["Email:Port"].IsGiven);
        Assert.NotNull((await store.SaveAsync(person, Entered("Email:Port", "465"), Cancellation)).Errors["Email:Port"]);
    }

    [Fact]
    public async Task Setting_OfAFile_IsShownBesideTheSavedOne()
    {
        await using var app = Build(("Email:Port", "26"), ("Recognition:Countries:0", "de"), ("Recognition:Countries:1", "at"));
        await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Cancellation);
        await InsertAsync(app.Services, ("Email:Port", "465"), ("Recognition:Countries", "it"));
        var states = await app.Services.GetRequiredService<SettingsStore>().ReadAsync(["Email:Port", "Recognition:Countries"], Cancellation);
        Assert.Equal(["465 26", "it de, at"], states.Values.Select(state => $"{state.Value} {state.FileValue}"));
        Assert.All(states.Values, state => Assert.True(state is { IsInFile: true, IsGiven: false, ChangedAt: not null }));
        Assert.Equal(["it"], app.Services.GetRequiredService<RecognitionOptions>().Countries);
        Assert.Equal(465, app.Services.GetRequiredService<IOptionsMonitor<EmailOptions>>().CurrentValue.Port);
    }

    [Fact]
    public async Task Settings_ThatCannotBeUsed_AreLeftOutAndNamed_AndTheServerRuns()
    {
        await using var app = Build(("Email:Port", "26"));
        await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Cancellation);
        await InsertAsync(
            app.Services,
            ("Email:Port", "many"),
            ("TimeZone", "Mars/Olympus"),
            ("Delivery:KeepFailedDays", "0"),
            ("Email:Password", "clear"),
            ("Urls", "http://*:1"),
            ("Audit:KeepDays", "7"),
            ("Tracking:MinReads", "9"));
        var problems = app.Services.GetRequiredService<SavedSettingsLoader>().Errors;
        Assert.Equal(
            ["Delivery:KeepFailedDays", "Email:Password", "Email:Port", "TimeZone", "Tracking:MinReads", "Urls"],
            problems.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(7, app.Services.GetRequiredService<AuditOptions>().KeepDays);
        Assert.Equal(26, app.Services.GetRequiredService<EmailOptions>().Port);
        Assert.Equal("", app.Services.GetRequiredService<ServerOptions>().TimeZone);
        Assert.NotEqual("http://*:1", app.Services.GetRequiredService<IConfiguration>()["Urls"]);
    }

    [Fact]
    public async Task Setting_SavedUnderAnOldName_HasItsNewOneFromTheNextStartOn()
    {
        await using (var app = Build())
        {
            await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Cancellation);
            await InsertAsync(
                app.Services,
                ("Email:BaseUrl", "https://old.example.com"),
                ("Delivery:KeepDeadDays", "7"),
                ("Delivery:KeepFailedDays", "8"));
        }

        await using var next = Build();
        await next.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Cancellation);
        Assert.Equal("https://old.example.com", next.Services.GetRequiredService<ServerOptions>().PublicUrl);
        var state = (await next.Services.GetRequiredService<SettingsStore>().ReadAsync(["PublicUrl"], Cancellation))["PublicUrl"];
        Assert.Equal("a@example.com", state.ChangedBy);
        await using var db = await next.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation);
        Assert.Equal(
            ["Delivery:KeepFailedDays 8", "PublicUrl https://old.example.com"],
            await db.SavedSettings.OrderBy(row => row.Key).Select(row => row.Key + " " + row.Value).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task SettingThatNeedsARestart_IsSaid_AndCountsFromTheNextStart()
    {
        const string Key = "Tracking:MinReads";
        await using (var app = Build())
        {
            await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Cancellation);
            Assert.Equal(2, app.Services.GetRequiredService<TrackingOptions>().MinReads);
            await InsertAsync(app.Services, (Key, "3"));
            var state = (await app.Services.GetRequiredService<SettingsStore>().ReadAsync([Key], Cancellation))[Key];
            Assert.Equal(("3", "2"), (state.Value, state.Running));
        }

        await using var next = Build();
        next.Services.GetRequiredService<IStartupValidator>().Validate();
        await next.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Cancellation);
        Assert.Equal(3, next.Services.GetRequiredService<TrackingOptions>().MinReads);
        Assert.Null((await next.Services.GetRequiredService<SettingsStore>().ReadAsync([Key], Cancellation))[Key].Running);
    }

    [Theory]
    [InlineData("Email:Port", "0", "from 1 to 65535")]
    [InlineData("Email:Port", "12a", "whole number")]
    [InlineData("Email:Host", "mail.example.com", "not an e-mail address")]
    [InlineData("TimeZone", "Mars/Olympus", "IANA name")]
    [InlineData("Recognition:Countries", "de, xx", "has xx")]
    [InlineData("Tracking:TimeDelta", "0.1", "0.5 to 600 seconds")]
    [InlineData("Tracking:MinReads", "9", "FrameSelection:SureReads is less")]
    [InlineData("Audit:AskReason", "maybe", "on or off")]
    [InlineData("Database:Provider", "SqlServer", "no such setting")]
    public async Task WhatIsWrong_IsSaidAsAtStart_AndNothingIsSaved(string key, string text, string error)
    {
        await using var app = Build();
        await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Cancellation);
        var person = await PersonAsync(app.Services);
        var result = await app.Services.GetRequiredService<SettingsStore>().SaveAsync(person, Entered(key, text), Cancellation);
        Assert.Contains(error, result.Refusal);
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation);
        Assert.Equal(0, await db.SavedSettings.CountAsync(Cancellation));
    }

    [Theory]
    [InlineData("Email:Host", "mail.stranger.example")]
    [InlineData("Email:Port", "2525")]
    [InlineData("Email:Security", "None")]
    public async Task SavedSecret_WithoutBeingEnteredAgain_IsSentNowhereElse(string key, string elsewhere)
    {
        await using var app = await DashboardApp.StartAsync();
        var (store, person) = (app.Get<SettingsStore>(), await PersonAsync(app));
        (await store.SaveAsync(person, Mail("s3cret words"), Cancellation)).EnsureDone();

        var result = await store.SaveAsync(person, Entered(key, elsewhere), Cancellation);
        Assert.Contains("enter it again", result.Errors["Email:Password"]);
        Assert.Equal(("mail.example.com", 587), (app.Get<EmailOptions>().Host, app.Get<EmailOptions>().Port));

        // Not by a way round through a server that is none.
        (await store.SaveAsync(person, Entered("Email:Host", ""), Cancellation)).EnsureDone();
        Assert.False((await store.SaveAsync(person, Entered("Email:Host", "mail.stranger.example"), Cancellation)).IsDone);

        (await store.SaveAsync(person, Mail("s3cret words"), Cancellation)).EnsureDone();
        var entered = new Dictionary<string, string> { [key] = elsewhere, ["Email:Password"] = "again" };
        (await store.SaveAsync(person, entered, Cancellation)).EnsureDone();
        Assert.Equal("again", app.Get<EmailOptions>().Password);
    }

    [Fact]
    public async Task SecretOfAFile_IsSentToTheFilesServerOnly()
    {
        await using var app = Build(
            ("Email:Host", "mail.example.com"), ("Email:From", "plates@example.com"), ("Email:User", "plates"), ("Email:Password", "of the file"));
        await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Cancellation);
        var (store, person) = (app.Services.GetRequiredService<SettingsStore>(), await PersonAsync(app.Services));
        Assert.False((await store.SaveAsync(person, Entered("Email:Host", "mail.stranger.example"), Cancellation)).IsDone);

        var another = new Dictionary<string, string> { ["Email:Host"] = "mail.stranger.example", ["Email:Password"] = "another" };
        (await store.SaveAsync(person, another, Cancellation)).EnsureDone();
        Assert.NotNull((await store.ResetAsync(person, "Email:Password", Cancellation)).Errors["Email:Password"]);
        Assert.NotNull((await store.ResetAsync(person, "Email:Host", Cancellation)).Errors["Email:Password"]);

        (await store.SaveAsync(person, Entered("Email:Password", ""), Cancellation)).EnsureDone();
        (await store.ResetAsync(person, "Email:Host", Cancellation)).EnsureDone();
        (await store.ResetAsync(person, "Email:Password", Cancellation)).EnsureDone();
        var mail = app.Services.GetRequiredService<EmailOptions>();
        Assert.Equal(("mail.example.com", "of the file"), (mail.Host, mail.Password));
    }

    [Fact]
    public async Task BrokersPassword_WithoutBeingEnteredAgain_IsNotSentInTheClear()
    {
        await using var app = await DashboardApp.StartAsync();
        var (store, person) = (app.Get<SettingsStore>(), await PersonAsync(app));
        (await store.SaveAsync(
            person,
            new Dictionary<string, string>
            {
                ["Mqtt:Host"] = "192.0.2.10",
                ["Mqtt:Tls"] = "true",
                ["Mqtt:User"] = "plates",
                ["Mqtt:Password"] = "s3cret words",
            },
            Cancellation)).EnsureDone();
        Assert.Contains("enter it again", (await store.SaveAsync(person, Entered("Mqtt:Tls", "false"), Cancellation)).Errors["Mqtt:Password"]);
        (await store.SaveAsync(person, Entered("Mqtt:TopicPrefix", "gate"), Cancellation)).EnsureDone();
    }

    [Fact]
    public async Task Operator_MayNotSave()
    {
        await using var app = await DashboardApp.StartAsync();
        var person = await PersonAsync(app, Roles.Operator);
        Assert.False((await app.Get<SettingsStore>().SaveAsync(person, Entered("Email:Port", "465"), Cancellation)).IsDone);
        Assert.False((await app.Get<SettingsStore>().ResetAsync(person, "Email:Port", Cancellation)).IsDone);
        Assert.False((await app.Get<MailTester>().SendAsync(person, "a@example.com", Cancellation)).IsDone);
    }

    public async ValueTask DisposeAsync()
    {
        AuditActor.Current = null;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (_shared is { } shared)
        {
            await TestServers.DropAsync(shared.Provider, shared.Connection);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static Dictionary<string, string> Mail(string password) => new()
    {
        ["Email:Host"] = "mail.example.com",
        ["Email:Port"] = "587",
        ["Email:Security"] = "StartTls",
        ["Email:From"] = "plates@example.com",
        ["Email:User"] = "plates",
        ["Email:Password"] = password,
    };

    private static Dictionary<string, string> Entered(string key, string text) => new() { [key] = text };

    private static Task InsertAsync(DashboardApp app, params (string Key, string Value)[] rows) =>
        InsertAsync(app.Get<IDbContextFactory<DashboardDbContext>>(), app.Get<SavedSettingsLoader>(), rows);

    private static Task InsertAsync(IServiceProvider services, params (string Key, string Value)[] rows) =>
        InsertAsync(services.GetRequiredService<IDbContextFactory<DashboardDbContext>>(), services.GetRequiredService<SavedSettingsLoader>(), rows);

    private static async Task InsertAsync(
        IDbContextFactory<DashboardDbContext> contexts, SavedSettingsLoader loader, (string Key, string Value)[] rows)
    {
        await using var db = await contexts.CreateDbContextAsync(Cancellation);
        db.SavedSettings.AddRange(rows.Select(row => new SavedSetting { Key = row.Key, Value = row.Value, ChangedBy = "a@example.com" }));
        await db.SaveChangesAsync(Cancellation);
        await loader.LoadAsync(Cancellation);
    }

    private static async Task<System.Security.Claims.ClaimsPrincipal> PersonAsync(DashboardApp app, string role = Roles.Administrator) =>
        ClaimsPrincipalFactory.Create((await app.Get<AccountCache>().FindAsync(await app.UserAsync(role), Cancellation))!, "test");

    private static async Task<System.Security.Claims.ClaimsPrincipal> PersonAsync(IServiceProvider services)
    {
        var accounts = services.GetRequiredService<UserAccounts>();
        (await accounts.AddAsync("a@example.com", DashboardApp.Password, Roles.Administrator, [])).EnsureDone();
        var account = await services.GetRequiredService<AccountCache>()
            .FindAsync((await accounts.FindAsync("a@example.com", Cancellation))!.Value, Cancellation);
        return ClaimsPrincipalFactory.Create(account!, "test");
    }

    // A server as it is before it starts, with what a file would say.
    private Microsoft.AspNetCore.Builder.WebApplication Build(params (string Key, string Value)[] file) => DashboardServer.Build(
        [$"--DataDirectory={_folder}"],
        builder => builder.Configuration.Sources.Insert(
            builder.Configuration.Sources.TakeWhile(source => source is not SavedSettingsSource).Count(),
            new MemoryConfigurationSource { InitialData = file.ToDictionary(setting => setting.Key, string? (setting) => setting.Value) }));
}
