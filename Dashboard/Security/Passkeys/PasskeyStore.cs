using System.Data.Common;
using System.Globalization;
using Dashboard.Domain;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.Passkeys;

/// <summary>A passkey in its person's list.</summary>
/// <param name="Name">What the person calls it.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="LastUsedAt">When somebody last signed in with it; null: never.</param>
public sealed record PasskeySummary(int Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

/// <summary>People's passkeys in the database.</summary>
internal sealed class PasskeyStore(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    /// <summary>Most passkeys of one person.</summary>
    public const int MaxPasskeys = 10;

    // Rows of Identity's table of people's tokens, as those of invitations are.
    private const string SpentChallenge = "PasskeyChallenge";

    private const string NoSuchPasskey = "This passkey no longer exists.";

    // One is added at a time in this process, so that nobody gets more than the most by two at once. By two servers at once somebody may get
    // one more, which harms nobody.
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>A person's passkeys, the oldest first.</summary>
    public async Task<IReadOnlyList<PasskeySummary>> ListAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Passkeys.AsNoTracking().Where(passkey => passkey.UserId == userId).OrderBy(passkey => passkey.Id)
            .Select(passkey => new PasskeySummary(passkey.Id, passkey.Name, passkey.CreatedAt, passkey.LastUsedAt))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Whether one more of this name may be added: asked before the browser shows its dialog, and again when it is stored.</summary>
    public async Task<ChangeResult> CheckAsync(int userId, string name, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await CheckAsync(db, userId, name.Trim(), null, cancellationToken);
    }

    /// <summary>Stores one that an authenticator has made.</summary>
    public async Task<ChangeResult> AddAsync(int userId, string name, UserPasskeyInfo made, CancellationToken cancellationToken = default)
    {
        name = name.Trim();
        if (made.PublicKey.Length > UserPasskey.MaxKeyLength || made.CredentialId.Length > UserPasskey.MaxCredentialLength)
        {
            return new FieldErrors("This kind of passkey is not supported.");
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var check = await CheckAsync(db, userId, name, null, cancellationToken);
            if (!check.IsDone)
            {
                return check;
            }

            db.Passkeys.Add(new UserPasskey
            {
                UserId = userId,
                Name = name,
                CredentialId = made.CredentialId,
                PublicKey = made.PublicKey,
                SignCount = made.SignCount,
                Transports = Text(made.Transports),
                IsBackupEligible = made.IsBackupEligible,
                IsBackedUp = made.IsBackedUp,
                CreatedAt = time.GetUtcNow(),
            });
            await db.SaveChangesAsync(cancellationToken);
            return ChangeResult.Done;
        }
        catch (DbUpdateException exception) when (exception.InnerException is DbException)
        {
            // The account has gone, or two servers were given the same passkey at the same moment.
            return new FieldErrors("The passkey could not be stored; try again.");
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Gives one of a person's passkeys another name.</summary>
    public async Task<ChangeResult> RenameAsync(int userId, int id, string name, CancellationToken cancellationToken = default)
    {
        name = name.Trim();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Passkeys.SingleOrDefaultAsync(passkey => passkey.Id == id && passkey.UserId == userId, cancellationToken) is not { } row)
        {
            return new FieldErrors(NoSuchPasskey);
        }

        var check = await CheckAsync(db, userId, name, row, cancellationToken);
        if (check.IsDone)
        {
            row.Name = name;
            await db.SaveChangesAsync(cancellationToken);
        }

        return check;
    }

    /// <summary>Removes one of a person's passkeys.</summary>
    public async Task<ChangeResult> RemoveAsync(int userId, int id, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Passkeys.SingleOrDefaultAsync(passkey => passkey.Id == id && passkey.UserId == userId, cancellationToken) is not { } row)
        {
            return new FieldErrors(NoSuchPasskey);
        }

        db.Passkeys.Remove(row);
        await db.SaveChangesAsync(cancellationToken);
        return ChangeResult.Done;
    }

    /// <summary>
    /// Takes the answer to a challenge. False: it was given before, on whichever server. The cookie alone does not tell: whoever copied it has it
    /// still, and most passkeys do not count their signatures.
    /// </summary>
    public async Task<bool> SpendAsync(int userId, PasskeyChallenge challenge, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var old = Milliseconds(now - (2 * PasskeyChallenge.MaxAge)); // Clocks of servers differ.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.UserTokens.Where(row => row.UserId == userId && row.LoginProvider == SpentChallenge && string.Compare(row.Value, old) < 0)
            .ExecuteDeleteAsync(cancellationToken);
        db.UserTokens.Add(new() { UserId = userId, LoginProvider = SpentChallenge, Name = challenge.Hash, Value = Milliseconds(now) });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (!StorageFailure.MayPass(exception))
        {
            return false; // Its row is there, or the account has gone.
        }
    }

    /// <summary>
    /// Notes that somebody signs in with one. False: it was removed, or its count of signatures has been seen since; of two who bring the same
    /// signature at the same moment one gets in, where the authenticator counts.
    /// </summary>
    public async Task<bool> NoteUseAsync(UserPasskeyInfo used, CancellationToken cancellationToken = default)
    {
        long count = used.SignCount;
        var (id, isBackedUp, now) = (used.CredentialId, used.IsBackedUp, (DateTimeOffset?)time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Passkeys
            .Where(passkey => passkey.CredentialId == id && (passkey.SignCount < count || (passkey.SignCount == 0 && count == 0)))
            .ExecuteUpdateAsync(
                set => set.SetProperty(passkey => passkey.SignCount, count)
                    .SetProperty(passkey => passkey.IsBackedUp, isBackedUp)
                    .SetProperty(passkey => passkey.LastUsedAt, now),
                cancellationToken) == 1;
    }

    /// <summary>Removes all of a person's, within the caller's transaction.</summary>
    internal static async Task RemoveAllAsync(DashboardDbContext db, User user, CancellationToken cancellationToken = default)
    {
        var removed = await db.Passkeys.Where(passkey => passkey.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        if (removed > 0)
        {
            db.Audit(AuditAction.Removed, removed == 1 ? $"passkey of {user.Email}" : $"{removed} passkeys of {user.Email}");
        }
    }

    private static async Task<ChangeResult> CheckAsync(
        DashboardDbContext db, int userId, string name, UserPasskey? changed, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > UserPasskey.MaxNameLength)
        {
            return new FieldErrors(nameof(name), $"Enter a name of 1 to {UserPasskey.MaxNameLength} characters.");
        }

        if (HiddenCharacters.ErrorOf(name) is { } hidden)
        {
            return new FieldErrors(nameof(name), hidden);
        }

        var others = db.Passkeys.Where(passkey => passkey.UserId == userId);
        if (changed is not null)
        {
            others = others.Where(passkey => passkey.Id != changed.Id);
        }

        var names = await others.Select(passkey => passkey.Name).ToListAsync(cancellationToken);
        return names.Contains(name, StringComparer.OrdinalIgnoreCase)
                ? new FieldErrors(nameof(name), "You already have a passkey with this name.")
            : changed is null && names.Count >= MaxPasskeys
                ? new FieldErrors($"You have {MaxPasskeys} passkeys, which is the most; remove one first.")
            : ChangeResult.Done;
    }

    private static string Milliseconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    // Hints only: what does not fit is left out.
    private static string Text(string[]? transports)
    {
        var known = (transports ?? []).Where(
            transport => transport.Length > 0 && transport.All(letter => char.IsAsciiLetterLower(letter) || letter == '-'));
        var text = string.Join(',', known.Distinct(StringComparer.Ordinal).Take(6));
        return text.Length <= UserPasskey.MaxTransportsLength ? text : "";
    }
}
