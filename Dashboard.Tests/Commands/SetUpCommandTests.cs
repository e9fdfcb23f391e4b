using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Alerts.Lists;
using Dashboard.Alerts.Matching;
using Dashboard.Agents;
using Dashboard.Commands;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.Startup;
using Dashboard.Tests.Alerts.Delivery.Email;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Commands;

/// <summary>The commands that set up lists, hooks and users, over the server's parts.</summary>
[Trait("Category", "Server")]
public sealed class SetUpCommandTests : IAsyncLifetime
{
    private const string Header = "Plate Number,Description,State/Province\n";

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly WebApplication _app;

    public SetUpCommandTests()
    {
        MigratedFile.Put(_folder.PathOf("data"));
        _app = DashboardServer.Build([$"--DataDirectory={_folder.PathOf("data")}"]);
    }

    public async ValueTask InitializeAsync() => await Get<DatabaseStartup>().PrepareAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _output.Dispose();
        _errors.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task ListImport_OfANewName_MakesTheListWithItsEntries_AndTheRunningCacheHasItAtOnce()
    {
        var cache = Get<AlertListCache>();
        Assert.Empty(await cache.RefreshAsync(CancellationToken.None));

        Assert.Equal(0, await ImportAsync("Staff", AlertListType.White, Header + "ab 1,Ann,NY\nC*,,\n"));
        Assert.Equal("Staff: 2 added, 0 updated, 0 unchanged, 0 removed\n", Output());
        var loaded = Assert.Single(await cache.RefreshAsync(CancellationToken.None));
        Assert.Equal((AlertListType.White, 2, 1L), (loaded.List.ListType, loaded.List.EntryCount, loaded.List.Revision));

        Assert.Equal(0, await ImportAsync("staff", null, Header + "AB1,Bob,NY\nC*,,\nD4,,\n"));
        Assert.Equal("staff: 1 added, 1 updated, 1 unchanged, 0 removed\n", Output());
        Assert.NotSame(loaded, Assert.Single(await cache.RefreshAsync(CancellationToken.None)));
        Assert.Equal("", _errors.ToString());
    }

    [Fact]
    public async Task ListImport_WithRefusedLines_NamesLineFieldAndReason_AndMakesNoList()
    {
        Assert.Equal(2, await ImportAsync("New", null, Header + "A1,,\nЖ1,,\nB2," + new string('x', 1001) + ",\n"));
        var lines = Errors();
        Assert.Equal(3, lines.Length);
        Assert.StartsWith($"{File}, line 3, Plate Number: ", lines[0]);
        Assert.StartsWith($"{File}, line 4, Description: ", lines[1]);
        Assert.Equal("Nothing was imported: 2 lines are refused; --good-only imports the others", lines[2]);
        Assert.Empty(await Get<AlertListStore>().ListAsync(Cancellation));
    }

    [Fact]
    public async Task ListImport_OfTheGoodLines_NamesTheOthers_AndImportsThem()
    {
        Assert.Equal(0, await ImportAsync("New", null, "GÖ-1;x\nЖ1;y\nA1;z\n", goodOnly: true));
        Assert.StartsWith($"{File}, line 2, Plate Number: ", Assert.Single(Errors()));
        Assert.Equal("New: 2 added, 0 updated, 0 unchanged, 0 removed, 1 refused\n", Output());
        Assert.Equal(2, await ImportAsync("New", null, "Ж1;y\n", goodOnly: true));
        Assert.Equal(2, Assert.Single(await Get<AlertListStore>().ListAsync(Cancellation)).EntryCount);
    }

    [Fact]
    public async Task ListImport_OfAPipe_IsReadAsAFileIs()
    {
        using (var make = System.Diagnostics.Process.Start("mkfifo", File))
        {
            await make.WaitForExitAsync(Cancellation);
        }

        var writing = Task.Run(() => System.IO.File.WriteAllText(File, Header + "A1,,\n"), Cancellation);
        Assert.Equal(0, await ImportAsync("Piped", null, null));
        await writing;
        Assert.Equal("Piped: 1 added, 0 updated, 0 unchanged, 0 removed\n", Output());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("Plate,Text\nA1,x\n", "first line")]
    [InlineData(null, "Could not find file")]
    public async Task ListImport_OfABadFile_IsOneLineAndCode2(string? text, string reason)
    {
        Assert.Equal(2, await ImportAsync("New", null, text));
        Assert.Contains(reason, Assert.Single(Errors()));
        Assert.Equal("", Output());
        Assert.Empty(await Get<AlertListStore>().ListAsync(Cancellation));
    }

    [Fact]
    public async Task ListImport_IntoAListOfTheOtherKind_OrWithoutAName_IsRefused()
    {
        await ImportAsync("Wanted", null, Header + "A1,,\n");
        Assert.Equal(2, await ImportAsync("Wanted", AlertListType.White, Header));
        Assert.Contains("as a black list", Assert.Single(Errors()));
        Assert.Equal(1, Assert.Single(await Get<AlertListStore>().ListAsync(Cancellation)).EntryCount);
        Assert.Equal(2, await ImportAsync("", null, Header));
    }

    [Fact]
    public async Task HookAdd_PrintsItsNumberAndNothingElse()
    {
        var hook = new WebHook { Url = "https://user:pass@hooks.example/in?token=t0p", Secret = "s3cret", AllowsPrivate = true };
        Assert.Equal(0, await AddHookAsync(hook, "alerts, Heartbeats"));
        var stored = Assert.Single(await Get<WebHookStore>().ListAsync(Cancellation));
        Assert.Equal($"{stored.Id}\n", Output());
        Assert.Equal("", _errors.ToString());
        Assert.Equal((hook.Url, "s3cret", "hooks.example"), (stored.Url, stored.Secret, stored.Name));
        Assert.Equal((false, true, true, true), (stored.SendsFlows, stored.SendsAlerts, stored.SendsHeartbeats, stored.AllowsPrivate));
    }

    [Fact]
    public async Task HookAdd_OfTheSameHostAgain_GetsANameOfItsOwn_AndAKey()
    {
        await AddHookAsync(new WebHook { Url = "http://127.0.0.1:9000/a" }, "groups");
        await AddHookAsync(new WebHook { Url = "http://127.0.0.1:9000/b" }, "groups");
        var hooks = await Get<WebHookStore>().ListAsync(Cancellation);
        Assert.Equal(["127.0.0.1:9000", "127.0.0.1:9000 2"], hooks.Select(hook => hook.Name));
        Assert.All(hooks, hook => Assert.True(hook.Secret.Length > 40));
    }

    [Theory]
    [InlineData("https://a.example/", "groups,cars", "'cars'")]
    [InlineData("https://a.example/", ",", "at least one")]
    [InlineData("ftp://a.example/t0p", "groups", "http://")]
    public async Task HookAdd_OfSomethingWrong_IsOneLineAndCode2(string url, string events, string reason)
    {
        Assert.Equal(2, await AddHookAsync(new WebHook { Url = url, Secret = "s3cret" }, events));
        var line = Assert.Single(Errors());
        Assert.Contains(reason, line);
        Assert.DoesNotContain("t0p", line);
        Assert.DoesNotContain("s3cret", line);
        Assert.Empty(await Get<WebHookStore>().ListAsync(Cancellation));
    }

    [Fact]
    public async Task HookAdd_WithFormatAndAuthority_StoresThem_AndNamesWhatIsWrong()
    {
        var file = _folder.PathOf("ca.pem");
        await System.IO.File.WriteAllTextAsync(file, TestCertificate.CreateAuthority().ExportCertificatePem(), Cancellation);
        Assert.Equal(0, await AddHookAsync(new WebHook { Url = "https://a.example/" }, new HookArguments("groups", "Plain", file)));
        var stored = Assert.Single(await Get<WebHookStore>().ListAsync(Cancellation));
        Assert.Equal(HookFormat.Plain, stored.Format);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", stored.CertificateAuthority);

        Assert.Equal(2, await AddHookAsync(new WebHook { Url = "https://a.example/" }, new HookArguments("groups", "xml")));
        Assert.Equal(2, await AddHookAsync(new WebHook { Url = "https://a.example/" }, new HookArguments("groups", CaFile: file + "x")));
        Assert.Equal(2, await AddHookAsync(new WebHook { Url = "https://a.example/", CertificatePin = "12" }, "groups"));
        Assert.Collection(
            Errors(),
            line => Assert.Contains("vendor,plain", line),
            line => Assert.StartsWith("--ca-file: ", line),
            line => Assert.Contains("64 hexadecimal digits", line));
        Assert.Single(await Get<WebHookStore>().ListAsync(Cancellation));
    }

    [Fact]
    public async Task UserAdd_WithSites_IsLimitedToThem()
    {
        (await Get<SiteStore>().AddAsync("North", Cancellation)).EnsureDone();
        Assert.Equal(0, await AddUserAsync("guard@example.com", "operator", "north"));
        var user = Assert.Single(await Get<UserAccounts>().ListAsync(Cancellation));
        var north = (await Get<SiteStore>().ListAsync(Cancellation)).Single(site => site.Name == "North");
        Assert.Equal((Roles.Operator, north.Id), (user.Role, Assert.Single(user.Sites)));
    }

    [Theory]
    [InlineData("Viewer", "West", "There is no site 'West'")]
    [InlineData("Administrator", "Default", "sees all sites")]
    [InlineData("Boss", null, "There is no role 'Boss'")]
    public async Task UserAdd_OfSomethingWrong_IsOneLineAndCode2(string role, string? site, string reason)
    {
        Assert.Equal(2, await AddUserAsync("guard@example.com", role, site is null ? [] : [site]));
        Assert.Contains(reason, Assert.Single(Errors()));
        Assert.Empty(await Get<UserAccounts>().ListAsync(Cancellation));
    }

    [Fact]
    public async Task WhatACommandChanges_StandsInTheAudit_InTheNameOfWhoIsAtTheMachine()
    {
        Assert.Equal(0, await CommandHost.AuditedAsync(_app.Services, () => AddUserAsync("ann@example.com", Roles.Viewer)));

        await using var db = await Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation);
        var entries = await db.AuditEntries.ToListAsync(Cancellation);
        var entry = Assert.Single(entries, entry => entry.Action == AuditAction.Added && entry.Subject == "user ann@example.com");
        Assert.Equal($"{Environment.UserName} (command line)", entry.UserName);
        Assert.DoesNotContain(entries, one => one.Details.Contains(DashboardApp.Password, StringComparison.Ordinal));
    }

    private string File => _folder.PathOf("list.csv");

    private string Output() => Drain(_output);

    private string[] Errors() => Drain(_errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Drain(StringWriter writer)
    {
        var text = writer.ToString();
        writer.GetStringBuilder().Clear();
        return text;
    }

    private async Task<int> ImportAsync(string name, AlertListType? kind, string? text, bool goodOnly = false, bool onlyAdd = false)
    {
        if (text is not null)
        {
            await System.IO.File.WriteAllTextAsync(File, text);
        }

        return await ListCommand.ImportAsync(
            Get<AlertListImport>(), name, kind, File, goodOnly, onlyAdd, new PlainConsole(_output, _errors, TestTime.CreateClock()),
            CancellationToken.None);
    }

    private Task<int> AddHookAsync(WebHook hook, string events) => AddHookAsync(hook, new HookArguments(events));

    private Task<int> AddHookAsync(WebHook hook, HookArguments arguments) =>
        HookCommand.AddAsync(Get<WebHookStore>(), hook, arguments, _output, _errors, CancellationToken.None);

    private Task<int> AddUserAsync(string email, string role, params string[] sites) =>
        UserCommand.AddAsync(_app.Services, email, role, sites, () => DashboardApp.Password, _output, _errors, CancellationToken.None);

    private T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();
}
