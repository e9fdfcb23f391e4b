using System.Security.Claims;
using Dashboard.Domain;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.Accounts;

/// <summary>What each person chose for themselves: kept with the account, so that it is the same in every browser. Bounded a person.</summary>
internal sealed class Preferences(IDbContextFactory<DashboardDbContext> factory)
{
    /// <summary>The most that are kept for a person.</summary>
    public const int MaxKeys = 200;

    /// <summary>What a person chose; null: nothing.</summary>
    public async Task<string?> GetAsync(ClaimsPrincipal person, string key, CancellationToken cancellationToken = default)
    {
        if (person.UserId() is not { } user)
        {
            return null;
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.UserPreferences.Where(known => known.UserId == user && known.Key == key)
            .Select(known => known.Value)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>What a person chose of everything whose name begins so, by name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindAsync(
        ClaimsPrincipal person, string prefix, CancellationToken cancellationToken = default)
    {
        if (person.UserId() is not { } user)
        {
            return new Dictionary<string, string>();
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.UserPreferences.Where(known => known.UserId == user && known.Key.StartsWith(prefix))
            .ToDictionaryAsync(known => known.Key, known => known.Value, cancellationToken);
    }

    /// <summary>Keeps what a person chose; null forgets it.</summary>
    public async Task<ChangeResult> SetAsync(ClaimsPrincipal person, string key, string? value, CancellationToken cancellationToken = default)
    {
        if (person.UserId() is not { } user)
        {
            return new FieldErrors("Sign in first.");
        }

        if (key.Length is 0 or > UserPreference.MaxKeyLength || value?.Length > UserPreference.MaxValueLength)
        {
            return new FieldErrors("This choice is too long to be saved.");
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var known = db.UserPreferences.Where(row => row.UserId == user && row.Key == key);
        if (value is null)
        {
            await known.ExecuteDeleteAsync(cancellationToken);
            return ChangeResult.Done;
        }

        if (await known.ExecuteUpdateAsync(set => set.SetProperty(row => row.Value, value), cancellationToken) > 0)
        {
            return ChangeResult.Done;
        }

        if (await db.UserPreferences.CountAsync(row => row.UserId == user, cancellationToken) >= MaxKeys)
        {
            return new FieldErrors($"At most {MaxKeys} choices are kept for one person; remove one first.");
        }

        return await InsertAsync(db, new UserPreference { UserId = user, Key = key, Value = value }, cancellationToken);
    }

    private static async Task<ChangeResult> InsertAsync(DashboardDbContext db, UserPreference row, CancellationToken cancellationToken)
    {
        db.UserPreferences.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return ChangeResult.Done;
        }
        catch (DbUpdateException exception) when (!StorageFailure.MayPass(exception))
        {
            // Another page of the same person was first, or the account was removed.
            var isThere = await db.UserPreferences.Where(known => known.UserId == row.UserId && known.Key == row.Key)
                .ExecuteUpdateAsync(set => set.SetProperty(known => known.Value, row.Value), cancellationToken) > 0;
            return isThere ? ChangeResult.Done : new FieldErrors("This user no longer exists.");
        }
    }
}
