using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Ages;

/// <summary>A machine's clock that says something else than what has passed.</summary>
/// <param name="Says">What it says.</param>
/// <param name="Expected">What it said last, and what has passed since.</param>
/// <param name="Left">How long it has to run on before it is believed.</param>
internal sealed record ClockDoubt(DateTimeOffset Says, DateTimeOffset Expected, TimeSpan Left);

/// <summary>
/// The time by which what is stored is too old to be kept (Decision 0058). It goes on as time passes, and follows the machine's clock by minutes; a
/// clock that has leapt is believed once it has run on for a day, or for a week where it has leapt further than that. What it last said is in the
/// database, so that a start does not believe any clock either.
/// </summary>
internal sealed class AgeClock(IDbContextFactory<DashboardDbContext> database, TimeProvider time, ILogger<AgeClock> log)
{
    /// <summary>How long a leap is waited out.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromDays(1);

    /// <summary>How long a leap is waited out that is greater than this: no weekend, and nobody may be there to see it.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromDays(7);

    /// <summary>Less than this is no leap: clocks of machines run unevenly, and are corrected.</summary>
    private static readonly TimeSpan Drift = TimeSpan.FromMinutes(1);

    /// <summary>How long a server may have been off without its clock being doubted, and what is not worth a word.</summary>
    private static readonly TimeSpan Brief = TimeSpan.FromHours(1);

    /// <summary>How old what another server has written down, or a person, may be.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _gate = new(1);
    private DateTimeOffset? _expected;
    private TimeSpan _leap;
    private TimeSpan _waited;
    private long _readAt;
    private ClockDoubt? _doubt;

    /// <summary>Why old things stay although the clock says that they are due; null: the clock is believed.</summary>
    public ClockDoubt? Doubt => Volatile.Read(ref _doubt);

    /// <summary>Now, or earlier where the machine's clock is not believed.</summary>
    public async Task<DateTimeOffset> ReadAsync(CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            var (written, waited) = await FindAsync(db, cancellationToken);
            var (says, at) = (time.GetUtcNow(), time.GetTimestamp());
            var isStart = _expected is null;
            var passed = isStart ? TimeSpan.Zero : time.GetElapsedTime(_readAt, at);
            var expected = (_expected ?? written ?? says) + passed;
            _waited = isStart ? waited : _waited + passed;
            (_expected, _readAt) = (Correct(says, expected, written, isStart), at);
            await WriteAsync(db, cancellationToken);
            return says < _expected ? says : _expected.Value;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Believes the machine's clock at once, because a person says that it is right. Servers that run see it with their next look.</summary>
    public async Task BelieveAsync(CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            (_expected, _readAt) = (Believe(time.GetUtcNow()), time.GetTimestamp());
            await WriteAsync(db, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private DateTimeOffset Correct(DateTimeOffset says, DateTimeOffset expected, DateTimeOffset? written, bool isStart)
    {
        var leap = says - expected;
        if (leap.Duration() <= (isStart ? Brief : Drift) || (says - written)?.Duration() <= Fresh)
        {
            return Believe(says);
        }

        // Set again meanwhile. A start does not know how long the server was off: what it has waited before counts.
        if (!isStart && (leap - _leap).Duration() > Drift)
        {
            _waited = TimeSpan.Zero;
        }

        _leap = leap;
        var wait = leap.Duration() > LongWait ? LongWait : Wait;
        if (_waited >= wait)
        {
            return Believe(says);
        }

        Tell(leap.Duration() > Brief ? new ClockDoubt(says, expected, wait - _waited) : null);
        return expected;
    }

    private DateTimeOffset Believe(DateTimeOffset says)
    {
        (_leap, _waited) = (TimeSpan.Zero, TimeSpan.Zero);
        Tell(null);
        return says;
    }

    private void Tell(ClockDoubt? doubt)
    {
        if (doubt is not null && Doubt is null)
        {
            log.LogWarning(
                "The machine's clock says {Says}, and {Expected} was expected: nothing is deleted for its age by the new time before it has run on"
                + " for {Left:0} hours. If it is right: retention run --clock-is-right",
                Text(doubt.Says), Text(doubt.Expected), doubt.Left.TotalHours);
        }
        else if (doubt is null && Doubt is not null)
        {
            log.LogInformation("The machine's clock is believed again: what is too old is deleted by it");
        }

        Volatile.Write(ref _doubt, doubt);
    }

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static async Task<(DateTimeOffset? Written, TimeSpan Waited)> FindAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var found = await db.Positions.AsNoTracking().Where(position => position.Name == Position.Age || position.Name == Position.AgeWaited)
            .ToDictionaryAsync(position => position.Name, position => position.Value, cancellationToken);
        return (
            found.TryGetValue(Position.Age, out var second) ? DateTimeOffset.FromUnixTimeSeconds(second) : null,
            TimeSpan.FromSeconds(found.GetValueOrDefault(Position.AgeWaited)));
    }

    private async Task WriteAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await SetAsync(db, Position.Age, _expected!.Value.ToUnixTimeSeconds(), cancellationToken);
            await SetAsync(db, Position.AgeWaited, (long)_waited.TotalSeconds, cancellationToken);
        }
        catch (Exception exception) when (exception is DbUpdateException or DbException)
        {
            // A full disk, or another server that was first: room must be made all the same, and the next look writes it down.
        }
    }

    private static async Task SetAsync(DashboardDbContext db, string name, long value, CancellationToken cancellationToken)
    {
        if (await db.Positions.Where(position => position.Name == name)
            .ExecuteUpdateAsync(set => set.SetProperty(position => position.Value, value), cancellationToken) == 0)
        {
            db.Positions.Add(new Position { Name = name, Value = value });
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
