using Dashboard.Configuration;
using Dashboard.Domain.Users;
using Dashboard.Statistics.Stays;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Statistics;

/// <summary>Reads the statistics from the roll-ups: as many rows as there are days of cameras, however many flows there were.</summary>
internal sealed class StatisticsReader(
    IDbContextFactory<DashboardDbContext> database, TopPlates plates, StayReader stays, IOptionsMonitor<ServerOptions> server)
{
    /// <summary>The statistics of the cameras that are asked for and seen.</summary>
    public async Task<StatisticsNumbers> ReadAsync(StatisticsQuery query, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<CameraInfo> all;
        await using (var db = await database.CreateDbContextAsync(cancellationToken))
        {
            all = (await FlowQueryTranslator.CreateAsync(db, cancellationToken)).Cameras;
        }

        var seen = all.Where(camera => siteScope.Includes(camera.SiteId) && (query.Cameras.Count == 0 || query.Cameras.Contains(camera.Id))).ToList();
        int[]? only = seen.Count == all.Count ? null : [.. seen.Select(camera => camera.Id)];

        // Each part is one question to the database, and none needs another: they are asked at once.
        var inside = Task.Run(() => stays.ReadAsync(query, siteScope, cancellationToken), cancellationToken);
        var counted = ReadAsync(db => HourSums.ReadAsync(db, query, only, cancellationToken), cancellationToken);
        var frequent = ReadAsync(
            db => plates.FindAsync(db, query, [.. seen.Select(camera => camera.Id)], only is null, cancellationToken), cancellationToken);
        var lists = ReadAsync(db => ReadListsAsync(db, query, only, cancellationToken), cancellationToken);
        await Task.WhenAll(inside, counted, frequent, lists);
        var names = all.ToDictionary(camera => camera.Id, camera => camera.Alias);

        var sums = await counted;
        List<(long Start, ReadQuality Quality)> hours = [.. sums.Hours];
        var (week, hoursOfDay) = ByClock(query, hours);
        return new StatisticsNumbers(
            hours.Aggregate(default(ReadQuality), (sum, hour) => sum + hour.Quality),
            ToPeriods(query, hours),
            week,
            hoursOfDay,
            [.. sums.Cameras.Select(row => new CameraNumbers(row.Key, names.GetValueOrDefault(row.Key, $"No. {row.Key}"), row.Value))
                .OrderByDescending(row => row.Quality.Flows).ThenBy(row => row.CameraId)],
            await frequent,
            await lists,
            await inside);
    }

    // SQLite answers on the thread that asks.
    private Task<T> ReadAsync<T>(Func<DashboardDbContext, Task<T>> read, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            return await read(db);
        },
        cancellationToken);

    private static async Task<IReadOnlyList<ListHits>> ReadListsAsync(
        DashboardDbContext db, StatisticsQuery query, int[]? only, CancellationToken cancellationToken)
    {
        var alerts = db.Alerts.AsNoTracking().Where(alert => alert.FirstSeenAt >= query.From && alert.FirstSeenAt < query.To);
        alerts = only is null ? alerts : alerts.Where(alert => only.Contains(alert.CameraId));
        var lists = await alerts.GroupBy(alert => alert.ListId)
            .Select(
                group => new
                {
                    ListId = group.Key,
                    Name = group.Max(alert => alert.ListName),
                    Hits = group.LongCount(),
                    Open = group.LongCount(alert => alert.AcknowledgedAt == null && alert.RepeatOf == null),
                })
            .ToListAsync(cancellationToken);

        // A list is called what it is called now; one that is gone, as its alerts say.
        var numbers = lists.Select(list => list.ListId).ToArray();
        var names = await db.AlertLists.Where(list => EF.Parameter(numbers).Contains(list.Id))
            .ToDictionaryAsync(list => list.Id, list => list.Name, cancellationToken);
        return
        [
            .. lists.Select(list => new ListHits(list.ListId, names.GetValueOrDefault(list.ListId, list.Name ?? ""), list.Hits, list.Open))
                .OrderByDescending(list => list.Hits),
        ];
    }

    private List<PeriodNumbers> ToPeriods(StatisticsQuery query, List<(long Start, ReadQuality Quality)> hours)
    {
        var byStart = hours.GroupBy(hour => PeriodOf(query.Step, hour.Start)).ToDictionary(
            group => group.Key, group => group.Aggregate(default(ReadQuality), (sum, hour) => sum + hour.Quality));
        var periods = new List<PeriodNumbers>();
        for (var start = PeriodOf(query.Step, query.From.ToUnixTimeSeconds()); start < query.To;)
        {
            var next = Next(query.Step, start);
            periods.Add(
                new PeriodNumbers(start < query.From ? query.From : start, next > query.To ? query.To : next, byStart.GetValueOrDefault(start)));
            start = next;
        }

        return periods;
    }

    private DateTimeOffset PeriodOf(StatisticsStep step, long second)
    {
        var local = Local(second);
        return step switch
        {
            StatisticsStep.Hour => local.AddMinutes(-local.Minute).AddSeconds(-local.Second),
            StatisticsStep.Day => Zoned(local.Date),
            _ => Zoned(new DateTime(local.Year, local.Month, 1)),
        };
    }

    private DateTimeOffset Next(StatisticsStep step, DateTimeOffset start) => step switch
    {
        StatisticsStep.Hour => Local(start.ToUnixTimeSeconds() + SpanSeconds.Hour),
        StatisticsStep.Day => Zoned(start.Date.AddDays(1)),
        _ => Zoned(start.Date.AddMonths(1)),
    };

    private TimeZoneInfo Zone => server.CurrentValue.Zone;

    private DateTimeOffset Local(long second) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(second), Zone);

    private DateTimeOffset Zoned(DateTime local) => TimeZoneInfo.ConvertTime(Zone.ToMoment(local), Zone);

    private (double[][] Week, ReadQuality[] HoursOfDay) ByClock(StatisticsQuery query, List<(long Start, ReadQuality Quality)> hours)
    {
        var (sums, spans) = (new double[7, 24], new int[7, 24]);
        var hoursOfDay = new ReadQuality[24];
        for (var second = query.From.ToUnixTimeSeconds(); second < query.To.ToUnixTimeSeconds(); second += SpanSeconds.Hour)
        {
            var local = Local(second);
            spans[Weekday(local), local.Hour]++;
        }

        foreach (var hour in hours)
        {
            var local = Local(hour.Start);
            sums[Weekday(local), local.Hour] += hour.Quality.Flows;
            hoursOfDay[local.Hour] += hour.Quality;
        }

        var week = Enumerable.Range(0, 7)
            .Select(day => Enumerable.Range(0, 24).Select(at => spans[day, at] == 0 ? 0 : sums[day, at] / spans[day, at]).ToArray());
        return ([.. week], hoursOfDay);
    }

    private static int Weekday(DateTimeOffset local) => ((int)local.DayOfWeek + 6) % 7;
}
