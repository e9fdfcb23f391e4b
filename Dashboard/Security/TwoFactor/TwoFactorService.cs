using System.Globalization;
using Dashboard.Domain;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.TwoFactor;

/// <summary>Whether an account asks for a second factor.</summary>
/// <param name="RecoveryCodes">How many recovery codes are left.</param>
internal sealed record TwoFactorStatus(bool IsOn, int RecoveryCodes);

/// <summary>
/// The second factor of accounts: an authenticator's key and recovery codes, kept with Identity's tokens. Identity's own store keeps both in the
/// clear; here the key is encrypted and of the codes only hashes are kept.
/// </summary>
internal sealed class TwoFactorService(IDbContextFactory<DashboardDbContext> contexts, IDataProtectionProvider protection, TimeProvider time)
{
    private const string Provider = "TwoFactor";
    private const string KeyName = "Key";
    private const string LastStepName = "LastStep";
    private const string RecoveryPrefix = "Recovery:";
    private const string Subject = "own two-factor authentication";
    private const string NoSuchUser = "This user no longer exists.";
    private readonly IDataProtector _protector = protection.CreateProtector("Dashboard.TwoFactorKey");

    public async Task<TwoFactorStatus> ReadAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isOn = await db.Users.AnyAsync(user => user.Id == userId && user.TwoFactorEnabled, cancellationToken);
        return new(isOn, await Tokens(db, userId).CountAsync(token => token.Name.StartsWith(RecoveryPrefix), cancellationToken));
    }

    /// <summary>Makes a key, as text for the authenticator. It counts once <see cref="ConfirmAsync"/> was given a code of it.</summary>
    public async Task<ChangeResult<string>> BeginAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Users.Where(user => user.Id == userId).Select(user => (bool?)user.TwoFactorEnabled).SingleOrDefaultAsync(cancellationToken)
            is not { } isOn)
        {
            return new FieldErrors(NoSuchUser);
        }

        if (isOn)
        {
            return new FieldErrors("Two-factor authentication is on already.");
        }

        var key = TimeCode.CreateKey();
        await Tokens(db, userId).ExecuteDeleteAsync(cancellationToken);
        db.UserTokens.Add(Token(userId, KeyName, Convert.ToBase64String(_protector.Protect(key))));
        await db.SaveChangesAsync(cancellationToken);
        return TimeCode.ToText(key);
    }

    /// <summary>Switches it on with the first code and gives the recovery codes, which cannot be read again later.</summary>
    public async Task<ChangeResult<List<string>>> ConfirmAsync(int userId, string code, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await ReadKeyAsync(db, userId, cancellationToken) is not { } key)
        {
            return new FieldErrors("The setup was restarted elsewhere; start it again.");
        }

        if (TimeCode.FindStep(key, Plain(code), time.GetUtcNow()) is not { } step)
        {
            return new FieldErrors(
                nameof(code), "The code is wrong. Enter the one that the app shows now, and check that your phone's clock is right.");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Users.Where(user => user.Id == userId && !user.TwoFactorEnabled)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.TwoFactorEnabled, true), cancellationToken) == 0)
        {
            return new FieldErrors("Two-factor authentication is on already.");
        }

        db.UserTokens.Add(Token(userId, LastStepName, Text(step)));
        var codes = await ReplaceCodesAsync(db, userId, cancellationToken);
        db.Audit(AuditAction.Changed, Subject, "switched on");
        await transaction.CommitAsync(cancellationToken);
        return codes;
    }

    public async Task<ChangeResult<List<string>>> RenewRecoveryCodesAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Users.AnyAsync(user => user.Id == userId && user.TwoFactorEnabled, cancellationToken))
        {
            return new FieldErrors("Two-factor authentication is off.");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var codes = await ReplaceCodesAsync(db, userId, cancellationToken);
        db.Audit(AuditAction.Changed, Subject, "new recovery codes");
        await transaction.CommitAsync(cancellationToken);
        return codes;
    }

    /// <summary>Switches it off; nothing of it is kept.</summary>
    public async Task<ChangeResult> SwitchOffAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var found = await db.Users.Where(user => user.Id == userId)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.TwoFactorEnabled, false), cancellationToken);
        await RemoveAsync(db, userId, cancellationToken);
        db.Audit(AuditAction.Changed, Subject, "switched off");
        await transaction.CommitAsync(cancellationToken);
        return found == 1 ? ChangeResult.Done : new FieldErrors(NoSuchUser);
    }

    /// <summary>Takes a code of the authenticator or a recovery code. Each works once. False: it is wrong, or was used.</summary>
    public async Task<bool> UseAsync(int userId, string code, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var plain = Plain(code);
        if (plain.Length != TimeCode.Digits)
        {
            var name = RecoveryPrefix + RecoveryCode.Hash(userId, plain);
            return await Tokens(db, userId).Where(token => token.Name == name).ExecuteDeleteAsync(cancellationToken) == 1;
        }

        if (await ReadKeyAsync(db, userId, cancellationToken) is not { } key || TimeCode.FindStep(key, plain, time.GetUtcNow()) is not { } step)
        {
            return false;
        }

        var lastStep = Tokens(db, userId).Where(token => token.Name == LastStepName);
        var last = await lastStep.Select(token => token.Value).SingleOrDefaultAsync(cancellationToken);
        var next = Text(step);

        // Conditional, so that of two who send one code at the same moment one gets in.
        return last is not null && string.CompareOrdinal(last, next) < 0
            && await lastStep.Where(token => token.Value == last)
                .ExecuteUpdateAsync(set => set.SetProperty(token => token.Value, next), cancellationToken) == 1;
    }

    /// <summary>Deletes an account's key and recovery codes.</summary>
    public static Task RemoveAsync(DashboardDbContext db, int userId, CancellationToken cancellationToken = default) =>
        Tokens(db, userId).ExecuteDeleteAsync(cancellationToken);

    private static IQueryable<IdentityUserToken<int>> Tokens(DashboardDbContext db, int userId) =>
        db.UserTokens.Where(token => token.UserId == userId && token.LoginProvider == Provider);

    private static IdentityUserToken<int> Token(int userId, string name, string value) =>
        new() { UserId = userId, LoginProvider = Provider, Name = name, Value = value };

    private static async Task<List<string>> ReplaceCodesAsync(DashboardDbContext db, int userId, CancellationToken cancellationToken)
    {
        await Tokens(db, userId).Where(token => token.Name.StartsWith(RecoveryPrefix)).ExecuteDeleteAsync(cancellationToken);
        var codes = Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.Create()).ToList();
        db.UserTokens.AddRange(codes.Select(code => Token(userId, RecoveryPrefix + RecoveryCode.Hash(userId, code), "")));
        await db.SaveChangesAsync(cancellationToken);
        return codes;
    }

    private async Task<byte[]?> ReadKeyAsync(DashboardDbContext db, int userId, CancellationToken cancellationToken)
    {
        var value =
            await Tokens(db, userId).Where(token => token.Name == KeyName).Select(token => token.Value).SingleOrDefaultAsync(cancellationToken);
        try
        {
            return value is null ? null : _protector.Unprotect(Convert.FromBase64String(value));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null; // The server's keys are gone: recovery codes still work, and an administrator can reset it.
        }
    }

    // As wide as it ever gets, so that texts compare as numbers do.
    private static string Text(long step) => step.ToString("D19", CultureInfo.InvariantCulture);

    private static string Plain(string code) => new([.. code.Where(char.IsAsciiLetterOrDigit)]);
}
