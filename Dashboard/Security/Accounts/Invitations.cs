using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Domain;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.Accounts;

/// <summary>Links with which people choose their own password, once and within some days. Only the hash of a link's secret is kept.</summary>
internal sealed class Invitations(
    IDbContextFactory<DashboardDbContext> contexts, UserAccounts accounts, IPasswordHasher<User> hasher, TimeProvider time)
{
    /// <summary>How long a link of an administrator works.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    /// <summary>How long it works for who has just given a password that must be changed.</summary>
    public static readonly TimeSpan ChangeAge = TimeSpan.FromMinutes(15);

    private const string Provider = "Invitation";
    private const int SecretBytes = 32;
    private const string Expired = "This link has expired or was used already. Ask an administrator for a new one.";
    private const string SamePassword = "Choose a different password from the one you were given.";

    /// <summary>Makes the secret of a link; one that was made before stops working.</summary>
    public async Task<ChangeResult<string>> CreateAsync(int userId, TimeSpan age, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Users.Where(user => user.Id == userId).Select(user => user.Email).SingleOrDefaultAsync(cancellationToken) is not { } email)
        {
            return new FieldErrors("This user no longer exists.");
        }

        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        await Links(db, userId).ExecuteDeleteAsync(cancellationToken);
        db.UserTokens.Add(new IdentityUserToken<int>
        {
            UserId = userId,
            LoginProvider = Provider,
            Name = Hash(secret),
            Value = (time.GetUtcNow() + age).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        });
        await db.SaveChangesAsync(cancellationToken);
        db.Audit(AuditAction.Added, $"password link of user {email}");
        return string.Create(CultureInfo.InvariantCulture, $"{userId}.{secret}");
    }

    /// <summary>The e-mail address of the person whose link it is; null: it does not work.</summary>
    public async Task<string?> FindAsync(string? token, CancellationToken cancellationToken = default)
    {
        if (!TryRead(token, out var userId, out var hash))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var until = await Links(db, userId).Where(row => row.Name == hash).Select(row => row.Value).SingleOrDefaultAsync(cancellationToken);
        return long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) > time.GetUtcNow()
                ? await db.Users.Where(user => user.Id == userId && user.IsEnabled).Select(user => user.Email).SingleOrDefaultAsync(cancellationToken)
                : null;
    }

    /// <summary>Sets the password of the person whose link it is; the link works no more.</summary>
    public async Task<ChangeResult> AcceptAsync(string? token, string password, CancellationToken cancellationToken = default)
    {
        var email = await FindAsync(token, cancellationToken);
        if (AccountRules.PasswordError(password, email) is { } error)
        {
            return new FieldErrors(nameof(password), error);
        }

        if (email is null || !TryRead(token, out var userId, out var hash))
        {
            return new FieldErrors(Expired);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await IsPasswordToChangeAsync(db, userId, password, cancellationToken))
        {
            return new FieldErrors(nameof(password), SamePassword);
        }

        // Of two who use one link at the same moment one succeeds.
        return await Links(db, userId).Where(row => row.Name == hash).ExecuteDeleteAsync(cancellationToken) == 1
            ? await accounts.SetPasswordAsync(userId, password)
            : new FieldErrors(Expired);
    }

    /// <summary>Ends the links of a person whose password is set another way.</summary>
    internal static Task EndAsync(DashboardDbContext db, int userId) => Links(db, userId).ExecuteDeleteAsync();

    private async Task<bool> IsPasswordToChangeAsync(DashboardDbContext db, int userId, string password, CancellationToken cancellationToken) =>
        await UserAccounts.MustChangeAsync(db, userId)
        && await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == userId, cancellationToken) is { PasswordHash: { } given } user
        && hasher.VerifyHashedPassword(user, given, password) != PasswordVerificationResult.Failed;

    private static IQueryable<IdentityUserToken<int>> Links(DashboardDbContext db, int userId) =>
        db.UserTokens.Where(row => row.UserId == userId && row.LoginProvider == Provider);

    private static string Hash(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static bool TryRead(string? token, out int userId, out string hash)
    {
        var parts = token?.Split('.') ?? [];
        var isToken = int.TryParse(parts.ElementAtOrDefault(0), NumberStyles.None, CultureInfo.InvariantCulture, out userId) && parts.Length == 2;
        hash = isToken ? Hash(parts[1]) : "";
        return isToken;
    }
}
