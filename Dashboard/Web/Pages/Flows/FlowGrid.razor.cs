using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Dashboard.Web.Pages.Flows;

/// <summary>One page of flows: a table, on a phone cards. The server sorts and pages; headers are links to the list in another order.</summary>
public sealed partial class FlowGrid
{
    /// <summary>The rows.</summary>
    [Parameter, EditorRequired]
    public required FlowPage Page { get; set; }

    /// <summary>The list they are of.</summary>
    [Parameter, EditorRequired]
    public required FlowsPageState State { get; set; }

    /// <summary>Numbers of flows that have just come in.</summary>
    [Parameter]
    public IReadOnlySet<long> Fresh { get; set; } = new HashSet<long>();

    private static string NoPicture(Flow flow) => flow.HasPicture ? "No plate to show" : "The picture of this flow was removed";

    // It holds what is seen, word for word: somebody who steers by voice says what stands there.
    private string Label(FlowWithCamera row)
    {
        var plate = row.Flow.Plate.Length == 0
            ? "flow, no plate read"
            : $"plate {row.Flow.Plate}{(row.Flow.Region is { Length: > 0 } region ? $" {region.ToUpperInvariant()}" : "")}";
        return $"Open {plate}, {row.Camera}, {Time.Format(row.Flow.CapturedAt)}";
    }

    private void Mark(RowRenderEventArgs<FlowWithCamera> row)
    {
        var flow = row.Data!.Flow;
        row.Attributes["class"] = Fresh.Contains(flow.Id) ? "fresh" : "";
        row.Attributes["data-flow"] = flow.Id;
    }

    private void ChooseOrder(ChangeEventArgs change) =>
        Navigation.NavigateTo((State with { Page = 1, Order = FlowQueryText.ReadOrder(change.Value?.ToString(), []) }).ToUrl());
}
