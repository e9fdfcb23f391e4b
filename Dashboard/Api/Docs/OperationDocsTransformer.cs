using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dashboard.Api.Docs;

/// <summary>Writes into the document what <see cref="RouteDocs"/> says of a route beyond what ASP.NET knows itself.</summary>
internal sealed class OperationDocsTransformer(ApiDocument about) : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters = [.. metadata.OfType<ParameterDocs>().Select(Parameter)];
        operation.Security = metadata.OfType<IAllowAnonymous>().Any()
            ? []
            : [.. about.Security.Keys.Select(
                scheme => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] })];
        if (metadata.OfType<BodyDocs>().LastOrDefault() is { } body)
        {
            operation.RequestBody = Body(body, await context.GetOrCreateSchemaAsync(body.Type, null, cancellationToken), context.Document!);
        }

        foreach (var answer in metadata.OfType<AnswerDocs>())
        {
            Complete((OpenApiResponse)operation.Responses![Text(answer.Status)], answer);
        }
    }

    private static OpenApiParameter Parameter(ParameterDocs docs) => new()
    {
        Name = docs.Name,
        In = docs.In,
        Description = docs.Description,
        Required = docs.In == ParameterLocation.Path,
        Example = docs.Example is { } example ? JsonValue.Create(example) : null,
        Schema = docs switch
        {
            { Values: [var first, ..] values } => new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. values.Select(value => JsonValue.Create(value))],
                Default = JsonValue.Create(first),
            },
            { Example: not null } => new OpenApiSchema { Type = JsonSchemaType.String },
            _ => new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = $"int{docs.Bits}",
                Minimum = docs.Min is { } min ? Text(min) : null,
                Maximum = docs.Max is { } max ? Text(max) : null,
                Default = docs.Default is { } usual ? JsonValue.Create(usual) : null,
            },
        },
    };

    private static OpenApiRequestBody Body(BodyDocs docs, OpenApiSchema schema, OpenApiDocument document)
    {
        var name = ApiDocument.NameOf(docs.Type)!;
        document.AddComponent<IOpenApiSchema>(name, schema);
        return new OpenApiRequestBody
        {
            Required = docs.IsRequired,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [docs.ContentType] = new()
                {
                    Schema = new OpenApiSchemaReference(name, document),
                    Examples = docs.Examples.ToDictionary(
                        example => example.Title,
                        IOpenApiExample (example) => new OpenApiExample { Summary = example.Title, Value = JsonNode.Parse(example.Json) }),
                },
            },
        };
    }

    private static void Complete(OpenApiResponse response, AnswerDocs docs)
    {
        response.Description = docs.When;
        foreach (var (type, content) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
        {
            content.Example = docs.Example?.DeepClone();
            if (type != RouteDocs.Json)
            {
                // A text would be read as JSON by generated clients, and a stream only at its end.
                content.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            }
        }

        if (docs.CsvExample is { } csv)
        {
            response.Content![
                "text/csv"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = JsonValue.Create(csv) };
        }

        if (docs.Headers.Count > 0)
        {
            response.Headers = docs.Headers.ToDictionary(header => header.Name, IOpenApiHeader (header) => new OpenApiHeader
            {
                Description = header.Description,
                Schema = new OpenApiSchema { Type = header.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String },
            });
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
