using System.Text.Json;
using Dashboard.Domain.Flows;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Flows.Filter;

/// <summary>A condition that somebody is editing, as the browser keeps it over a restart of the server.</summary>
internal sealed record FilterDraft
{
    private const int MaxTextLength = 2000;

    /// <summary>Of a group: one part is enough.</summary>
    public bool IsAny { get; init; }

    /// <summary>Of a group; null: it is a row.</summary>
    public IReadOnlyList<FilterDraft?>? Parts { get; init; }

    public FilterKind Kind { get; init; }

    public FlowOperator Operator { get; init; }

    public string Text { get; init; } = "";

    public static string Write(FilterGroupModel group) => JsonSerializer.Serialize(From(group));

    /// <summary>The group again; null: it is none that could have been made.</summary>
    public static FilterGroupModel? Read(string kept, FilterChoices choices) =>
        KeptText.Read<FilterDraft>(kept) is { Parts: not null } draft
        && draft.ToPart(choices) is FilterGroupModel { RowCount: <= FilterGroupModel.MaxRows } group
            ? group
            : null;

    private static FilterDraft From(FilterPart part) => part switch
    {
        FilterGroupModel group => new FilterDraft { IsAny = group.IsAny, Parts = [.. group.Parts.Select(From)] },
        FilterRowModel row => new FilterDraft { Kind = row.Kind, Operator = row.Operator, Text = row.Text },
        _ => throw new ArgumentException($"A {part.GetType().Name} is neither a group nor a row.", nameof(part)),
    };

    private FilterPart? ToPart(FilterChoices choices)
    {
        if (Parts is null)
        {
            var isRight = FilterKinds.Offered.Contains(Kind) && FilterKinds.Operators(Kind).Contains(Operator) && Text.Length <= MaxTextLength;
            return isRight ? ToRow(choices) : null;
        }

        var group = new FilterGroupModel { IsAny = IsAny };
        group.Parts.AddRange(Parts.Select(part => part?.ToPart(choices)).OfType<FilterPart>());
        return group;
    }

    private FilterRowModel ToRow(FilterChoices choices)
    {
        var row = new FilterRowModel();
        row.Choose(Kind, choices);
        (row.Operator, row.Text) = (Operator, Text);
        return row;
    }
}
