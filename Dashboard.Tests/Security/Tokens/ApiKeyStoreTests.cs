using Dashboard.Domain.Users;
using Dashboard.Security.Tokens;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Security.Tokens;

/// <summary>Keys of programs.</summary>
public sealed class ApiKeyStoreTests(AccountsFixture server) : IClassFixture<AccountsFixture>
{
    [Fact]
    public async Task FindOwner_OfANewKey_IsWhoMadeItWithTheirRole()
    {
        var user = await server.AddUserAsync(Roles.Operator);
        var key = (await server.Keys.CreateAsync(user, " Gate ", Cancellation)).Value;

        var owner = await server.Keys.FindOwnerAsync(key, Cancellation);
        Assert.Equal((user, Roles.Operator), (owner!.Id, owner.Role));
        var listed = Assert.Single(await server.Keys.ListAsync(user, Cancellation));
        Assert.Equal(("Gate", key[..12]), (listed.Name, listed.Prefix));
        Assert.Equal(47, key.Length);
    }

    [Fact]
    public async Task Create_KeepsOnlyTheHash()
    {
        var user = await server.AddUserAsync();
        var key = (await server.Keys.CreateAsync(user, "x", Cancellation)).Value;
        await using var context = await server.Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation);
        var row = await context.ApiKeys.SingleAsync(k => k.UserId == user, Cancellation);
        Assert.DoesNotContain(key[12..], System.Text.Json.JsonSerializer.Serialize(row));
        Assert.Equal(32, row.Hash.Length);
    }

    [Fact]
    public async Task FindOwner_OfAnythingElse_IsNobody()
    {
        var user = await server.AddUserAsync();
        var key = (await server.Keys.CreateAsync(user, "x", Cancellation)).Value;
        var changed = key[..^2] + (key[^2] == 'A' ? 'B' : 'A') + key[^1];
        string[] wrong = ["", ApiKeyStore.Start, changed, key + "A", key[..^1], key.ToUpperInvariant(), key[4..]];
        foreach (var text in wrong)
        {
            Assert.Null(await server.Keys.FindOwnerAsync(text, Cancellation));
        }
    }

    [Fact]
    public async Task Revoke_EndsTheKeyAndNoOtherPersonCan()
    {
        var (user, other) = (await server.AddUserAsync(), await server.AddUserAsync());
        var key = (await server.Keys.CreateAsync(user, "x", Cancellation)).Value;
        var id = (await server.Keys.ListAsync(user, Cancellation))[0].Id;

        Assert.False((await server.Keys.RevokeAsync(other, id, Cancellation)).IsDone);
        Assert.NotNull(await server.Keys.FindOwnerAsync(key, Cancellation));
        Assert.True((await server.Keys.RevokeAsync(user, id, Cancellation)).IsDone);
        Assert.Null(await server.Keys.FindOwnerAsync(key, Cancellation));
        Assert.Empty(await server.Keys.ListAsync(user, Cancellation));
    }

    [Fact]
    public async Task FindOwner_Disabled_IsNobody_LockedStillWorks()
    {
        var user = await server.AddUserAsync();
        var key = (await server.Keys.CreateAsync(user, "x", Cancellation)).Value;

        await server.Accounts.SetEnabledAsync(user, false);
        Assert.Null(await server.Keys.FindOwnerAsync(key, Cancellation));
        await server.Accounts.SetEnabledAsync(user, true);
        Assert.NotNull(await server.Keys.FindOwnerAsync(key, Cancellation));

        await server.ChangeAsync(user, u => u.LockoutEnd = server.Time.GetUtcNow().AddMinutes(5));
        Assert.NotNull(await server.Keys.FindOwnerAsync(key, Cancellation));
    }

    [Fact]
    public async Task FindOwner_OftenUsed_WritesTheTimeOnceAMinute()
    {
        var user = await server.AddUserAsync();
        var key = (await server.Keys.CreateAsync(user, "x", Cancellation)).Value;
        async Task<DateTimeOffset?> UseAsync()
        {
            await server.Keys.FindOwnerAsync(key);
            return (await server.Keys.ListAsync(user))[0].LastUsed;
        }

        Assert.Null((await server.Keys.ListAsync(user, Cancellation))[0].LastUsed);
        var first = server.Time.GetUtcNow();
        Assert.Equal(first, await UseAsync());
        server.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(first, await UseAsync());
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(first.AddMinutes(1), await UseAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task Create_WithoutAGoodName_SaysSo(string name)
    {
        var made = await server.Keys.CreateAsync(await server.AddUserAsync(), name, Cancellation);
        Assert.False(made.IsDone);
        Assert.Contains("1 to 64", made.Refusal);
    }
}
