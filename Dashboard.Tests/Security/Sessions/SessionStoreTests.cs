using System.Security.Claims;
using Dashboard.Security.Accounts;
using Dashboard.Security.Sessions;
using Dashboard.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Security.Sessions;

/// <summary>Where people are signed in.</summary>
public sealed class SessionStoreTests(AccountsFixture server) : IClassFixture<AccountsFixture>
{
    private SessionStore Store => server.Get<SessionStore>();

    [Fact]
    public async Task End_OfOneSession_LeavesTheOthers()
    {
        var user = await server.AddUserAsync();
        var (laptop, phone) = (await BeginAsync(user, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"), await BeginAsync(user, "Mozilla/5.0 (iPhone; CPU iPhone OS) Safari/604.1"));
        Assert.True(await server.States.IsCurrentAsync(laptop, Cancellation));
        Assert.Equal(["Firefox, Linux", "Safari, iPhone"], (await Store.ListAsync(user, Cancellation)).Select(session => session.Browser).Order());

        (await Store.EndAsync(user, Name(phone), Cancellation)).EnsureDone();
        Assert.False(await server.States.IsCurrentAsync(phone, Cancellation));
        Assert.True(await server.States.IsCurrentAsync(laptop, Cancellation));

        (await Store.EndOthersAsync(user, Name(laptop), Cancellation)).EnsureDone();
        Assert.Equal(Name(laptop), Assert.Single(await Store.ListAsync(user, Cancellation)).Id);
    }

    [Fact]
    public async Task End_OfSomebodyElsesSession_DoesNothing()
    {
        var (user, other) = (await server.AddUserAsync(), await server.AddUserAsync());
        var session = await BeginAsync(user);
        await Store.EndAsync(other, Name(session), Cancellation);
        Assert.True(await server.States.IsCurrentAsync(session, Cancellation));
    }

    [Fact]
    public async Task Session_ThatIsUsed_IsSeenToTheMinute_AndGoesWhenItsCookieHasRunOut()
    {
        var user = await server.AddUserAsync();
        var session = await BeginAsync(user);
        var began = server.Time.GetUtcNow();
        server.Time.Advance(TimeSpan.FromSeconds(30));
        await Store.NoteSeenAsync(session, Cancellation);
        Assert.Equal(began, Assert.Single(await Store.ListAsync(user, Cancellation)).LastSeenAt);
        server.Time.Advance(TimeSpan.FromSeconds(40));
        await Store.NoteSeenAsync(session, Cancellation);
        Assert.Equal(server.Time.GetUtcNow(), Assert.Single(await Store.ListAsync(user, Cancellation)).LastSeenAt);

        server.Time.Advance(SessionStore.MaxIdle + TimeSpan.FromMinutes(1));
        Assert.Empty(await Store.ListAsync(user, Cancellation));
        Assert.True(await Store.CleanUpAsync(Cancellation) >= 1);
    }

    [Theory]
    [InlineData(-24)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(24)]
    public async Task Session_WhereTheClockIsSet_GoesOn(int hours)
    {
        var user = await server.AddUserAsync();
        var session = await BeginAsync(user);
        server.Time.Step(TimeSpan.FromHours(hours));
        await Store.CleanUpAsync(Cancellation);
        server.Time.Advance(TimeSpan.FromMinutes(2));
        await Store.NoteSeenAsync(session, Cancellation);

        Assert.True(await server.States.IsCurrentAsync(session, Cancellation));
        Assert.Equal(server.Time.GetUtcNow(), Assert.Single(await Store.ListAsync(user, Cancellation)).LastSeenAt);
    }

    [Fact]
    public async Task Sessions_OfOnePerson_AreBounded_AndANewPasswordEndsThemAll()
    {
        var user = await server.AddUserAsync();
        var first = await BeginAsync(user);
        for (var i = 0; i < SessionStore.MaxSessions; i++)
        {
            server.Time.Advance(TimeSpan.FromSeconds(1));
            await BeginAsync(user);
        }

        Assert.Equal(SessionStore.MaxSessions, (await Store.ListAsync(user, Cancellation)).Count);
        Assert.False(await server.States.IsCurrentAsync(first, Cancellation));
        (await server.Accounts.SetPasswordAsync(user, AccountsFixture.Password)).EnsureDone();
        Assert.Empty(await Store.ListAsync(user, Cancellation));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows")]
    [InlineData("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15", "Safari, macOS")]
    [InlineData("curl/8.0", "Unknown browser")]
    [InlineData(null, "Unknown browser")]
    public void Describe_WhatABrowserSendsOfItself_NamesIt(string? userAgent, string name) => Assert.Equal(name, BrowserName.Describe(userAgent));

    private static string Name(ClaimsPrincipal session) => session.FindFirstValue(AccountCache.SessionClaim)!;

    private async Task<ClaimsPrincipal> BeginAsync(int userId, string browser = "")
    {
        await using var scope = server.Get<IServiceScopeFactory>().CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().FindByIdAsync($"{userId}");
        var person = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<User>>().CreateAsync(user!);
        await Store.BeginAsync(person, "192.0.2.1", browser, Cancellation);
        return person;
    }
}
