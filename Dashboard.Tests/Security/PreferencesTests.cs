using System.Security.Claims;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Tests.Alerts.Inbox;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Security;

public sealed class PreferencesTests
{
    [Theory, ProviderData]
    public async Task Choices_AreEachPersonsOwn_AndGoWithTheAccount(string provider)
    {
        await using var world = await InboxWorld.CreateAsync(provider);
        var factory = world.Alerts.Database.Factory;
        var preferences = new Preferences(factory);
        var (one, other) = (await world.PersonAsync(Roles.Viewer), await world.PersonAsync(Roles.Viewer));
        (await preferences.SetAsync(one, "alerts.sound", "on")).EnsureDone();
        (await preferences.SetAsync(one, "alerts.sound", "off")).EnsureDone();
        (await preferences.SetAsync(one, "flows.columns", "plate")).EnsureDone();
        Assert.Equal("off", await preferences.GetAsync(one, "alerts.sound"));
        Assert.Equal(["alerts.sound"], (await preferences.FindAsync(one, "alerts.")).Keys);
        Assert.Null(await preferences.GetAsync(other, "alerts.sound"));
        (await preferences.SetAsync(one, "alerts.sound", null)).EnsureDone();
        Assert.Null(await preferences.GetAsync(one, "alerts.sound"));

        await using var db = await factory.CreateDbContextAsync();
        await db.Users.Where(user => user.Email == one.Identity!.Name).ExecuteDeleteAsync();
        Assert.Equal(0, await db.UserPreferences.CountAsync());
    }

    [Fact]
    public async Task Choices_AreBounded()
    {
        await using var world = await InboxWorld.CreateAsync();
        var preferences = new Preferences(world.Alerts.Database.Factory);
        var person = await world.PersonAsync(Roles.Viewer);
        Assert.False((await preferences.SetAsync(person, new string('k', 65), "")).IsDone);
        Assert.False((await preferences.SetAsync(person, "k", new string('v', 4001))).IsDone);
        Assert.False((await preferences.SetAsync(new ClaimsPrincipal(), "k", "v")).IsDone);
        for (var i = 0; i < Preferences.MaxKeys; i++)
        {
            (await preferences.SetAsync(person, $"k{i}", "v")).EnsureDone();
        }

        Assert.False((await preferences.SetAsync(person, "one more", "v")).IsDone);
        (await preferences.SetAsync(person, "k0", "w")).EnsureDone();
    }
}
