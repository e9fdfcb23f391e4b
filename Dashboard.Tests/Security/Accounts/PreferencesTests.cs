using System.Security.Claims;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Tests.Alerts.Inbox;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Security.Accounts;

public sealed class PreferencesTests
{
    [Theory, ProviderData]
    public async Task Choices_AreEachPersonsOwn_AndGoWithTheAccount(string provider)
    {
        await using var world = await InboxWorld.CreateAsync(provider);
        var factory = world.Alerts.Database.Factory;
        var preferences = new Preferences(factory);
        var (one, other) = (await world.PersonAsync(Roles.Viewer), await world.PersonAsync(Roles.Viewer));
        (await preferences.SetAsync(one, "alerts.sound", "on", Cancellation)).EnsureDone();
        (await preferences.SetAsync(one, "alerts.sound", "off", Cancellation)).EnsureDone();
        (await preferences.SetAsync(one, "flows.columns", "plate", Cancellation)).EnsureDone();
        Assert.Equal("off", await preferences.GetAsync(one, "alerts.sound", Cancellation));
        Assert.Equal(["alerts.sound"], (await preferences.FindAsync(one, "alerts.", Cancellation)).Keys);
        Assert.Null(await preferences.GetAsync(other, "alerts.sound", Cancellation));
        (await preferences.SetAsync(one, "alerts.sound", null, Cancellation)).EnsureDone();
        Assert.Null(await preferences.GetAsync(one, "alerts.sound", Cancellation));

        await using var db = await factory.CreateDbContextAsync(Cancellation);
        await db.Users.Where(user => user.Email == one.Identity!.Name).ExecuteDeleteAsync(Cancellation);
        Assert.Equal(0, await db.UserPreferences.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Choices_AreBounded()
    {
        await using var world = await InboxWorld.CreateAsync();
        var preferences = new Preferences(world.Alerts.Database.Factory);
        var person = await world.PersonAsync(Roles.Viewer);
        Assert.False((await preferences.SetAsync(person, new string('k', 65), "", Cancellation)).IsDone);
        Assert.False((await preferences.SetAsync(person, "k", new string('v', 4001), Cancellation)).IsDone);
        Assert.False((await preferences.SetAsync(new ClaimsPrincipal(), "k", "v", Cancellation)).IsDone);
        for (var i = 0; i < Preferences.MaxKeys; i++)
        {
            (await preferences.SetAsync(person, $"k{i}", "v", Cancellation)).EnsureDone();
        }

        Assert.False((await preferences.SetAsync(person, "one more", "v", Cancellation)).IsDone);
        (await preferences.SetAsync(person, "k0", "w", Cancellation)).EnsureDone();
    }
}
