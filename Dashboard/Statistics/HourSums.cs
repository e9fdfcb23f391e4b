using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Statistics;

/// <summary>The sums of a span's hours: by hour, of all its cameras together, and by camera.</summary>
internal sealed class HourSums
{
    private readonly Dictionary<int, ReadQuality> _cameras = [];
    private readonly ReadQuality[] _hours;
    private readonly long _first;

    private HourSums(StatisticsQuery query)
    {
        _first = SpanSeconds.Ceiling(query.From.ToUnixTimeSeconds(), SpanSeconds.Hour);
        _hours = new ReadQuality[Math.Max(0, (SpanSeconds.Ceiling(query.To.ToUnixTimeSeconds(), SpanSeconds.Hour) - _first) / SpanSeconds.Hour)];
    }

    /// <summary>By camera's number.</summary>
    public IReadOnlyDictionary<int, ReadQuality> Cameras => _cameras;

    /// <summary>Every hour of the span, oldest first: its first second since 1970, and what was seen in it.</summary>
    public IEnumerable<(long Start, ReadQuality Quality)> Hours =>
        _hours.Select((quality, index) => (_first + (index * (long)SpanSeconds.Hour), quality));

    /// <summary>
    /// Reads the days of the span in packed rows, and hour by hour what no whole day holds: its ends, and days of before that are not packed yet.
    /// </summary>
    /// <param name="only">Of these cameras; null: of all.</param>
    public static async Task<HourSums> ReadAsync(DashboardDbContext db, StatisticsQuery query, int[]? only, CancellationToken cancellationToken)
    {
        var (from, to) = (query.From.ToUnixTimeSeconds(), query.To.ToUnixTimeSeconds());
        var sums = new HourSums(query);
        var firstDay = Math.Max(SpanSeconds.Ceiling(from, SpanSeconds.Day), await CameraDays.FirstAsync(db, cancellationToken));
        var lastDay = CameraDays.DayOf(to);
        if (firstDay >= lastDay)
        {
            await sums.AddHoursAsync(db, only, from, to, cancellationToken);
            return sums;
        }

        await sums.AddHoursAsync(db, only, from, firstDay, cancellationToken);
        await sums.AddDaysAsync(db, only, firstDay, lastDay, cancellationToken);
        await sums.AddHoursAsync(db, only, lastDay, to, cancellationToken);
        return sums;
    }

    private async Task AddHoursAsync(DashboardDbContext db, int[]? only, long from, long to, CancellationToken cancellationToken)
    {
        var rows = db.Set<CameraHour>().AsNoTracking().Where(row => row.Start >= from && row.Start < to);
        rows = only is null ? rows : rows.Where(row => EF.Parameter(only).Contains(row.CameraId));
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            AddCamera(row.CameraId, AddHour(row));
        }
    }

    private async Task AddDaysAsync(DashboardDbContext db, int[]? only, long from, long to, CancellationToken cancellationToken)
    {
        var rows = db.Set<CameraDay>().AsNoTracking().Where(row => row.Start >= from && row.Start < to);
        rows = only is null ? rows : rows.Where(row => EF.Parameter(only).Contains(row.CameraId));
        var (hour, day) = (new CameraHour(), default(ReadQuality));
        Action<CameraHour> add = one => day += AddHour(one);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            day = default;
            PackedHours.Unpack(row, hour, add);
            AddCamera(row.CameraId, day);
        }
    }

    private ReadQuality AddHour(CameraHour hour)
    {
        var quality = new ReadQuality(hour.Flows, hour.Read, hour.Doubtful, hour.ConfidenceSum);
        _hours[(hour.Start - _first) / SpanSeconds.Hour] += quality;
        return quality;
    }

    private void AddCamera(int camera, ReadQuality quality) => _cameras[camera] = _cameras.GetValueOrDefault(camera) + quality;
}
