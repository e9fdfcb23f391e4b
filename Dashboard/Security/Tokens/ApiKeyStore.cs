using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Domain;
using Dashboard.Security.Accounts;
using Dashboard.Security.Sessions;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.Tokens;

/// <summary>A key in its owner's list.</summary>
/// <param name="Name">What the person calls it.</param>
/// <param name="Prefix">Its first characters.</param>
/// <param name="Created">When it was made.</param>
/// <param name="LastUsed">When it was last used, to the minute; null: never.</param>
internal sealed record ApiKeySummary(int Id, string Name, string Prefix, DateTimeOffset Created, DateTimeOffset? LastUsed);

/// <summary>Keys with which programs act for people. A key has its owner's role and works while the owner's account does.</summary>
internal sealed partial class ApiKeyStore(
    IDbContextFactory<DashboardDbContext> contexts, AccountCache states, LastUses uses, TimeProvider time)
{
    /// <summary>How every key begins, so that a key found in a file or a log can be told for what it is.</summary>
    public const string Start = "lpr_";

    /// <summary>Most characters of a key's name.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Most working keys of one person.</summary>
    public const int MaxKeys = 50;

    private const int PrefixLength = 12;
    private const int RandomBytes = 32;
    private static readonly int KeyLength = Start.Length + Base64Url.GetEncodedLength(RandomBytes);
    private static readonly TimeSpan LastUsedStep = TimeSpan.FromMinutes(1);

    /// <summary>Whether the text is meant as a key, and not as a token.</summary>
    public static bool IsKey(string text) => text.StartsWith(Start, StringComparison.Ordinal);

    /// <summary>The text without what looks like a key in it, whole or not.</summary>
    public static string HideKeys(string text) => text.Contains(Start, StringComparison.Ordinal) ? KeyLike().Replace(text, "hidden-key") : text;

    [GeneratedRegex($"{Start}[A-Za-z0-9_-]{{12,}}")]
    private static partial Regex KeyLike();

    /// <summary>The first characters, which are shown.</summary>
    public static string PrefixOf(string key) => key.Length <= PrefixLength ? key : key[..PrefixLength];

    /// <summary>Makes a key and returns its text, which cannot be read again later.</summary>
    /// <param name="name">1 to 64 characters, to tell it from the person's other keys.</param>
    public async Task<ChangeResult<string>> CreateAsync(int userId, string name, CancellationToken cancellationToken = default)
    {
        name = name.Trim();
        if (name.Length is 0 or > MaxNameLength)
        {
            return new FieldErrors(nameof(name), $"Enter a name of 1 to {MaxNameLength} characters, such as the program that will use the key.");
        }

        if (HiddenCharacters.ErrorOf(name) is { } hidden)
        {
            return new FieldErrors(nameof(name), hidden);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.ApiKeys.CountAsync(key => key.UserId == userId && key.RevokedAt == null, cancellationToken) >= MaxKeys)
        {
            return new FieldErrors($"There are already {MaxKeys} keys; revoke one first.");
        }

        var text = Start + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        context.ApiKeys.Add(new ApiKey
        {
            UserId = userId,
            Name = name,
            Prefix = PrefixOf(text),
            Hash = Hash(text),
            CreatedAt = time.GetUtcNow(),
        });
        await context.SaveChangesAsync(cancellationToken);
        return text;
    }

    /// <summary>The account for which the key acts; null: the key is unknown or revoked, or its owner disabled.</summary>
    public async Task<AccountSnapshot?> FindOwnerAsync(string text, CancellationToken cancellationToken = default)
    {
        if (!IsKey(text) || text.Length != KeyLength)
        {
            return null;
        }

        var hash = Hash(text);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // The index compares hashes, whose bytes nobody can steer; what it found is compared once more in fixed time.
        var found = await context.ApiKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Hash == hash && key.RevokedAt == null, cancellationToken);
        if (found is null
            || !CryptographicOperations.FixedTimeEquals(found.Hash, hash)
            || await states.FindAsync(found.UserId, cancellationToken) is not { } owner
            || !owner.MayUseKeys)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if ((uses.OfKey(found.Id) ?? found.LastUsedAt) is not { } last || (now - last).Duration() >= LastUsedStep)
        {
            uses.NoteKey(found.Id, now);
        }

        return owner;
    }

    /// <summary>A person's working keys, newest first.</summary>
    public async Task<IReadOnlyList<ApiKeySummary>> ListAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = await context.ApiKeys.AsNoTracking().Where(key => key.UserId == userId && key.RevokedAt == null)
            .OrderByDescending(key => key.Id).ToListAsync(cancellationToken);
        return [.. keys.Select(key => new ApiKeySummary(
            key.Id,
            key.Name,
            key.Prefix,
            key.CreatedAt,
            uses.OfKey(key.Id) ?? key.LastUsedAt))];
    }

    /// <summary>Ends a key at once; refused where the person has no such key.</summary>
    public async Task<ChangeResult> RevokeAsync(int userId, int keyId, CancellationToken cancellationToken = default)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var revoked = await context.ApiKeys.Where(key => key.Id == keyId && key.UserId == userId && key.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, now), cancellationToken);
        if (revoked > 0)
        {
            var prefix = await context.ApiKeys.Where(key => key.Id == keyId).Select(key => key.Prefix).SingleOrDefaultAsync(cancellationToken);
            context.Audit(AuditAction.Removed, $"API key {prefix}");
        }

        return revoked > 0 ? ChangeResult.Done : new FieldErrors("There is no such key; it may have been revoked already.");
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
