using Dashboard.Domain.Flows;

namespace Dashboard.Web.Pages.Flows.Filter.Saved;

/// <summary>What of a list of flows is kept under a name, and what a kept one asks for.</summary>
internal static class KeptFilter
{
    /// <summary>The query string of its filters and its order, not of the page somebody was on.</summary>
    public static string Query(FlowsPageState state) => (state with { Page = 1, IsPaused = false, IsPictures = false }).ToQueryString();

    /// <summary>What names sites and cameras in a query string; null: it names none.</summary>
    public static FlowCondition? Condition(string query)
    {
        var state = FlowsPageState.FromQueryString(query, []);
        if (state.Cameras.Count == 0)
        {
            return state.Where;
        }

        var cameras = new FlowComparison(FlowField.CameraId, FlowOperator.In, state.Cameras);
        return state.Where is null ? cameras : new FlowAll([cameras, state.Where]);
    }
}
