using System.Collections.Concurrent;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Flows.Profiles;

/// <summary>
/// Measures how plates look in a camera's pictures, from what is stored: newest flows of each hour of the day, so that the night counts too. What
/// was measured is told again for a while; one camera is measured at a time.
/// </summary>
internal sealed class CameraProfileReader(
    IDbContextFactory<DashboardDbContext> database, FlowImages images, PictureCodec codec, TimeProvider time)
{
    /// <summary>Older flows tell of how the camera stood then.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(14);

    private const int MaxFlows = 2000;
    private const int MaxSamples = 72;
    private const double DarkPicture = 60;
    private const double GreyPicture = 2.5;
    private static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<int, (DateTimeOffset At, CameraProfile? Profile)> _known = new();
    private readonly SemaphoreSlim _turn = new(1);

    private sealed record Sample(PlateCorners Corners, PlateQuality Quality, bool IsGrey, bool IsDark);

    /// <summary>How plates look at a camera; null where too few have been seen, or their pictures are not here.</summary>
    public async Task<CameraProfile?> ReadAsync(int cameraId, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (_known.TryGetValue(cameraId, out var known) && now - known.At < ValidFor && now >= known.At)
            {
                return known.Profile;
            }

            var profile = await MeasureAsync(cameraId, now, cancellationToken);
            _known[cameraId] = (now, profile);
            return profile;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<CameraProfile?> MeasureAsync(int cameraId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = (now - Span).ToUnixTimeSeconds();
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var flows = await db.Flows.AsNoTracking()
            .Where(flow => flow.CameraId == cameraId && flow.CapturedSecond >= since && flow.HasPicture && flow.Corners != null)
            .OrderByDescending(flow => flow.CapturedSecond).ThenByDescending(flow => flow.Id).Take(MaxFlows).ToListAsync(cancellationToken);
        var samples = new List<Sample>();
        var hours = flows.GroupBy(flow => flow.CapturedSecond / SpanSeconds.Hour % 24).ToList();
        foreach (var flow in hours.SelectMany(hour => hour.Take(MaxSamples / hours.Count)))
        {
            if (await ReadSampleAsync(flow, cancellationToken) is { } sample)
            {
                samples.Add(sample);
            }
        }

        return samples.Count < CameraProfile.MinPlates ? null : ToProfile(samples);
    }

    private async Task<Sample?> ReadSampleAsync(Flow flow, CancellationToken cancellationToken)
    {
        // Those of agents stay where they are: they would be fetched over the network.
        if (PlateCorners.FromText(flow.Corners) is not { } corners || !images.IsHere(flow))
        {
            return null;
        }

        try
        {
            if (await images.ReadAsync(flow, cancellationToken) is not { } jpeg)
            {
                return null;
            }

            using var frame = await codec.DecodeAsync(jpeg, cancellationToken);
            var inFrame = flow.PictureWidth > 0 ? corners.Scaled((float)frame.Width / flow.PictureWidth) : corners;
            return PlateQuality.Measure(LumaImage.FromFrame(frame), inFrame) is { } quality
                ? new Sample(corners, quality, IsGrey(frame), MeanOf(frame.Y.Span) < DarkPicture)
                : null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static CameraProfile ToProfile(List<Sample> samples)
    {
        // Infrared pictures have no colours. Where none has any, the camera has none.
        var hasColors = samples.Exists(sample => !sample.IsGrey);
        var byNight = samples.ToLookup(sample => sample.IsDark || (hasColors && sample.IsGrey));
        return new CameraProfile(
            ToLight([.. byNight[false]]),
            ToLight([.. byNight[true]]),
            Median(samples, sample => sample.Corners.Height),
            Median(samples, sample => sample.Corners.Turn),
            Median(samples, sample => sample.Corners.Lean));
    }

    private static PlateLight ToLight(IReadOnlyList<Sample> samples) => samples.Count == 0 ? new PlateLight(0, 0, 0, 0, 0) : new PlateLight(
        samples.Count,
        Median(samples, sample => sample.Quality.EdgeWidth),
        Median(samples, sample => sample.Quality.Contrast),
        Median(samples, sample => sample.Quality.BurntShare),
        Median(samples, sample => sample.Quality.Mean));

    private static double Median(IReadOnlyCollection<Sample> samples, Func<Sample, double> valueOf) =>
        samples.Select(valueOf).Order().ElementAt(samples.Count / 2);

    private static bool IsGrey(VideoFrame frame)
    {
        long sum = 0;
        foreach (var chroma in frame.Data.Span[(frame.Width * frame.Height)..])
        {
            sum += Math.Abs(chroma - 128);
        }

        return sum < GreyPicture * 2 * frame.ChromaWidth * frame.ChromaHeight;
    }

    private static double MeanOf(ReadOnlySpan<byte> luma)
    {
        long sum = 0;
        foreach (var level in luma)
        {
            sum += level;
        }

        return (double)sum / luma.Length;
    }
}
