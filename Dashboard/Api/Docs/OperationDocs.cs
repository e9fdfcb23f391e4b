using Microsoft.OpenApi;

namespace Dashboard.Api.Docs;

/// <summary>What the document says of one operation. The endpoints read and write their JSON by hand, so nothing of this can be inferred.</summary>
/// <param name="Id">Name of the operation in generated clients.</param>
/// <param name="Group">Under which heading it stands.</param>
/// <param name="Summary">What it does, in a few words.</param>
/// <param name="Description">What a caller should know; Markdown.</param>
internal sealed record OperationDocs(string Id, string Group, string Summary, string Description)
{
    /// <summary>Parameters in path, query and headers.</summary>
    public IReadOnlyList<ParameterNotes> Parameters { get; init; } = [];

    /// <summary>The request's body; null: none.</summary>
    public BodyNotes? Body { get; init; }

    /// <summary>Every status that the operation can answer.</summary>
    public required IReadOnlyList<ResponseDocs> Outcomes { get; init; }
}

/// <summary>A parameter: an integer, unless it has values or an example of text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="In">Where it stands.</param>
/// <param name="Description">What it does and what is allowed; Markdown.</param>
internal sealed record ParameterNotes(string Name, ParameterLocation In, string Description)
{
    /// <summary>Bits of the integer: 32 or 64.</summary>
    public int Bits { get; init; } = 32;

    /// <summary>Smallest value.</summary>
    public long? Minimum { get; init; }

    /// <summary>Largest value.</summary>
    public long? Maximum { get; init; }

    /// <summary>What it is where it is not given.</summary>
    public long? Default { get; init; }

    /// <summary>Words that are allowed, the usual one first; null: it is none of a list.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>A text that works; null: it is an integer.</summary>
    public string? Example { get; init; }
}

/// <summary>A request body.</summary>
/// <param name="Type">A type with its members.</param>
/// <param name="IsRequired">False: the request may have no body.</param>
/// <param name="Examples">Bodies that work, each with a few words of what it does.</param>
internal sealed record BodyNotes(Type Type, bool IsRequired, params IReadOnlyList<(string Title, string Json)> Examples)
{
    /// <summary>The body's type.</summary>
    public string ContentType { get; init; } = "application/json";
}

/// <summary>One status that an operation can answer.</summary>
/// <param name="Status">The status.</param>
/// <param name="When">When it is answered; Markdown.</param>
/// <param name="Body">A type with the body's members; null: no body.</param>
/// <param name="Example">A body as it is sent.</param>
internal sealed record ResponseDocs(int Status, string When, Type? Body, string Example)
{
    /// <summary>The body's type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The beginning of the same as CSV, where a caller may ask for that; null: it may not.</summary>
    public string? CsvExample { get; init; }

    /// <summary>Headers that come with it.</summary>
    public IReadOnlyList<HeaderNotes> Headers { get; init; } = [];
}

/// <summary>A header of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it says; Markdown.</param>
/// <param name="IsNumber">Whether its value is an integer.</param>
internal sealed record HeaderNotes(string Name, string Description, bool IsNumber = false);

/// <summary>Puts notes on endpoints.</summary>
internal static class OperationNotesRoutes
{
    /// <summary>Describes the endpoint in its group's document. It changes nothing of what the endpoint does.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, OperationDocs notes)
    {
        route.WithMetadata(notes);
        foreach (var outcome in notes.Outcomes)
        {
            string[] contentTypes = outcome.Body is null ? [] : [outcome.ContentType];
            route.WithMetadata(new ProducesResponseTypeMetadata(outcome.Status, outcome.Body ?? typeof(void), contentTypes));
        }

        return route;
    }
}
