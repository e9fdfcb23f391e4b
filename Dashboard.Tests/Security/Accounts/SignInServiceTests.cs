using Dashboard.Configuration;
using Dashboard.Security.Accounts;
using Dashboard.Security.Sessions;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Dashboard.Storage.Providers.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Security.Accounts;

/// <summary>Judging passwords.</summary>
public sealed class SignInServiceTests(AccountsFixture server) : IClassFixture<AccountsFixture>
{
    private const string Wrong = "wrong password";
    private readonly string _email = $"{Guid.NewGuid():N}@example.com";
    private readonly string _address = $"{Guid.NewGuid():N}";

    [Fact]
    public async Task Verify_FiveWrongPasswordsAtOnce_LockTheAccountForTenMinutes()
    {
        var user = await server.AddUserAsync(email: _email);
        await FailAsync(5);
        Assert.Equal(PasswordOutcome.Refused, await VerifyAsync(AccountsFixture.Password));
        Assert.Equal(server.Time.GetUtcNow().AddMinutes(10), (await server.StateAsync(user)).LockedUntil);

        server.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(PasswordOutcome.Accepted, await VerifyAsync(AccountsFixture.Password));
    }

    /// <summary>Whoever keeps the database busy must not get more guesses for it, and what was right and wrong counts in its order.</summary>
    [Fact]
    public async Task Verify_WhileTheDatabaseIsLocked_CountsAndLocks_AndIsStoredAfterwards()
    {
        var user = await server.AddUserAsync(email: _email);
        await FailAsync(2);
        using (await LockAsync())
        {
            server.Get<DatabaseLock>().Note(true);
            await FailAsync(1);
            Assert.Equal(PasswordOutcome.Accepted, await VerifyAsync(AccountsFixture.Password));
            await FailAsync(4);
            Assert.Equal(PasswordOutcome.Accepted, (await Check().VerifyAsync(_email, AccountsFixture.Password, "elsewhere", Cancellation)).Outcome);
            await FailAsync(5);
            Assert.Equal(
                PasswordOutcome.Refused, (await Check().VerifyAsync(_email, AccountsFixture.Password, "a third place", Cancellation)).Outcome);
        }

        server.Get<DatabaseLock>().Note(false);
        Assert.Null((await server.StateAsync(user)).LockedUntil);
        await server.Get<SignInNotes>().StoreAsync(Cancellation);
        Assert.Equal(server.Time.GetUtcNow().AddMinutes(10), (await server.StateAsync(user)).LockedUntil);
    }

    [Fact]
    public async Task Verify_ARightPassword_StartsTheCountAnew()
    {
        var user = await server.AddUserAsync(email: _email);
        await FailAsync(4);
        Assert.Equal(PasswordOutcome.Accepted, await VerifyAsync(AccountsFixture.Password));
        await FailAsync(4);
        Assert.Null((await server.StateAsync(user)).LockedUntil);
    }

    [Fact]
    public async Task Verify_TenFailuresForAnAddressKnownOrNot_AreTooMany()
    {
        await FailAsync(10);
        var verified = await Check().VerifyAsync($" {_email.ToUpperInvariant()} ", Wrong, "elsewhere", Cancellation);
        Assert.Equal(PasswordOutcome.TooManyAttempts, verified.Outcome);
        Assert.Equal(TimeSpan.FromMinutes(5), verified.RetryAfter);

        server.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(PasswordOutcome.Refused, await VerifyAsync(Wrong));
    }

    [Fact]
    public async Task Verify_FiftyFailuresFromOneNetworkAddress_AreTooManyForEveryUserThere()
    {
        await server.AddUserAsync(email: _email);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Check().VerifyAsync($"nobody{i}@example.com", Wrong, _address)));
        Assert.Equal(PasswordOutcome.TooManyAttempts, await VerifyAsync(AccountsFixture.Password));
        Assert.Equal(PasswordOutcome.Accepted, (await Check().VerifyAsync(_email, AccountsFixture.Password, "elsewhere", Cancellation)).Outcome);
    }

    /// <summary>Whoever knows an e-mail address could keep its owner out for as long as they go on.</summary>
    [Fact]
    public async Task Verify_WrongPasswordsFromElsewhere_DoNotKeepTheOwnerOut()
    {
        var user = await server.AddUserAsync(email: _email);
        Assert.Equal(PasswordOutcome.Accepted, await VerifyAsync(AccountsFixture.Password));
        for (var stranger = 0; stranger < 4; stranger++)
        {
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Check().VerifyAsync(_email, Wrong, $"stranger {stranger}")));
            Assert.Equal(PasswordOutcome.Accepted, await VerifyAsync(AccountsFixture.Password));
        }

        await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => Check().VerifyAsync(_email, Wrong, "stranger")));
        Assert.NotNull((await server.StateAsync(user)).LockedUntil);
        Assert.NotEqual(PasswordOutcome.Accepted, (await Check().VerifyAsync(_email, AccountsFixture.Password, "elsewhere", Cancellation)).Outcome);
        Assert.Equal(PasswordOutcome.Accepted, await VerifyAsync(AccountsFixture.Password));

        // There they may not be tried out either.
        await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => Check().VerifyAsync(_email, Wrong, "stranger")));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => VerifyAsync(Wrong)));
        Assert.NotEqual(PasswordOutcome.Accepted, await VerifyAsync(AccountsFixture.Password));
    }

    [Fact]
    public async Task Verify_FromWhereSomebodyIsSignedIn_IsFamiliarAlsoAfterAStart()
    {
        var user = await server.AddUserAsync(email: _email);
        await using (var context = await server.Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation))
        {
            context.UserSessions.Add(new UserSession
            {
                Id = _address,
                UserId = user,
                Address = "198.51.100.7",
                CreatedAt = server.Time.GetUtcNow(),
                LastSeenAt = server.Time.GetUtcNow(),
            });
            await context.SaveChangesAsync(Cancellation);
        }

        await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => Check().VerifyAsync(_email, Wrong, "stranger")));
        Assert.Equal(
            PasswordOutcome.Accepted, (await Check().VerifyAsync(_email, AccountsFixture.Password, "198.51.100.7", Cancellation)).Outcome);
        Assert.NotEqual(
            PasswordOutcome.Accepted, (await Check().VerifyAsync(_email, AccountsFixture.Password, "198.51.100.8", Cancellation)).Outcome);
    }

    [Fact]
    public async Task Verify_DisabledAccount_IsRefusedLikeAWrongPassword()
    {
        var user = await server.AddUserAsync(email: _email);
        await server.Accounts.SetEnabledAsync(user, false);
        Assert.Equal(PasswordOutcome.Refused, await VerifyAsync(AccountsFixture.Password));
    }

    [Fact]
    public async Task Verify_TwoFactorAccount_TellsOnlyWhoKnowsThePassword()
    {
        var user = await server.AddUserAsync(email: _email);
        await server.ChangeAsync(user, u => u.TwoFactorEnabled = true);
        Assert.Equal(PasswordOutcome.Refused, await VerifyAsync(Wrong));
        Assert.Equal(PasswordOutcome.NeedsSecondFactor, await VerifyAsync(AccountsFixture.Password));
    }

    [Fact]
    public async Task Verify_NewPasswordByAnAdministrator_EndsTheLock()
    {
        var user = await server.AddUserAsync(email: _email);
        await FailAsync(5);
        Assert.True((await server.Accounts.SetPasswordAsync(user, "another password")).IsDone);
        Assert.Equal(PasswordOutcome.Accepted, await VerifyAsync("another password"));
        await using var context = await server.Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation);
        Assert.Equal(0, (await context.Users.SingleAsync(u => u.Id == user, Cancellation)).AccessFailedCount);
    }

    private SignInService Check() => server.Get<SignInService>();

    private async Task<PasswordOutcome> VerifyAsync(string password) => (await Check().VerifyAsync(_email, password, _address)).Outcome;

    private Task FailAsync(int times) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(async _ => Assert.Equal(PasswordOutcome.Refused, await VerifyAsync(Wrong))));

    private async Task<SqliteConnection> LockAsync()
    {
        var path = server.Get<ServerOptions>().DataPath(SqliteProvider.FileName);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(Cancellation);
        return connection;
    }
}
