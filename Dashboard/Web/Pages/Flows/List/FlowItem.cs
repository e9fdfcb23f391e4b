using Dashboard.Flows;
using Dashboard.Web.Languages;
using Dashboard.Web.Pages.Flows.Selection;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Pages.Flows.List;

/// <summary>A flow in a list, as a row or as a picture.</summary>
public abstract class FlowItem : LocalizedComponent
{
    /// <summary>The most lists that mark a flow.</summary>
    protected const int MaxLists = 2;

    private (FlowWithCamera Row, string Url, bool IsFresh, bool IsSelected)? _drawn;

    [Parameter, EditorRequired]
    public required FlowWithCamera Row { get; set; }

    /// <summary>Where it is opened.</summary>
    [Parameter, EditorRequired]
    public required string Url { get; set; }

    /// <summary>It has just come in.</summary>
    [Parameter]
    public bool IsFresh { get; set; }

    [Parameter, EditorRequired]
    public required SelectedFlows Selected { get; set; }

    [Parameter]
    public bool IsSelected { get; set; }

    /// <inheritdoc/>
    // A list that moves a row a second must not draw the twenty others again.
    protected override bool ShouldRender()
    {
        var now = (Row, Url, IsFresh, IsSelected);
        var isNew =
            _drawn is not { } drawn || !ReferenceEquals(drawn.Row, Row) || (drawn.Url, drawn.IsFresh, drawn.IsSelected) != (Url, IsFresh, IsSelected);
        _drawn = now;
        return base.ShouldRender() && isNew;
    }
}
