using Dashboard.Security.Accounts;
using Dashboard.Security.TwoFactor;

namespace Dashboard.Tests.Security.TwoFactor;

/// <summary>The second factor after the password.</summary>
public sealed class TwoFactorSignInTests(AccountsFixture server) : IClassFixture<AccountsFixture>
{
    private readonly string _email = $"{Guid.NewGuid():N}@example.com";

    private TwoFactorSignIn SignIn => server.Get<TwoFactorSignIn>();

    [Fact]
    public async Task Verify_FiveWrongCodes_LockTheAccount_HoweverOftenThePasswordWasRight()
    {
        var (pending, key, _) = await SetUpAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(PasswordOutcome.NeedsSecondFactor, (await PasswordAsync()).Outcome);
            Assert.Equal(PasswordOutcome.Refused, (await SignIn.VerifyAsync(pending, "123456", "here", Cancellation)).Outcome);
        }

        Assert.Equal(PasswordOutcome.Refused, (await PasswordAsync()).Outcome);
        server.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(
            PasswordOutcome.Refused,
            (await SignIn.VerifyAsync(pending, TimeCode.Compute(key, server.Time.GetUtcNow()), "here", Cancellation)).Outcome);
        server.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(
            PasswordOutcome.Accepted,
            (await SignIn.VerifyAsync(pending, TimeCode.Compute(key, server.Time.GetUtcNow()), "here", Cancellation)).Outcome);
    }

    [Fact]
    public async Task Verify_AccountThatWasChangedMeanwhile_IsRefused()
    {
        var (pending, _, codes) = await SetUpAsync();
        (await server.Accounts.SetPasswordAsync(pending.UserId, AccountsFixture.Password)).EnsureDone();
        Assert.Equal(PasswordOutcome.Refused, (await SignIn.VerifyAsync(pending, codes[0], "here", Cancellation)).Outcome);
    }

    [Fact]
    public async Task Reset_ByAnAdministrator_SwitchesOffAndEndsSessions()
    {
        var (pending, _, _) = await SetUpAsync();
        var stamp = await server.SecurityStampAsync(pending.UserId);
        (await server.Accounts.ResetTwoFactorAsync(pending.UserId)).EnsureDone();
        Assert.NotEqual(stamp, await server.SecurityStampAsync(pending.UserId));
        Assert.Equal(PasswordOutcome.Accepted, (await PasswordAsync()).Outcome);
        Assert.Equal(new TwoFactorStatus(false, 0), await server.Get<TwoFactorService>().ReadAsync(pending.UserId, Cancellation));
    }

    private async Task<(PendingSignIn Pending, byte[] Key, IReadOnlyList<string> Codes)> SetUpAsync()
    {
        var user = await server.AddUserAsync(email: _email);
        var service = server.Get<TwoFactorService>();
        var key = TwoFactorServiceTests.FromText((await service.BeginAsync(user, Cancellation)).Value);
        var codes = (await service.ConfirmAsync(user, TimeCode.Compute(key, server.Time.GetUtcNow()), Cancellation)).Value;
        return (new(user, (await server.StateAsync(user)).StampHash, false), key, codes);
    }

    private Task<PasswordVerification> PasswordAsync() =>
        server.Get<SignInService>().VerifyAsync(_email, AccountsFixture.Password, "here", Cancellation);
}
