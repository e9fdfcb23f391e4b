using Dashboard.Domain.Users;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.Tokens;
using Dashboard.Storage;
using Dashboard.Storage.Startup;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Security;

/// <summary>The server's parts over an empty data directory, not started, with time that a test moves.</summary>
public sealed class AccountsFixture : IAsyncLifetime
{
    /// <summary>The password of everybody.</summary>
    public const string Password = "correct horse battery";

    private readonly string _data = Path.Combine(Path.GetTempPath(), $"dashboard-accounts-{Guid.NewGuid():N}");
    private WebApplication _app;

    public AccountsFixture()
    {
        MigratedFile.Put(_data);
        _app = Build();
    }

    internal SteppedClock Time { get; } = new();

    internal UserAccounts Accounts => Get<UserAccounts>();

    internal AccountCache States => Get<AccountCache>();

    internal ApiKeyStore Keys => Get<ApiKeyStore>();

    internal TokenIssuer Tokens => Get<TokenIssuer>();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        await Get<DatabaseStartup>().PrepareAsync();
        await Accounts.EnsureRolesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Stops the server's parts and puts them together anew over the same data.</summary>
    public async Task RestartAsync()
    {
        await _app.DisposeAsync();
        _app = Build();
    }

    /// <summary>Makes a user under an address of its own and returns the number.</summary>
    public async Task<int> AddUserAsync(string role = Roles.Viewer, string? email = null)
    {
        email ??= $"{Guid.NewGuid():N}@example.com";
        var made = await Accounts.AddAsync(email, Password, role, []);
        Assert.True(made.IsDone, made.Refusal);
        return (await Accounts.FindAsync(email))!.Value;
    }

    /// <summary>The account as it is stored.</summary>
    internal async Task<AccountSnapshot> StateAsync(int userId)
    {
        States.Forget(userId);
        return (await States.FindAsync(userId))!;
    }

    /// <summary>For whom a request with this bearer acts; null: for nobody.</summary>
    public async Task<int?> FindOwnerAsync(string token)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Headers.Authorization = $"Bearer {token}";
        return (await context.AuthenticateAsync(Policies.TokenScheme)).Principal?.UserId();
    }

    /// <summary>The stamp that a session of the user carries.</summary>
    public async Task<string> SecurityStampAsync(int userId)
    {
        await using var context = await Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        return (await context.Users.SingleAsync(user => user.Id == userId)).SecurityStamp!;
    }

    /// <summary>Changes a stored user directly.</summary>
    internal async Task ChangeAsync(int userId, Action<User> change)
    {
        await using var context = await Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        change(await context.Users.SingleAsync(user => user.Id == userId));
        await context.SaveChangesAsync();
        States.Forget(userId);
    }

    private WebApplication Build() => DashboardServer.Build([$"--DataDirectory={_data}"], builder =>
    {
        builder.Logging.ClearProviders();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
        builder.Services.PostConfigure<PasswordHasherOptions>(hashing => hashing.IterationCount = 1000); // For speed.
    });
}
