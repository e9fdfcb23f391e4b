using Dashboard.Alerts;
using Dashboard.Alerts.Inbox;
using Dashboard.Flows;

namespace Dashboard.Web.Pages.Flows;

/// <summary>Says of flows which alert lists they are hits of, also of those that are shown already: alerts come a moment after their flow.</summary>
internal sealed class FlowMarks(AlertStore alerts, AlertFeed feed)
{
    /// <summary>The same rows with their lists.</summary>
    public async Task<IReadOnlyList<FlowWithCamera>> AddAsync(IReadOnlyList<FlowWithCamera> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return rows;
        }

        var marks = await alerts.FindMarksAsync([.. rows.Select(row => row.Flow.Id)], cancellationToken);
        return [.. rows.Select(row => !row.Lists.SequenceEqual(marks[row.Flow.Id]) ? row with { Lists = [.. marks[row.Flow.Id]] } : row)];
    }

    /// <summary>Calls <paramref name="marked"/> with the numbers of flows that made alerts; dispose to stop. It must be quick.</summary>
    public IDisposable Follow(Action<IReadOnlyList<long>> marked) => feed.Subscribe(made => marked([.. made.Select(alert => alert.FlowId)]));
}
