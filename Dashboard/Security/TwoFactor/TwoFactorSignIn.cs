using Dashboard.Security.Accounts;
using Dashboard.Security.Sessions;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.TwoFactor;

/// <summary>Checks the second factor of somebody whose password was right. Failures count and lock as wrong passwords do.</summary>
internal sealed class TwoFactorSignIn(
    IDbContextFactory<DashboardDbContext> contexts, TwoFactorService codes, SignInService passwords, AttemptLimiter limiter,
    FamiliarAddresses familiar, SignInNotes notes)
{
    // One attempt of a person after the other: a burst of guesses waits for its count.
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Judges one attempt.</summary>
    /// <param name="pending">Whose password was right.</param>
    /// <param name="code">As it was typed.</param>
    /// <param name="address">Key of the network address (see <see cref="NetworkAddress"/>).</param>
    public async Task<PasswordVerification> VerifyAsync(
        PendingSignIn pending, string code, string address, CancellationToken cancellationToken = default)
    {
        var turn = _turns[pending.UserId % _turns.Length];
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await JudgeAsync(pending, code, address, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<PasswordVerification> JudgeAsync(PendingSignIn pending, string code, string address, CancellationToken cancellationToken)
    {
        var (codeKey, addressKey) = ($"code {pending.UserId}", "address " + address);
        var wait = TimeSpan.FromTicks(Math.Max(
            limiter.RetryAfter(codeKey, SignInService.PerEmail).Ticks, limiter.RetryAfter(addressKey, SignInService.PerAddress).Ticks));
        if (wait > TimeSpan.Zero)
        {
            return new(PasswordOutcome.TooManyAttempts, null, wait);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == pending.UserId, cancellationToken);
        if (user is not { IsEnabled: true, TwoFactorEnabled: true }
            || (notes.IsLocked(user) && !await passwords.IsAtHomeAsync(user.NormalizedEmail ?? "", address))
            || !AccountCache.SameHash(AccountCache.HashStamp(user.SecurityStamp), pending.StampHash))
        {
            return new(PasswordOutcome.Refused, null, TimeSpan.Zero);
        }

        // Not cancelled: hanging up early must not spare an attacker the count.
        if (!await codes.UseAsync(user.Id, code, CancellationToken.None))
        {
            limiter.RecordFailure(codeKey, SignInService.PerEmail);
            limiter.RecordFailure(addressKey, SignInService.PerAddress);
            await notes.CountFailureAsync(user.Id);
            return new(PasswordOutcome.Refused, null, TimeSpan.Zero);
        }

        limiter.Forget(codeKey);
        familiar.Note(user.NormalizedEmail ?? "", address);
        await notes.NoteSignInAsync(user);
        return new(PasswordOutcome.Accepted, user, TimeSpan.Zero);
    }
}
