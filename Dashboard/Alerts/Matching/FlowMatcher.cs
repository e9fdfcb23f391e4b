using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;

namespace Dashboard.Alerts.Matching;

/// <summary>A flow that makes an alert of a list.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="List">The list.</param>
/// <param name="Plate">The text that matched; on a white list the best plate.</param>
/// <param name="Confidence">That text's confidence.</param>
/// <param name="Description">The entry's description; empty on a white list.</param>
internal sealed record FlowMatch(Flow Flow, CachedAlertList List, string Plate, double Confidence, string Description);

/// <summary>Looks flows up in the lists in memory; the database is asked only for the entries that matched.</summary>
internal sealed class FlowMatcher(AlertEntryStore entries, TimeZoneInfo zone)
{
    /// <summary>What the flows make alerts of, in the order of the flows.</summary>
    /// <param name="flows">The flows; with their candidates where a list is lenient.</param>
    /// <param name="lists">The lists.</param>
    /// <param name="sites">Site by camera.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<IReadOnlyList<FlowMatch>> MatchAsync(
        IReadOnlyList<Flow> flows, IReadOnlyList<CachedAlertList> lists, IReadOnlyDictionary<int, int> sites, CancellationToken cancel)
    {
        var found = new List<Found>();
        foreach (var flow in flows.Where(flow => flow.Plate.Length > 0))
        {
            var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(flow.FirstSeenMs), zone).DateTime;
            var site = sites.GetValueOrDefault(flow.CameraId);
            foreach (var list in lists)
            {
                if (list.IsFor(site, local) && Look(flow, list) is { } look)
                {
                    found.Add(look);
                }
            }
        }

        return await DescribeAsync(found, cancel);
    }

    /// <summary>What one flow is to one list, as far as the plates in memory tell; null: it makes no alert, for certain.</summary>
    internal static Found? Look(Flow flow, CachedAlertList list)
    {
        var isBlack = list.List.ListType == AlertListType.Black;
        if (!isBlack && flow.IsPreview)
        {
            // A plate that is half read is on no white list; only the whole one is looked for. On a black list, sooner is better.
            return null;
        }

        var (text, confidence, match) = (flow.Plate, flow.Confidence, list.Entries.Find(flow.Plate));
        if (match is null && list.List.MatchStrategy == MatchStrategy.Lenient)
        {
            foreach (var candidate in flow.Candidates)
            {
                if (list.Entries.Find(candidate.Text) is { } possible)
                {
                    (text, confidence, match) = (candidate.Text, candidate.Confidence, possible);
                    break;
                }
            }
        }

        return isBlack ? match is { } entry ? new Found(flow, list, text, confidence, entry) : null
            : match is { IsCertain: true } ? null
            : new Found(flow, list, flow.Plate, flow.Confidence, match);
    }

    private async Task<IReadOnlyList<FlowMatch>> DescribeAsync(List<Found> found, CancellationToken cancel)
    {
        var known = new Dictionary<int, IReadOnlyDictionary<string, AlertEntry>>();
        foreach (var ofList in found.Where(one => one.Entry is not null).GroupBy(one => one.List.List.Id))
        {
            known[ofList.Key] = await entries.FindAsync(ofList.Key, [.. ofList.Select(one => one.Entry!.Value.Plate).Distinct()], cancel);
        }

        var matches = new List<FlowMatch>(found.Count);
        foreach (var one in found)
        {
            var entry = one.Entry is { } match && known[one.List.List.Id].TryGetValue(match.Plate, out var row) ? row : null;
            var isBlack = one.List.List.ListType == AlertListType.Black;

            // An entry that is not there (any more, or it was another text's hash) makes no black alert, and makes a white one.
            if (isBlack == entry is not null)
            {
                matches.Add(new FlowMatch(one.Flow, one.List, one.Text, one.Confidence, isBlack ? entry!.Description : ""));
            }
        }

        return matches;
    }

    /// <summary>A flow that matches by the plates in memory.</summary>
    internal sealed record Found(Flow Flow, CachedAlertList List, string Text, double Confidence, EntryMatch? Entry);
}
