using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Dashboard.Api.SeedataApi;

/// <summary>
/// What a search may ask for, as the document shows it. The body itself is read by <see cref="FlowFilterParser"/>, value by value, because each
/// refusal names the attribute and what it allows; the filter's schema is made of the parser's own table.
/// </summary>
[DisplayName("Search"), Description("Which flows are asked for.")]
internal sealed record FlowSearchBody
{
    [Description("What must hold; without it, all flows.")]
    public FlowFilter? Filter { get; init; }

    [Description("Page, from 1. It wins over the query's. A page past the end is the last one, a page below 1 the first."), DefaultValue(1L)]
    public long Page { get; init; }

    /// <summary>Completes the filter's schema.</summary>
    public static void Complete(OpenApiSchema schema, Type type, IServiceProvider services)
    {
        if (type != typeof(FlowFilter))
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
        ("id", "in" or "nin") => new() { Type = JsonSchemaType.Array, MaxItems = FlowFilterParser.MaxIds, Items = Operand(attribute, "=") },
        ("id", _) => new() { Type = JsonSchemaType.Integer, Format = "int64" },
        ("trigger_mode", _) => new() { Type = JsonSchemaType.String, Enum = [JsonValue.Create("auto"), JsonValue.Create("manual")] },
        _ => new() { Type = JsonSchemaType.String },
    };
}

[DisplayName("Filter")]
[Description("Attributes and their conditions; all of them must hold. "
    + "A condition is a value, which means `=`, or an object of operators, all of which must hold.")]
internal sealed record FlowFilter;
