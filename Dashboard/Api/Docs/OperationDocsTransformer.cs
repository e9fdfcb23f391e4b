using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dashboard.Api.Docs;

/// <summary>Writes an endpoint's <see cref="OperationDocs"/> into the document.</summary>
/// <param name="about">The document's head.</param>
internal sealed class OperationDocsTransformer(ApiDocument about) : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<OperationDocs>().LastOrDefault() is not { } notes)
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
            : [.. about.Security.Keys.Select(scheme => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] })];
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
        Example = notes.Example is { } example ? JsonValue.Create(example) : null,
        Schema = notes switch
        {
            { Values: [var first, ..] values } => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. values.Select(value => JsonValue.Create(value))], Default = JsonValue.Create(first) },
            { Example: not null } => new OpenApiSchema { Type = JsonSchemaType.String },
            _ => new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = $"int{notes.Bits}",
                Minimum = notes.Minimum is { } minimum ? Text(minimum) : null,
                Maximum = notes.Maximum is { } maximum ? Text(maximum) : null,
                Default = notes.Default is { } usual ? JsonValue.Create(usual) : null,
            },
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
                [notes.ContentType] = new()
                {
                    Schema = new OpenApiSchemaReference(notes.Type.Name, document),
                    Examples = notes.Examples.ToDictionary(
                        example => example.Title,
                        IOpenApiExample (example) => new OpenApiExample { Summary = example.Title, Value = JsonNode.Parse(example.Json) }),
                },
            },
        };
    }

    private static void Complete(OpenApiResponse response, ResponseDocs notes)
    {
        response.Description = notes.When;
        if (notes.Body is not null)
        {
            var isJson = notes.ContentType == "application/json";
            var content = response.Content![notes.ContentType];
            content.Example = isJson ? JsonNode.Parse(notes.Example) : notes.Example.Length > 0 ? JsonValue.Create(notes.Example) : null;
            if (notes.ContentType.StartsWith("image/", StringComparison.Ordinal))
            {
                content.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            }

            if (notes.CsvExample is { } csv)
            {
                response.Content["text/csv"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = JsonValue.Create(csv) };
            }
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
