using Dashboard.Hosting;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Security.Sessions;

/// <summary>
/// What signing in leaves with an account: the count of failures in a row with its lock, and the time of the last sign-in. It is stored at once;
/// while the database is locked it is kept in memory, counts from there, and is stored as soon as that works. A kill loses what waits.
/// </summary>
internal sealed class SignInNotes(
    IDbContextFactory<DashboardDbContext> contexts, AccountCache accounts, DatabaseLock locked, IOptionsMonitor<SecurityOptions> options,
    TimeProvider time, ILogger<SignInNotes> log)
    : PeriodicWork(TimeSpan.FromSeconds(5), isAtOnce: false, "What signing in left with accounts could not be stored", time, log)
{
    private static readonly TimeSpan SignInStep = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _storing = new(1);
    private readonly Dictionary<int, Note> _waiting = [];

    // What is being stored at this moment.
    private readonly Dictionary<int, Note> _taken = [];

    /// <summary>Counts a failure of an account that exists, and locks the account after some.</summary>
    public Task CountFailureAsync(int userId) => AddAsync(userId, new Note { Failures = 1, FailedAt = Time.GetUtcNow() });

    /// <summary>Starts the count of failures anew and notes the moment, to the minute: a program that signs in with every request costs no write each
    /// time.</summary>
    /// <param name="user">As it is stored.</param>
    public Task NoteSignInAsync(User user)
    {
        var (now, waiting) = (Time.GetUtcNow(), Find(user.Id));
        return user.AccessFailedCount == 0 && waiting is not { Failures: > 0 } && now - (waiting?.SignedInAt ?? user.LastSignInAt) < SignInStep
            ? Task.CompletedTask
            : AddAsync(user.Id, new Note { IsAnew = true, SignedInAt = now });
    }

    /// <summary>Whether an account is locked, also by failures that are not stored yet.</summary>
    /// <param name="user">As it is stored.</param>
    public bool IsLocked(User user) =>
        AccountRules.IsLocked(user.LockoutEnd, Time.GetUtcNow())
        || (Find(user.Id) is { Failures: > 0 } waiting
            && waiting.Failures + (waiting.IsAnew ? 0 : user.AccessFailedCount) >= AccountRules.FailuresBeforeLockout);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await StoreAsync(cancellationToken);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested || StorageFailure.MayPass(exception))
        {
            // It is lost, as by a kill.
        }
    }

    /// <summary>Stores what waits.</summary>
    internal async Task StoreAsync(CancellationToken cancellationToken)
    {
        // One account's row may be held by somebody: nobody else waits for that, and what is counted counts from memory meanwhile.
        using var brief = BriefWait.Begin();
        if (!await _storing.WaitAsync(BriefWait.Max, cancellationToken))
        {
            return;
        }

        try
        {
            foreach (var (userId, note) in Take())
            {
                await StoreAsync(userId, note, cancellationToken);
                lock (_gate)
                {
                    _taken.Remove(userId);
                }

                accounts.Forget(userId);
            }
        }
        finally
        {
            PutBack();
            _storing.Release();
        }
    }

    protected override Task DoAsync(CancellationToken cancellationToken) => StoreAsync(cancellationToken);

    private async Task AddAsync(int userId, Note note)
    {
        lock (_gate)
        {
            _waiting[userId] = Note.Join(_waiting.GetValueOrDefault(userId), note);
        }

        if (locked.IsHeld)
        {
            return; // Known already: nobody has to wait to learn it.
        }

        try
        {
            await StoreAsync(CancellationToken.None); // Hanging up early must not spare an attacker the count.
        }
        catch (Exception exception) when (StorageFailure.MayPass(exception))
        {
            // It waits.
        }
    }

    private Note? Find(int userId)
    {
        lock (_gate)
        {
            var taken = _taken.GetValueOrDefault(userId);
            return _waiting.TryGetValue(userId, out var waiting) ? Note.Join(taken, waiting) : taken;
        }
    }

    private List<KeyValuePair<int, Note>> Take()
    {
        lock (_gate)
        {
            foreach (var (userId, note) in _waiting)
            {
                _taken[userId] = note;
            }

            _waiting.Clear();
            return [.. _taken];
        }
    }

    private void PutBack()
    {
        lock (_gate)
        {
            foreach (var (userId, note) in _taken)
            {
                _waiting[userId] = _waiting.TryGetValue(userId, out var later) ? Note.Join(note, later) : note;
            }

            _taken.Clear();
        }
    }

    // One statement: where it fails nothing of it is done. In the database and not on a loaded entity, so that what other servers count counts too.
    private async Task StoreAsync(int userId, Note note, CancellationToken cancellationToken)
    {
        const int Most = AccountRules.FailuresBeforeLockout;
        var (before, failures) = (note.IsAnew ? 0 : 1, note.Failures);
        DateTimeOffset? end = note.FailedAt?.AddMinutes(options.CurrentValue.LockoutMinutes);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Users.Where(user => user.Id == userId).ExecuteUpdateAsync(
            set =>
            {
                if (failures > 0)
                {
                    set.SetProperty(user => user.LockoutEnd, user => (user.AccessFailedCount * before) + failures >= Most ? end : user.LockoutEnd);
                }

                set.SetProperty(
                    user => user.AccessFailedCount,
                    user => (user.AccessFailedCount * before) + failures >= Most ? 0 : (user.AccessFailedCount * before) + failures);
                if (note.SignedInAt is { } signedInAt)
                {
                    set.SetProperty(user => user.LastSignInAt, signedInAt);
                }
            },
            cancellationToken);
    }

    private sealed record Note
    {
        /// <summary>The count begins anew before these failures.</summary>
        public bool IsAnew { get; init; }

        public int Failures { get; init; }

        /// <summary>When the last of them was.</summary>
        public DateTimeOffset? FailedAt { get; init; }

        public DateTimeOffset? SignedInAt { get; init; }

        public static Note Join(Note? earlier, Note later) => earlier is null || later.IsAnew
            ? later
            : earlier with { Failures = earlier.Failures + later.Failures, FailedAt = later.FailedAt ?? earlier.FailedAt };
    }
}
