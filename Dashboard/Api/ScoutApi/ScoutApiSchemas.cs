using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Dashboard.Api.ScoutApi;

/// <summary>What the members of <see cref="ScoutApiWire"/> cannot say of their schemas: the rows' fields are those of <see cref="ScoutModels"/>.</summary>
internal static class ScoutApiSchemas
{
    private static readonly ScoutModels Models = new("");

    /// <summary>Completes a type's schema.</summary>
    public static void Complete(OpenApiSchema schema, Type type)
    {
        if (type == typeof(ScoutApiWire.PlateGroup))
        {
            Fill(schema, Models.Group);
        }
        else if (type == typeof(ScoutApiWire.PlateCandidate))
        {
            Fill(schema, Models.Candidate);
        }
        else if (type == typeof(ScoutApiWire.Alert))
        {
            Fill(schema, Models.Alert);
        }
        else if (type == typeof(ScoutApiWire.ImportForm))
        {
            ((OpenApiSchema)schema.Properties!["files"]).Format = "binary";
        }
    }

    private static void Fill<T>(OpenApiSchema schema, ScoutModel<T> model)
    {
        schema.Type = JsonSchemaType.Object;
        schema.AdditionalPropertiesAllowed = false;
        schema.Required = new HashSet<string> { "pk", "model", "fields" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["pk"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Description = "Stable; it grows with the time of arrival." },
            ["model"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create(model.Name)] },
            ["fields"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalPropertiesAllowed = false,
                Required = model.Fields.Select(field => field.Name).ToHashSet(),
                Properties = model.Fields.ToDictionary(field => field.Name, IOpenApiSchema (field) => Value(field.Kind)),
            },
        };
    }

    // Null: not known.
    private static OpenApiSchema Value(ScoutKind kind) => kind switch
    {
        ScoutKind.Text => new() { Type = JsonSchemaType.String | JsonSchemaType.Null },
        ScoutKind.Integer => new() { Type = JsonSchemaType.Integer | JsonSchemaType.Null, Format = "int64" },
        _ => new() { Type = JsonSchemaType.Number | JsonSchemaType.Null },
    };
}
