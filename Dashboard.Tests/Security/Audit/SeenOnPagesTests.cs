using System.Net;
using Dashboard.Storage.Auditing;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Security.Audit;

/// <summary>What people fetch beside the pages stands in the audit: files and live pictures.</summary>
[Trait("Category", "Server")]
public sealed class SeenOnPagesTests(DashboardApp server) : IClassFixture<DashboardApp>
{
    [Fact]
    public async Task StatisticsAsAFile_AndLivePictures_AreNotedOfWhoFetchedThem()
    {
        await server.CreateUserAsync("guard@test.example");
        var camera = await server.AddCameraAsync("Gate", with: camera => camera with { IsEnabled = true });
        using var browser = new AccountBrowser(server);
        await browser.SignInAsync("guard@test.example", DashboardApp.Password);
        await browser.Client.GetAsync($"{Urls.Statistics}/plates.csv?range=year", Cancellation).ReadAsync();
        await browser.Client.GetAsync($"{Urls.Statistics}/nothing.csv", Cancellation).ReadAsync(HttpStatusCode.NotFound);
        using (var stream = await browser.Client.GetStreamAsync($"{Urls.LiveStream}?camera={camera},999", Cancellation))
        {
            await stream.ReadExactlyAsync(new byte[12], Cancellation);
        }

        await using var db = await server.OpenDatabaseAsync();
        await Eventually.TrueAsync(
            async () => await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.Exported, Cancellation) == 1, "the file is noted");
        var file = await db.AuditEntries.SingleAsync(entry => entry.Action == AuditAction.Exported, Cancellation);
        Assert.Equal(("guard@test.example", "statistics: plates"), (file.UserName, file.Subject));
        Assert.Contains("range=year", file.Details);

        // Held back for its minute, as what comes again and again is.
        server.Get<AuditTrail>().Release(all: true);
        await Eventually.TrueAsync(
            async () => await db.AuditEntries.AnyAsync(
                entry => entry.Action == AuditAction.SawPicture && entry.UserName == "guard@test.example", Cancellation),
            "the live pictures are noted");
        var seen = await db.AuditEntries.SingleAsync(
            entry => entry.Action == AuditAction.SawPicture && entry.UserName == "guard@test.example", Cancellation);
        Assert.Equal(("guard@test.example", $"live pictures of camera {camera}"), (seen.UserName, seen.Subject));
    }

    [Fact]
    public async Task LivePictures_OfWhoIsDisabled_EndSoon()
    {
        await server.CreateUserAsync("left@test.example");
        var camera = await server.AddCameraAsync("Yard", with: camera => camera with { IsEnabled = true });
        using var browser = new AccountBrowser(server);
        await browser.SignInAsync("left@test.example", DashboardApp.Password);
        await using var stream = await browser.Client.GetStreamAsync($"{Urls.LiveStream}?camera={camera}", Cancellation);
        await stream.ReadExactlyAsync(new byte[12], Cancellation);
        await using (var db = await server.OpenDatabaseAsync())
        {
            await db.Users.Where(user => user.Email == "left@test.example")
                .ExecuteUpdateAsync(set => set.SetProperty(user => user.IsEnabled, false), Cancellation);
        }

        using var late = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        late.CancelAfter(TimeSpan.FromMinutes(1));
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, late.Token) > 0)
        {
        }
    }

    [Fact]
    public async Task WhatProgramsAskFor_StandsInTheAudit_WithoutTheirSecrets()
    {
        using var client = await server.ApiClientAsync();
        await client.GetAsync("/flows?access_token=tell-nobody&marker=4711", Cancellation);
        await using var db = await server.OpenDatabaseAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                server.Get<AuditTrail>().Release(all: true); // It is noted once the answer is sent.
                return await db.AuditEntries.AnyAsync(entry => entry.Details.Contains("marker=4711"), Cancellation);
            },
            "what was asked is noted");
        Assert.False(await db.AuditEntries.AnyAsync(entry => entry.Details.Contains("tell-nobody"), Cancellation));
    }
}
