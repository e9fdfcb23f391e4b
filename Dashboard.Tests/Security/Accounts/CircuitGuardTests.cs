using System.Security.Claims;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Security.Accounts;

/// <summary>What an open page may do when its person was changed meanwhile.</summary>
public sealed class CircuitGuardTests(AccountsFixture server) : IClassFixture<AccountsFixture>
{
    public static TheoryData<string> Changes => ["role", "disabled", "password", "removed"];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Event_OfSomebodyWhoWasChanged_IsRefusedAndEndsTheSignIn(string change)
    {
        var (user, session) = await SignInAsync();
        using var end = session;
        var done = 0;
        var handle = Guard(session, server.States, () => done++);
        await handle(null!);
        Assert.Equal(1, done);

        var changed = change switch
        {
            "role" => await server.Accounts.ChangeRoleAsync(user, Roles.Viewer),
            "disabled" => await server.Accounts.SetEnabledAsync(user, false),
            "password" => await server.Accounts.SetPasswordAsync(user, "another " + AccountsFixture.Password),
            _ => await server.Accounts.RemoveAsync(user),
        };
        Assert.True(changed.IsDone, changed.Refusal);
        await handle(null!);
        await handle(null!);

        Assert.Equal(1, done);
        Assert.False((await session.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated);
    }

    [Fact]
    public async Task Events_WhileAnAnswerIsFetched_KeepTheirOrder()
    {
        var (_, session) = await SignInAsync();
        using var end = session;
        var slow = new SlowContexts(server.Get<IDbContextFactory<DashboardDbContext>>());
        var states = new AccountCache(slow, server.Time);
        var done = new List<int>();
        var guard = new CircuitGuard(session, states, NullLogger<CircuitGuard>.Instance);
        var events = Enumerable.Range(0, 20).Select(number => guard.CreateInboundActivityHandler(_ =>
        {
            done.Add(number);
            return Task.CompletedTask;
        })(null!)).ToList();
        Assert.Empty(done);
        slow.Answer.SetResult();
        await Task.WhenAll(events);

        Assert.Equal(Enumerable.Range(0, 20), done);
    }

    [Fact]
    public async Task Event_WhileTheDatabaseDoesNotAnswer_ReachesThePage_WhichSaysSo()
    {
        var (_, session) = await SignInAsync();
        using var end = session;
        var broken = new SlowContexts(server.Get<IDbContextFactory<DashboardDbContext>>());
        broken.Answer.SetException(new TimeoutException());
        var done = 0;
        await Guard(session, new AccountCache(broken, server.Time), () => done++)(null!);
        Assert.Equal(1, done);
    }

    private static Func<CircuitInboundActivityContext, Task> Guard(AuthenticationStateProvider session, AccountCache states, Action act) =>
        new CircuitGuard(session, states, NullLogger<CircuitGuard>.Instance).CreateInboundActivityHandler(_ =>
        {
            act();
            return Task.CompletedTask;
        });

    private async Task<(int User, CircuitSession Session)> SignInAsync()
    {
        await server.AddUserAsync(Roles.Administrator); // One who stays.
        var id = await server.AddUserAsync(Roles.Administrator);
        await using var scope = server.Get<IServiceScopeFactory>().CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().FindByIdAsync($"{id}");
        ClaimsPrincipal person = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<User>>().CreateAsync(user!);
        var session = new CircuitSession(NullLoggerFactory.Instance, server.States);
        session.SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(
            new ClaimsIdentity(person.Claims, IdentityConstants.ApplicationScheme)))));
        return (id, session);
    }

    private sealed class SlowContexts(IDbContextFactory<DashboardDbContext> contexts) : IDbContextFactory<DashboardDbContext>
    {
        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public DashboardDbContext CreateDbContext() => contexts.CreateDbContext();

        public async Task<DashboardDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            await Answer.Task;
            return await contexts.CreateDbContextAsync(cancellationToken);
        }
    }
}
