using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;

namespace Dashboard.Tests.Security.Accounts;

/// <summary>Links to choose a password with, and passwords that must be changed.</summary>
public sealed class InvitationsTests(AccountsFixture server) : IClassFixture<AccountsFixture>
{
    private const string Chosen = "another long password";
    private readonly string _email = $"{Guid.NewGuid():N}@example.com";

    private Invitations Links => server.Get<Invitations>();

    [Fact]
    public async Task Invited_CannotSignIn_UntilThePasswordWasChosen_AndTheLinkWorksOnce()
    {
        (await server.Accounts.InviteAsync(_email, Roles.Viewer)).EnsureDone();
        var id = (await server.Accounts.FindAsync(_email, Cancellation))!.Value;
        var link = (await Links.CreateAsync(id, Invitations.MaxAge, Cancellation)).Value;
        Assert.Equal(PasswordOutcome.Refused, (await VerifyAsync("")).Outcome);
        Assert.Equal(_email, await Links.FindAsync(link, Cancellation));
        Assert.NotNull((await Links.AcceptAsync(link, "short", Cancellation)).Refusal);

        (await Links.AcceptAsync(link, Chosen, Cancellation)).EnsureDone();
        Assert.Equal(PasswordOutcome.Accepted, (await VerifyAsync(Chosen)).Outcome);
        Assert.Null(await Links.FindAsync(link, Cancellation));
        Assert.Contains("expired", (await Links.AcceptAsync(link, "yet another password", Cancellation)).Refusal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.nothing")]
    [InlineData("x.y.z")]
    public async Task Find_WhatIsNoLink_IsNobodys(string? token) => Assert.Null(await Links.FindAsync(token, Cancellation));

    [Fact]
    public async Task Link_AfterItsTime_OrAfterANewerOne_OrOfADisabledAccount_DoesNotWork()
    {
        var id = await server.AddUserAsync(email: _email);
        var first = (await Links.CreateAsync(id, Invitations.MaxAge, Cancellation)).Value;
        var second = (await Links.CreateAsync(id, Invitations.MaxAge, Cancellation)).Value;
        Assert.Null(await Links.FindAsync(first, Cancellation));
        await server.Accounts.SetEnabledAsync(id, false);
        Assert.Null(await Links.FindAsync(second, Cancellation));
        await server.Accounts.SetEnabledAsync(id, true);
        Assert.NotNull((await Links.AcceptAsync(second, Chosen, Cancellation)).Refusal);
        var third = (await Links.CreateAsync(id, Invitations.MaxAge, Cancellation)).Value;
        server.Time.Advance(Invitations.MaxAge);
        Assert.NotNull((await Links.AcceptAsync(third, Chosen, Cancellation)).Refusal);
    }

    [Fact]
    public async Task Link_AfterThePasswordWasSetAnotherWay_DoesNotWork()
    {
        var id = await server.AddUserAsync(email: _email);
        var link = (await Links.CreateAsync(id, Invitations.MaxAge, Cancellation)).Value;
        (await server.Accounts.SetPasswordAsync(id, Chosen)).EnsureDone();
        Assert.NotNull((await Links.AcceptAsync(link, "yet another password", Cancellation)).Refusal);
        Assert.Equal(PasswordOutcome.Accepted, (await VerifyAsync(Chosen)).Outcome);
    }

    [Fact]
    public async Task Password_ThatMustBeChanged_OpensNothing_UntilItWas()
    {
        (await server.Accounts.AddToChangeAsync(_email, AccountsFixture.Password, Roles.Viewer)).EnsureDone();
        var verified = await VerifyAsync(AccountsFixture.Password);
        Assert.Equal(PasswordOutcome.MustChange, verified.Outcome);
        var link = (await Links.CreateAsync(verified.User!.Id, Invitations.ChangeAge, Cancellation)).Value;
        Assert.Contains("different password", (await Links.AcceptAsync(link, AccountsFixture.Password, Cancellation)).Refusal);
        (await Links.AcceptAsync(link, Chosen, Cancellation)).EnsureDone();
        Assert.Equal(PasswordOutcome.Accepted, (await VerifyAsync(Chosen)).Outcome);

        (await server.Accounts.SetPasswordAsync(verified.User.Id, AccountsFixture.Password, mustChange: true)).EnsureDone();
        Assert.Equal(PasswordOutcome.MustChange, (await VerifyAsync(AccountsFixture.Password)).Outcome);
    }

    private Task<PasswordVerification> VerifyAsync(string password) =>
        server.Get<SignInService>().VerifyAsync(_email, password, Guid.NewGuid().ToString(), Cancellation);
}
