using Dashboard.Domain.Plates;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Cameras;

/// <summary>A country whose plates a camera saw.</summary>
/// <param name="Code">Two letters, such as <c>de</c>.</param>
/// <param name="Share">Its share of the sure reads that were looked at, 0 to 1.</param>
public sealed record SeenCountry(string Code, double Share);

/// <summary>Countries whose plates a camera saw, from its newest flows.</summary>
/// <param name="Flows">How many sure reads with a country there were.</param>
/// <param name="Countries">Most plates first; none where there are too few reads to tell.</param>
public sealed record SeenCountries(int Flows, IReadOnlyList<SeenCountry> Countries)
{
    /// <summary>A country with a smaller share passes through, or was misread.</summary>
    public const double MinShare = 0.02;

    /// <summary>Those that are worth expecting.</summary>
    public IEnumerable<string> Usual => Countries.Where(country => country.Share >= MinShare).Select(country => country.Code);
}

/// <summary>Tells from a camera's own sure reads which countries' plates it sees.</summary>
internal sealed class CameraCountries(IDbContextFactory<DashboardDbContext> factory)
{
    /// <summary>How many of the newest flows are looked at: one range of an index.</summary>
    public const int MaxFlows = 2000;

    /// <summary>With fewer sure reads nothing is told.</summary>
    public const int MinFlows = 30;

    private const double SureConfidence = 0.9;

    public async Task<SeenCountries> ReadAsync(int camera, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var flows = await db.Flows.AsNoTracking().Where(flow => flow.CameraId == camera)
            .OrderByDescending(flow => flow.CapturedSecond).ThenByDescending(flow => flow.Id)
            .Take(MaxFlows)
            .Select(flow => new { flow.Region, flow.Confidence })
            .ToListAsync(cancellationToken);
        var sure = flows.Where(flow => flow.Confidence >= SureConfidence && !string.IsNullOrEmpty(flow.Region))
            .Select(flow => PlateFormats.CountryOf(flow.Region!.ToLowerInvariant()))
            .ToList();
        return new SeenCountries(sure.Count, sure.Count < MinFlows ? [] :
        [
            .. sure.CountBy(code => code).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => new SeenCountry(pair.Key, (double)pair.Value / sure.Count)),
        ]);
    }
}
