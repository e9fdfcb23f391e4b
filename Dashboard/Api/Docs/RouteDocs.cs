using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Dashboard.Api.Docs;

/// <summary>A parameter: an integer, unless it has values or an example of text.</summary>
/// <param name="Description">What it does and what is allowed; Markdown.</param>
internal sealed record ParameterDocs(string Name, string Description)
{
    public ParameterLocation In { get; init; } = ParameterLocation.Query;

    /// <summary>Bits of the integer: 32 or 64.</summary>
    public int Bits { get; init; } = 32;

    public long? Min { get; init; }

    public long? Max { get; init; }

    public long? Default { get; init; }

    /// <summary>Words that are allowed, the usual one first; null: it is none of a list.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>A text that works; null: it is an integer.</summary>
    public string? Example { get; init; }
}

/// <param name="IsRequired">False: the request may have no body.</param>
/// <param name="Examples">Bodies that work, each with a few words of what it does.</param>
internal sealed record BodyDocs(Type Type, bool IsRequired, string ContentType, IReadOnlyList<(string Title, string Json)> Examples);

/// <param name="Description">What it says; Markdown.</param>
/// <param name="IsNumber">Whether its value is an integer.</param>
internal sealed record HeaderDocs(string Name, string Description, bool IsNumber = false)
{
    public static HeaderDocs RetryAfter { get; } = new("Retry-After", "Seconds to wait.", IsNumber: true);
}

/// <summary>One status that an operation can answer.</summary>
/// <param name="When">When it is answered; Markdown.</param>
/// <param name="Example">A body as it is sent; null: none is shown.</param>
/// <param name="Headers">Headers that come with it.</param>
internal sealed record AnswerDocs(int Status, string When, JsonNode? Example, params IReadOnlyList<HeaderDocs> Headers)
{
    /// <summary>The beginning of the same as CSV, where a caller may ask for that; null: it may not.</summary>
    public string? CsvExample { get; init; }
}

/// <summary>
/// Describes routes, beside the routes. It changes nothing of what they do: ASP.NET's own <c>Accepts</c> would also route, and a wrong content type
/// would be answered 405 by the neighbouring route instead of 415.
/// </summary>
internal static class RouteDocs
{
    public const string Json = "application/json";

    /// <param name="id">Name of the operation in generated clients.</param>
    /// <param name="tag">Under which heading it stands.</param>
    /// <param name="summary">What it does, in a few words.</param>
    /// <param name="description">What a caller should know; Markdown.</param>
    public static RouteHandlerBuilder WithDocs(this RouteHandlerBuilder route, string id, string tag, string summary, string description) =>
        route.WithName(id).WithTags(tag).WithSummary(summary).WithDescription(description);

    public static RouteHandlerBuilder WithParameters(this RouteHandlerBuilder route, params ParameterDocs[] parameters) =>
        route.WithMetadata([.. parameters]);

    public static RouteHandlerBuilder WithBody<T>(this RouteHandlerBuilder route, bool isRequired, params (string Title, string Json)[] examples) =>
        route.WithMetadata(new BodyDocs(typeof(T), isRequired, Json, examples));

    /// <summary>An answer with a body of a type.</summary>
    public static RouteHandlerBuilder WithAnswer<T>(this RouteHandlerBuilder route, AnswerDocs answer, string contentType = Json) =>
        route.WithMetadata(answer, new ProducesResponseTypeMetadata(answer.Status, typeof(T), [contentType]));

    /// <summary>An answer without a body.</summary>
    public static RouteHandlerBuilder WithAnswer(this RouteHandlerBuilder route, AnswerDocs answer) =>
        route.WithMetadata(answer, new ProducesResponseTypeMetadata(answer.Status, typeof(void)));
}
