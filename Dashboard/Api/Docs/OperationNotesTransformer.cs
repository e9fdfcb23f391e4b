using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dashboard.Api.Docs;

/// <summary>Writes an endpoint's <see cref="OperationNotes"/> into the document.</summary>
internal sealed class OperationNotesTransformer : IOpenApiOperationTransformer
{
    /// <summary>Name of the security scheme in each document.</summary>
    public const string Scheme = "bearer";

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<OperationNotes>().LastOrDefault() is not { } notes)
        {
            return;
        }

        operation.OperationId = notes.Id;
        operation.Summary = notes.Summary;
        operation.Description = notes.Description;
        operation.Tags = new HashSet<OpenApiTagReference> { new(notes.Group, context.Document) };
        operation.Parameters = [.. notes.Parameters.Select(Parameter)];
        operation.Security = metadata.OfType<IAllowAnonymous>().Any()
            ? []
            : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        if (notes.Body is { } body)
        {
            operation.RequestBody = Body(body, await context.GetOrCreateSchemaAsync(body.Type, null, cancellationToken), context.Document!);
        }

        foreach (var outcome in notes.Outcomes)
        {
            Complete((OpenApiResponse)operation.Responses![Text(outcome.Status)], outcome);
        }
    }

    private static OpenApiParameter Parameter(ParameterNotes notes) => new()
    {
        Name = notes.Name,
        In = notes.In,
        Description = notes.Description,
        Required = notes.In == ParameterLocation.Path,
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = $"int{notes.Bits}",
            Minimum = notes.Minimum is { } minimum ? Text(minimum) : null,
            Maximum = notes.Maximum is { } maximum ? Text(maximum) : null,
            Default = notes.Default is { } usual ? JsonValue.Create(usual) : null,
        },
    };

    private static OpenApiRequestBody Body(BodyNotes notes, OpenApiSchema schema, OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSchema>(notes.Type.Name, schema);
        return new OpenApiRequestBody
        {
            Required = notes.IsRequired,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = new OpenApiSchemaReference(notes.Type.Name, document),
                    Examples = notes.Examples.ToDictionary(
                        example => example.Title,
                        IOpenApiExample (example) => new OpenApiExample { Summary = example.Title, Value = JsonNode.Parse(example.Json) }),
                },
            },
        };
    }

    private static void Complete(OpenApiResponse response, OutcomeNotes notes)
    {
        response.Description = notes.When;
        if (notes.Body is not null)
        {
            var isJson = notes.ContentType == "application/json";
            response.Content![notes.ContentType].Example = isJson ? JsonNode.Parse(notes.Example) : JsonValue.Create(notes.Example);
        }

        if (notes.Headers.Count > 0)
        {
            response.Headers = notes.Headers.ToDictionary(header => header.Name, IOpenApiHeader (header) => new OpenApiHeader
            {
                Description = header.Description,
                Schema = new OpenApiSchema { Type = header.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String },
            });
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
