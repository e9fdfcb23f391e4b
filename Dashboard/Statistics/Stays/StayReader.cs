using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Statistics.Stays;

/// <summary>How long vehicles were inside that left in a span of time.</summary>
/// <param name="Count">How many left whose coming in was seen.</param>
/// <param name="Median">Half of them were inside no longer; null: there are none.</param>
/// <param name="NineOfTen">Nine of ten were inside no longer; null: there are none.</param>
/// <param name="Bars">How many, by <see cref="StayLengths.Bars"/>.</param>
/// <param name="Inside">How many entered in the span and have not been seen leaving.</param>
/// <param name="CanCount">One of the cameras has a direction that is called in or out.</param>
public sealed record StayNumbers(long Count, TimeSpan? Median, TimeSpan? NineOfTen, IReadOnlyList<long> Bars, long Inside, bool CanCount);

/// <summary>A stay, or somebody who is still inside.</summary>
/// <param name="InFlow">The flow of coming in.</param>
/// <param name="InBy">The camera of coming in.</param>
/// <param name="OutFlow">The flow of leaving; null: still inside.</param>
/// <param name="Left">When it left; null: still inside.</param>
/// <param name="OutBy">The camera of leaving; null: still inside.</param>
internal sealed record StayRow(string Plate, long InFlow, DateTimeOffset Came, string InBy, long? OutFlow, DateTimeOffset? Left, string? OutBy);

/// <summary>
/// Reads times inside. The numbers come from roll-ups: of whole days a row a day, of what is left of a span at its ends a row an hour. A list
/// looks into hours that have such stays, the newest first, until it is full.
/// </summary>
internal sealed class StayReader(IDbContextFactory<DashboardDbContext> database)
{
    /// <summary>The most rows of a list.</summary>
    public const int MaxRows = 100;

    /// <summary>The numbers of the cameras that are asked for and seen.</summary>
    public async Task<StayNumbers> ReadAsync(StatisticsQuery query, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var only = await OnlyAsync(db, query, siteScope, cancellationToken);
        var lengths = new StayLengths();
        foreach (var (span, from, to) in Spans(query))
        {
            foreach (var row in await Counts(db, only, span, from, to).Select(count => count.Lengths).ToListAsync(cancellationToken))
            {
                lengths.Add(row);
            }
        }

        var names = await db.Cameras.Where(camera => camera.DirectionName != null)
            .Select(camera => new { camera.Id, camera.DirectionName, camera.OppositeName }).ToListAsync(cancellationToken);
        return new StayNumbers(
            lengths.Total,
            lengths.Quantile(.5),
            lengths.Quantile(.9),
            lengths.ToBars(),
            await Open(db, query, only).LongCountAsync(cancellationToken),
            names.Exists(one => only?.Contains(one.Id) != false
                && new[] { one.DirectionName, one.OppositeName }.Any(name => DirectionNames.IsIn(name) || DirectionNames.IsOut(name))));
    }

    /// <summary>The stays of a bar, the last to leave first, at most <see cref="MaxRows"/>.</summary>
    public async Task<IReadOnlyList<StayRow>> ListAsync(
        StatisticsQuery query, int bar, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var only = await OnlyAsync(db, query, siteScope, cancellationToken);
        var names = await NamesAsync(db, cancellationToken);
        var found = new List<StayRow>();
        foreach (var (span, from, to) in Spans(query).OrderByDescending(part => part.From))
        {
            foreach (var start in await WithBarAsync(db, only, bar, span, from, to, cancellationToken))
            {
                var hours = span == SpanSeconds.Hour
                    ? [start] : await WithBarAsync(db, only, bar, SpanSeconds.Hour, start, start + span, cancellationToken);
                foreach (var hour in hours)
                {
                    var stays = await StayPairs.EndedAsync(db, hour, hour + SpanSeconds.Hour, cancellationToken);
                    found.AddRange(stays.Where(stay => StayLengths.BarOf(stay.Length) == bar && only?.Contains(stay.Out.CameraId) != false)
                        .Reverse().Select(stay => ToRow(stay, names)));
                    if (found.Count >= MaxRows)
                    {
                        return found[..MaxRows];
                    }
                }
            }
        }

        return found;
    }

    /// <summary>Who entered in the span and has not been seen leaving, the last first, at most <see cref="MaxRows"/>.</summary>
    public async Task<IReadOnlyList<StayRow>> ListInsideAsync(
        StatisticsQuery query, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var only = await OnlyAsync(db, query, siteScope, cancellationToken);
        var names = await NamesAsync(db, cancellationToken);
        var open = await Open(db, query, only).OrderByDescending(stay => stay.Since).Take(MaxRows).ToListAsync(cancellationToken);
        return open.ConvertAll(stay => new StayRow(
            stay.Plate, stay.FlowId, DateTimeOffset.FromUnixTimeSeconds(stay.Since), Name(names, stay.CameraId), null, null, null));
    }

    // Whole days in the middle, hours at the ends.
    private static List<(int Span, long From, long To)> Spans(StatisticsQuery query)
    {
        var (from, to) = (query.From.ToUnixTimeSeconds(), query.To.ToUnixTimeSeconds());
        var firstDay = (from + SpanSeconds.Day - 1) / SpanSeconds.Day * SpanSeconds.Day;
        var lastDay = to / SpanSeconds.Day * SpanSeconds.Day;
        return firstDay < lastDay
            ? [(SpanSeconds.Hour, from, firstDay), (SpanSeconds.Day, firstDay, lastDay), (SpanSeconds.Hour, lastDay, to)]
            : [(SpanSeconds.Hour, from, to)];
    }

    private static IQueryable<StayCount> Counts(DashboardDbContext db, int[]? only, int span, long from, long to)
    {
        var rows = db.Set<StayCount>().AsNoTracking().Where(row => row.Span == span && row.Start >= from && row.Start < to);
        return only is null ? rows : rows.Where(row => EF.Parameter(only).Contains(row.CameraId));
    }

    private static async Task<IReadOnlyList<long>> WithBarAsync(
        DashboardDbContext db, int[]? only, int bar, int span, long from, long to, CancellationToken cancellationToken)
    {
        var rows = await Counts(db, only, span, from, to).Select(row => new { row.Start, row.Lengths }).ToListAsync(cancellationToken);
        return
        [
            .. rows.GroupBy(row => row.Start).Where(group =>
            {
                var lengths = new StayLengths();
                foreach (var row in group)
                {
                    lengths.Add(row.Lengths);
                }

                return lengths.ToBars()[bar] > 0;
            }).Select(group => group.Key).OrderDescending(),
        ];
    }

    private static IQueryable<OpenStay> Open(DashboardDbContext db, StatisticsQuery query, int[]? only)
    {
        var (from, to) = (query.From.ToUnixTimeSeconds(), query.To.ToUnixTimeSeconds());
        var rows = db.Set<OpenStay>().AsNoTracking().Where(stay => stay.Since >= from && stay.Since < to);
        return only is null ? rows : rows.Where(stay => EF.Parameter(only).Contains(stay.CameraId));
    }

    // Null: all that there are.
    private static async Task<int[]?> OnlyAsync(
        DashboardDbContext db, StatisticsQuery query, SiteScope siteScope, CancellationToken cancellationToken)
    {
        if (siteScope.Sites is null && query.Cameras.Count == 0)
        {
            return null;
        }

        var all = await db.Cameras.Select(camera => new { camera.Id, camera.SiteId }).ToListAsync(cancellationToken);
        return [.. all.Where(camera => siteScope.Includes(camera.SiteId) && (query.Cameras.Count == 0 || query.Cameras.Contains(camera.Id)))
            .Select(camera => camera.Id)];
    }

    private static Task<Dictionary<int, string>> NamesAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
        db.Cameras.ToDictionaryAsync(camera => camera.Id, camera => camera.Alias, cancellationToken);

    private static string Name(Dictionary<int, string> names, int camera) => names.GetValueOrDefault(camera, $"No. {camera}");

    private static StayRow ToRow(Stay stay, Dictionary<int, string> names) => new(
        stay.Out.Plate,
        stay.In.Id,
        DateTimeOffset.FromUnixTimeSeconds(stay.In.Second),
        Name(names, stay.In.CameraId),
        stay.Out.Id,
        DateTimeOffset.FromUnixTimeSeconds(stay.Out.Second),
        Name(names, stay.Out.CameraId));
}
