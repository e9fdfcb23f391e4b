using Dashboard.Security.TwoFactor;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Security.TwoFactor;

/// <summary>Keys and recovery codes in the database.</summary>
public sealed class TwoFactorServiceTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();

    [Theory]
    [ProviderData]
    public async Task Code_OfTheAuthenticator_WorksOnceAndNeverAnEarlierOne(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (service, user) = await CreateAsync(database);
        var key = FromText((await service.BeginAsync(user, Cancellation)).Value);
        Assert.NotNull((await service.ConfirmAsync(user, "000000", Cancellation)).Refusal);
        Assert.False((await service.ReadAsync(user, Cancellation)).IsOn);
        var first = Now(key);
        Assert.Equal(10, (await service.ConfirmAsync(user, first, Cancellation)).Value.Count);
        Assert.Equal(new TwoFactorStatus(true, 10), await service.ReadAsync(user, Cancellation));
        Assert.False(await service.UseAsync(user, first, Cancellation));

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(await service.UseAsync(user, first, Cancellation));
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => service.UseAsync(user, Now(key), Cancellation)));
        Assert.Single(results, isUsed => isUsed);
    }

    [Theory]
    [ProviderData]
    public async Task RecoveryCode_WorksOnce_AndIsStoredOnlyAsHash(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (service, user) = await CreateAsync(database);
        var text = (await service.BeginAsync(user, Cancellation)).Value;
        var codes = (await service.ConfirmAsync(user, Now(FromText(text)), Cancellation)).Value;
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            var stored = string.Join('\n', (await db.UserTokens.ToListAsync(Cancellation)).Select(token => token.Name + token.Value));
            Assert.DoesNotContain(codes, code => stored.Contains(code, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(text, stored);
        }

        Assert.True(await service.UseAsync(user, codes[3], Cancellation));
        Assert.False(await service.UseAsync(user, codes[3], Cancellation));
        Assert.Equal(9, (await service.ReadAsync(user, Cancellation)).RecoveryCodes);

        var renewed = (await service.RenewRecoveryCodesAsync(user, Cancellation)).Value;
        Assert.False(await service.UseAsync(user, codes[4], Cancellation));
        Assert.True(await service.UseAsync(user, renewed[0], Cancellation));
    }

    [Theory]
    [ProviderData]
    public async Task SwitchOff_LeavesNothing_AndBeginsAnewLater(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (service, user) = await CreateAsync(database);
        var key = FromText((await service.BeginAsync(user, Cancellation)).Value);
        var codes = (await service.ConfirmAsync(user, Now(key), Cancellation)).Value;
        Assert.Contains("on already", (await service.BeginAsync(user, Cancellation)).Refusal);
        (await service.SwitchOffAsync(user, Cancellation)).EnsureDone();
        Assert.Equal(new TwoFactorStatus(false, 0), await service.ReadAsync(user, Cancellation));
        Assert.False(await service.UseAsync(user, codes[0], Cancellation));
        Assert.NotNull((await service.ConfirmAsync(user, Now(key), Cancellation)).Refusal);
        Assert.NotEqual(TimeCode.ToText(key), (await service.BeginAsync(user, Cancellation)).Value);
    }

    /// <summary>A key as an app reads it.</summary>
    internal static byte[] FromText(string text)
    {
        var bits = string.Concat(
            text.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    private async Task<(TwoFactorService Service, int User)> CreateAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var user = new User { UserName = "a@example.com", Email = "a@example.com" };
        db.Users.Add(user);
        await db.SaveChangesAsync(Cancellation);
        return (new(database.Factory, new EphemeralDataProtectionProvider(), _time), user.Id);
    }

    private string Now(byte[] key) => TimeCode.Compute(key, _time.GetUtcNow());
}
