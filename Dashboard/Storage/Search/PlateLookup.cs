using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Search;

/// <summary>Finds the plates that contain a text, or match a pattern with a text in it, from the ends of plates.</summary>
internal static class PlateLookup
{
    /// <summary>Most plates that are worth naming one by one; where more match, flows that match are found by walking a list.</summary>
    public const int MaxPlates = 2000;

    /// <summary>Most ways to write what looks alike that are looked up one after another.</summary>
    private const int MaxBeginnings = 64;

    /// <summary>The ends that begin with a text.</summary>
    public static IQueryable<PlateSuffix> Suffixes(DashboardDbContext db, string part)
    {
        // Nothing that begins with the text sorts behind the text with the last of all characters after it.
        var end = part + "\U0010FFFF";
        return db.PlateSuffixes.Where(suffix => string.Compare(suffix.Suffix, part) >= 0 && string.Compare(suffix.Suffix, end) < 0);
    }

    /// <summary>The plates that a part stands in; null where there are over <see cref="MaxPlates"/>.</summary>
    public static async Task<IReadOnlyList<string>?> FindAsync(DashboardDbContext db, string part, CancellationToken cancellationToken)
    {
        if (part.Length == 1
            || (part.Length == 2 && await Suffixes(db, part).OrderBy(suffix => suffix.Suffix).Skip(MaxPlates).AnyAsync(cancellationToken)))
        {
            // A single character stands in a good part of all plates.
            return null;
        }

        // A plate that holds the part twice comes twice.
        var plates = await Suffixes(db, part)
            .OrderBy(suffix => suffix.Suffix)
            .ThenBy(suffix => suffix.Plate)
            .Select(suffix => suffix.Plate)
            .Take(MaxPlates + 1)
            .ToListAsync(cancellationToken);
        return plates.Count > MaxPlates ? null : [.. plates.Distinct()];
    }

    /// <summary>
    /// The plates that a pattern matches; null where there are over <see cref="MaxPlates"/>, or it says too little to be looked up. Ends that begin
    /// with the pattern's longest part are looked through; what looks alike is looked up in every way to write it.
    /// </summary>
    /// <param name="part">The pattern's longest part without a wildcard.</param>
    /// <param name="pattern">The pattern; folded where <paramref name="isFolded"/>.</param>
    /// <param name="isFolded">What looks alike is the same.</param>
    public static async Task<IReadOnlyList<string>?> FindAsync(
        DashboardDbContext db, string part, string pattern, bool isFolded, CancellationToken cancellationToken)
    {
        if (part.Length == 1)
        {
            return null;
        }

        var matches = FlowQueryTranslator.TextComparison<PlateSuffix>(
            new FlowComparison(FlowField.Plate, isFolded ? FlowOperator.LooksLike : FlowOperator.Matches, pattern), nameof(PlateSuffix.Plate));
        var plates = new HashSet<string>(StringComparer.Ordinal);
        foreach (var beginning in isFolded ? LookAlikeFolding.Beginnings(part, MaxBeginnings) : [part])
        {
            var found = await Suffixes(db, beginning)
                .Where(matches)
                .OrderBy(suffix => suffix.Suffix)
                .ThenBy(suffix => suffix.Plate)
                .Select(suffix => suffix.Plate)
                .Take(MaxPlates + 1)
                .ToListAsync(cancellationToken);
            plates.UnionWith(found);
            if (found.Count > MaxPlates || plates.Count > MaxPlates)
            {
                return null;
            }
        }

        return [.. plates];
    }
}
