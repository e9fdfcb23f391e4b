using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Dashboard.Api.SeedataApi;

/// <summary>What the members of <see cref="SeedataApiWire"/> cannot say of their schemas.</summary>
internal static class SeedataApiSchemas
{
    /// <summary>Completes a type's schema.</summary>
    public static void Complete(OpenApiSchema schema, Type type)
    {
        if (type != typeof(SeedataApiWire.Filter))
        {
            return;
        }

        schema.AdditionalPropertiesAllowed = false;
        schema.Properties = FlowFilterParser.Allowed.ToDictionary(
            attribute => attribute.Name,
            IOpenApiSchema (attribute) => new OpenApiSchema
            {
                Description = $"Allows {attribute.Allows}.",
                OneOf = [Operand(attribute.Name, "="), Operators(attribute.Name, attribute.Operators)],
            });
    }

    private static OpenApiSchema Operators(string attribute, IReadOnlyCollection<string> operators) => new()
    {
        Type = JsonSchemaType.Object,
        AdditionalPropertiesAllowed = false,
        MinProperties = 1,
        Properties = operators.ToDictionary(name => name, IOpenApiSchema (name) => Operand(attribute, name)),
    };

    private static OpenApiSchema Operand(string attribute, string comparison) => (attribute, comparison) switch
    {
        ("id", "in" or "nin") => new() { Type = JsonSchemaType.Array, MaxItems = FlowFilterParser.MaximumIds, Items = Operand(attribute, "=") },
        ("id", _) => new() { Type = JsonSchemaType.Integer, Format = "int64" },
        ("trigger_mode", _) => new() { Type = JsonSchemaType.String, Enum = [JsonValue.Create("auto"), JsonValue.Create("manual")] },
        _ => new() { Type = JsonSchemaType.String },
    };
}
