using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Matching;

/// <summary>What of a flow a list was met by.</summary>
/// <param name="Text">The text that alerts.</param>
/// <param name="Confidence">Its confidence, 0 to 1.</param>
/// <param name="Entry">The entry's plate or pattern; null: none (a white list).</param>
/// <param name="IsCertain">False: another plate may have the same number, and the entry has to be looked up.</param>
internal readonly record struct ListMatch(string Text, double Confidence, string? Entry, bool IsCertain);

/// <summary>A list in memory: eight bytes a plate, and its patterns.</summary>
internal sealed record AlertListIndex(AlertList List, PlateSet Plates, PlatePatterns Patterns)
{
    /// <summary>Reads a list's entries, some at a time.</summary>
    public static async Task<AlertListIndex> ReadAsync(DashboardDbContext db, AlertList list, CancellationToken cancel)
    {
        var (codes, count, patterns) = (new ulong[Math.Max(16, list.EntryCount)], 0, new PlatePatterns());
        await foreach (var plate in db.AlertEntries.AsNoTracking().Where(entry => entry.ListId == list.Id).Select(entry => entry.Plate).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (PlatePatterns.IsPattern(plate))
            {
                patterns.Add(plate);
                continue;
            }

            if (count == codes.Length)
            {
                Array.Resize(ref codes, count * 2);
            }

            codes[count++] = PlateCode.Of(plate);
        }

        return new AlertListIndex(list, new PlateSet(codes, count), patterns);
    }

    /// <summary>Whether the list is for this flow at all.</summary>
    public bool IsFor(Flow flow, int site, TimeZoneInfo zone) =>
        List.IsActive && flow.Plate.Length > 0 && (List.Sites.Count == 0 || List.Sites.Exists(other => other.SiteId == site))
        && (List.Schedule == AlertSchedule.Always || List.Schedule.Includes(TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(flow.FirstSeenMs), zone).DateTime));

    /// <summary>The entry that a flow's texts meet, best text first; null: none.</summary>
    public ListMatch? Find(Flow flow)
    {
        if (Find(flow.Plate, flow.Confidence) is { } best)
        {
            return best;
        }

        if (List.MatchStrategy == MatchStrategy.Exact)
        {
            return null;
        }

        foreach (var candidate in flow.Candidates.OrderBy(candidate => candidate.Rank))
        {
            if (candidate.Text != flow.Plate && Find(candidate.Text, candidate.Confidence) is { } match)
            {
                return match;
            }
        }

        return null;
    }

    private ListMatch? Find(string text, double confidence)
    {
        var code = PlateCode.Of(text);
        return Plates.Contains(code) ? new ListMatch(text, confidence, text, PlateCode.IsExact(code))
            : Patterns.Find(text) is { } pattern ? new ListMatch(text, confidence, pattern, true)
            : null;
    }
}
