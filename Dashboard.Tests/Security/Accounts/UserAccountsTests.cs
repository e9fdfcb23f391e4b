using Dashboard.Domain;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Storage.Auditing;

namespace Dashboard.Tests.Security.Accounts;

/// <summary>Making and changing accounts.</summary>
public sealed class UserAccountsTests : IAsyncLifetime
{
    private readonly AccountsFixture _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Changes_ThatLeaveNoEnabledAdministrator_AreRefusedAndUndone()
    {
        var only = await _server.AddUserAsync(Roles.Administrator);
        await _server.AddUserAsync(Roles.Operator);
        ChangeResult[] answers =
        [
            await _server.Accounts.SetEnabledAsync(only, false),
            await _server.Accounts.ChangeRoleAsync(only, Roles.Viewer),
            await _server.Accounts.RemoveAsync(only),
        ];
        Assert.All(answers, answer => Assert.Equal(UserAccounts.LastAdministrator, answer.Refusal));
        var state = await _server.StateAsync(only);
        Assert.Equal((true, Roles.Administrator), (state.IsEnabled, state.Role));

        var second = await _server.AddUserAsync(Roles.Administrator);
        Assert.True((await _server.Accounts.SetEnabledAsync(only, false)).IsDone);
        Assert.Equal(UserAccounts.LastAdministrator, (await _server.Accounts.RemoveAsync(second)).Refusal);
    }

    [Fact]
    public async Task Changes_ThatLeaveOnlyAnInvitedAdministrator_AreRefused()
    {
        var only = await _server.AddUserAsync(Roles.Administrator);
        Assert.True((await _server.Accounts.InviteAsync("invited@example.com", Roles.Administrator)).IsDone);
        Assert.Equal(UserAccounts.LastAdministrator, (await _server.Accounts.SetEnabledAsync(only, false)).Refusal);
        Assert.Equal(UserAccounts.LastAdministrator, (await _server.Accounts.ChangeRoleAsync(only, Roles.Viewer)).Refusal);
    }

    [Fact]
    public async Task Changes_OfBothAdministratorsAtOnce_LeaveOne()
    {
        var (a, b) = (await _server.AddUserAsync(Roles.Administrator), await _server.AddUserAsync(Roles.Administrator));
        var answers = await Task.WhenAll(
            Task.Run(() => _server.Accounts.ChangeRoleAsync(a, Roles.Viewer)), Task.Run(() => _server.Accounts.SetEnabledAsync(b, false)));
        Assert.Single(answers, answer => answer.IsDone);
    }

    [Fact]
    public async Task AddFirst_ManyAtOnce_MakesOneAdministrator()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => Task.Run(() => _server.Accounts.AddFirstAsync($"admin{i}@example.com", AccountsFixture.Password))));
        Assert.Single(answers, answer => answer.IsDone);
        Assert.Equal(Roles.Administrator, Assert.Single(await _server.Accounts.ListAsync(Cancellation)).Role);
    }

    [Fact]
    public async Task Add_StandsInTheAudit_WithTheRole()
    {
        AuditActor.Current = new AuditActor(null, "boss@example.com", "192.0.2.1");
        await _server.AddUserAsync(Roles.Operator, "new@example.com");
        var noted = new List<string>();
        while (_server.Get<AuditTrail>().Waiting.TryRead(out var entry))
        {
            noted.Add($"{entry.Action} {entry.Subject} {entry.Details}");
        }

        Assert.Equal(["Added user new@example.com IsEnabled: yes", "Changed user new@example.com Role: Operator"], noted);
    }

    [Theory]
    [InlineData("USER@example.com", "long enough 1", Roles.Viewer, "There is already a user")]
    [InlineData("new@example.com", "too short", Roles.Viewer, "needs at least 10")]
    [InlineData("no address", "long enough 1", Roles.Viewer, "not an e-mail address")]
    [InlineData("new@example.com", "long enough 1", "Boss", "There is no role 'Boss'; choose one of Administrator, Operator, Viewer")]
    public async Task Add_Wrong_SaysWhat(string email, string password, string role, string expected)
    {
        await _server.AddUserAsync(email: "user@example.com");
        Assert.Contains(expected, (await _server.Accounts.AddAsync(email, password, role, [])).Refusal);
        Assert.Single(await _server.Accounts.ListAsync(Cancellation));
    }

    [Fact]
    public async Task Changes_OfAUserThatIsGone_SaySo()
    {
        ChangeResult[] answers =
        [
            await _server.Accounts.RemoveAsync(
                99), await _server.Accounts.SetPasswordAsync(99, "long enough 1"), await _server.Accounts.ChangeRoleAsync(99, Roles.Viewer),
        ];
        Assert.All(answers, answer => Assert.Contains("no longer exists", answer.Refusal));
    }

    [Fact]
    public async Task Remove_TakesTheKeysAlong()
    {
        var user = await _server.AddUserAsync();
        var key = (await _server.Keys.CreateAsync(user, "x", Cancellation)).Value;
        Assert.True((await _server.Accounts.RemoveAsync(user)).IsDone);
        Assert.Null(await _server.Keys.FindOwnerAsync(key, Cancellation));
        Assert.Null(await _server.States.FindAsync(user, Cancellation));
    }
}
