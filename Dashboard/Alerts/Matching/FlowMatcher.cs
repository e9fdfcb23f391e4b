using Dashboard.Alerts.Lists;
using Dashboard.Configuration;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Microsoft.Extensions.Options;

namespace Dashboard.Alerts.Matching;

/// <summary>A flow that makes an alert of a list.</summary>
/// <param name="SiteId">Where its camera stands.</param>
/// <param name="Plate">The text that matched; on a white list the best plate.</param>
/// <param name="Confidence">That text's confidence.</param>
/// <param name="Description">The entry's description; empty on a white list.</param>
internal sealed record FlowMatch(Flow Flow, int SiteId, CachedAlertList List, string Plate, double Confidence, string Description);

/// <summary>Looks flows up in the lists in memory; the database is asked only for the entries that matched.</summary>
internal sealed class FlowMatcher(AlertEntryStore entries, IOptionsMonitor<ServerOptions> server)
{
    /// <summary>What the flows make alerts of, in the order of the flows; these come with their candidates where a list is lenient.</summary>
    public async Task<IReadOnlyList<FlowMatch>> MatchAsync(
        IReadOnlyList<LocatedFlow> flows, IReadOnlyList<CachedAlertList> lists, CancellationToken cancellationToken)
    {
        var (found, zone) = (new List<Found>(), server.CurrentValue.Zone);
        foreach (var located in flows.Where(located => located.Flow.Plate.Length > 0))
        {
            var local = TimeZoneInfo.ConvertTime(located.Flow.FirstSeenAt, zone).DateTime;
            foreach (var list in lists)
            {
                if (list.IsFor(located.SiteId, local) && Match(located.Flow, list) is { } candidate)
                {
                    found.Add(new Found(located, list, candidate));
                }
            }
        }

        return await DescribeAsync(found, cancellationToken);
    }

    /// <summary>What one flow is to one list, as far as the plates in memory tell; null: it makes no alert, for certain.</summary>
    internal static MatchCandidate? Match(Flow flow, CachedAlertList list)
    {
        var isBlack = list.List.ListType == AlertListType.Black;
        if (!isBlack && flow.IsPreview)
        {
            // A plate that is half read is on no white list; only the whole one is looked for. On a black list, sooner is better.
            return null;
        }

        var (text, confidence, match) = (flow.Plate, flow.Confidence, list.Entries.Find(flow.Plate));
        if (match is null && list.List.MatchStrategy == MatchStrategy.Lenient && !flow.IsCorrected)
        {
            // Where a person has said which plate it is, the other candidates are known to be wrong.
            var least = list.List.MinCandidatePercent / 100.0;
            foreach (var candidate in flow.Candidates.Where(candidate => candidate.Confidence >= least))
            {
                if (list.Entries.Find(candidate.Text) is { } possible)
                {
                    (text, confidence, match) = (candidate.Text, candidate.Confidence, possible);
                    break;
                }
            }
        }

        return isBlack ? match is { } entry ? new MatchCandidate(text, confidence, entry) : null
            : match is { IsCertain: true } ? null
            : new MatchCandidate(flow.Plate, flow.Confidence, match);
    }

    private async Task<IReadOnlyList<FlowMatch>> DescribeAsync(List<Found> found, CancellationToken cancellationToken)
    {
        var known = new Dictionary<int, IReadOnlyDictionary<string, AlertEntry>>();
        foreach (var ofList in found.Where(one => one.Candidate.Entry is not null).GroupBy(one => one.List.List.Id))
        {
            known[ofList.Key] = await entries.FindAsync(
                ofList.Key, [.. ofList.Select(one => one.Candidate.Entry!.Value.Plate).Distinct()], cancellationToken);
        }

        var matches = new List<FlowMatch>(found.Count);
        foreach (var ((flow, siteId), list, candidate) in found)
        {
            var entry = candidate.Entry is { } match && known[list.List.Id].TryGetValue(match.Plate, out var row) ? row : null;
            var isBlack = list.List.ListType == AlertListType.Black;

            // An entry that is not there (any more, or it was another text's hash) makes no black alert, and makes a white one.
            if (isBlack == entry is not null)
            {
                matches.Add(new FlowMatch(flow, siteId, list, candidate.Text, candidate.Confidence, isBlack ? entry!.Description : ""));
            }
        }

        return matches;
    }

    /// <summary>A flow's text that matches by the plates in memory; whether the entry is there the database tells.</summary>
    internal sealed record MatchCandidate(string Text, double Confidence, EntryMatch? Entry);

    private sealed record Found(LocatedFlow Located, CachedAlertList List, MatchCandidate Candidate);
}
