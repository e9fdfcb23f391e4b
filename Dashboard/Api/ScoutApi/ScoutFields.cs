using System.Globalization;
using System.Text.Json;
using Dashboard.Tables;
using Microsoft.OpenApi;

namespace Dashboard.Api.ScoutApi;

internal enum ScoutKind
{
    Text,
    Integer,

    /// <summary>A number with places; text where <see cref="ScoutOptions.DecimalsAsStrings"/>.</summary>
    Decimal,
}

/// <param name="Name">Its name in JSON, and its column in CSV.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Read">Its value; null: not known.</param>
/// <param name="Unknown">What stands for a number that is not known, for strict clients.</param>
/// <param name="IsOptional">Only rows that have a value name it, for clients that know the vendor's fields and take no other; CSV has no
/// column.</param>
internal sealed record ScoutField<T>(string Name, ScoutKind Kind, Func<T, object?> Read, long Unknown = 0, bool IsOptional = false);

/// <summary>Writes rows of one model as JSON and as CSV.</summary>
/// <param name="Name">The model, such as <c>alpr.plategroup</c>.</param>
/// <param name="Id">The row's number.</param>
/// <param name="Fields">Its fields in order.</param>
internal sealed record ScoutModel<T>(string Name, Func<T, long> Id, IReadOnlyList<ScoutField<T>> Fields)
{
    public string CsvHeader => "pk," + string.Join(',', Columns.Select(column => column.Name)) + "\r\n";

    private IEnumerable<ScoutField<T>> Columns => Fields.Where(one => !one.IsOptional);

    /// <summary>One row as <c>{"pk", "model", "fields"}</c>.</summary>
    public void Write(Utf8JsonWriter json, T row, bool isStrict)
    {
        json.WriteStartObject();
        json.WriteNumber("pk", Id(row));
        json.WriteString("model", Name);
        json.WriteStartObject("fields");
        foreach (var field in Fields)
        {
            var value = field.Read(row);
            if (value is not null || !field.IsOptional)
            {
                json.WritePropertyName(field.Name);
                WriteValue(json, field, value, isStrict);
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public string Csv(T row) =>
        string.Join(',', [Id(row).ToString(CultureInfo.InvariantCulture), .. Columns.Select(field => CsvField.Write((field.Kind == ScoutKind.Decimal
            ? ScoutValue.Text((double?)field.Read(row))
            : Convert.ToString(field.Read(row), CultureInfo.InvariantCulture)) ?? ""))]) + "\r\n";

    /// <summary>The schema of a row. Null: not known.</summary>
    public void Describe(OpenApiSchema schema, bool isStrict)
    {
        schema.Type = JsonSchemaType.Object;
        schema.AdditionalPropertiesAllowed = false;
        schema.Required = new HashSet<string> { "pk", "model", "fields" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["pk"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int64",
                Description = "Stable; it grows with the time of arrival.",
            },

            // No enumeration: generated clients cannot make a name of a word with a point.
            ["model"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = $"Always `{Name}`." },
            ["fields"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalPropertiesAllowed = false,
                Required = Columns.Select(field => field.Name).ToHashSet(),
                Properties = Fields.ToDictionary(field => field.Name, IOpenApiSchema (field) => new OpenApiSchema
                {
                    Type = (isStrict ? default : JsonSchemaType.Null) | (field.Kind switch
                    {
                        ScoutKind.Integer => JsonSchemaType.Integer,
                        ScoutKind.Decimal when !isStrict => JsonSchemaType.Number,
                        _ => JsonSchemaType.String,
                    }),
                    Format = field.Kind == ScoutKind.Integer ? "int64" : null,
                }),
            },
        };
    }

    private static void WriteValue(Utf8JsonWriter json, ScoutField<T> field, object? value, bool isStrict)
    {
        switch (field.Kind, value)
        {
            case (ScoutKind.Text, _):
                json.WriteStringValue((string?)value ?? (isStrict ? "" : null));
                break;
            case (ScoutKind.Decimal, _):
                ScoutValue.WriteDecimal(json, (double?)value, isStrict);
                break;
            case (_, null) when !isStrict:
                json.WriteNullValue();
                break;
            default:
                json.WriteNumberValue(value is null ? field.Unknown : Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}

/// <summary>How the dialect writes decimals, wherever they stand.</summary>
internal static class ScoutValue
{
    /// <summary>A number or null; for strict clients text, and 0 where it is not known.</summary>
    public static void WriteDecimal(Utf8JsonWriter json, double? value, bool isStrict)
    {
        if (isStrict)
        {
            json.WriteStringValue(Text(value ?? 0));
        }
        else if (value is { } number)
        {
            json.WriteNumberValue(Rounded(number));
        }
        else
        {
            json.WriteNullValue();
        }
    }

    /// <summary>With at least one place; empty where it is not known.</summary>
    public static string Text(double? value) => value is { } number ? Rounded(number).ToString("0.0#####", CultureInfo.InvariantCulture) : "";

    // Six places as a decimal: a double would write a small number as 1E-06.
    private static decimal Rounded(double number) => double.IsFinite(number) ? Math.Round((decimal)number, 6) : 0;
}
