using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.Docs;

/// <summary>An OpenAPI document as a program reads it.</summary>
internal sealed class OpenApiFile(JsonElement root)
{
    public JsonElement Root => root;

    /// <summary>Its operations, each with its method in upper case and its path.</summary>
    public IReadOnlyList<(string Method, string Path, JsonElement Operation)> Operations { get; } =
    [
        .. from path in root.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select (operation.Name.ToUpperInvariant(), path.Name, operation.Value),
    ];

    /// <summary>Fetches a document without sign-in.</summary>
    public static async Task<OpenApiFile> LoadAsync(DashboardApp app, string name)
    {
        using var client = app.AnonymousClient();
        using var document = JsonDocument.Parse(await client.GetAsync($"/docs/{name}.json").ReadAsync());
        return new OpenApiFile(document.RootElement.Clone());
    }

    /// <summary>One of an operation's answers.</summary>
    public JsonElement Response(string operationId, int status)
    {
        var operation = Operations.Single(one => one.Operation.GetProperty("operationId").GetString() == operationId).Operation;
        return operation.GetProperty("responses").TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var response)
            ? response
            : throw new InvalidOperationException($"The document does not say that {operationId} can answer {status}");
    }

    /// <summary>
    /// What is wrong with a value of a schema. A member that the schema does not name is wrong everywhere, also where a schema would let it pass.
    /// </summary>
    public IEnumerable<string> Faults(JsonElement value, JsonElement schema, string at = "$")
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            schema = root.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean() ? [] : [$"{at} is null"];
        }

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            var matching = choices.EnumerateArray().Count(choice => !Faults(value, choice, at).Any());
            return matching == 1 ? [] : [$"{at} is {matching} of the choices"];
        }

        return schema.GetProperty("type").GetString() switch
        {
            "object" => ObjectFaults(value, schema, at),
            "array" => value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().SelectMany((item, i) => Faults(item, schema.GetProperty("items"), $"{at}[{i}]"))
                : [$"{at} is no array"],
            "string" => value.ValueKind == JsonValueKind.String ? TextFaults(value.GetString()!, schema, at) : [$"{at} is no string"],
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? [] : [$"{at} is no boolean"],
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _)
                ? NumberFaults(value, schema, at)
                : [$"{at} is no integer"],
            "number" => value.ValueKind == JsonValueKind.Number ? NumberFaults(value, schema, at) : [$"{at} is no number"],
            var type => [$"{at}: what is {type}?"],
        };
    }

    private IEnumerable<string> ObjectFaults(JsonElement value, JsonElement schema, string at)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            yield return $"{at} is no object";
            yield break;
        }

        if (!schema.TryGetProperty("properties", out var members))
        {
            yield break; // Any object.
        }

        foreach (var name in Strings(schema, "required").Where(name => !value.TryGetProperty(name, out _)))
        {
            yield return $"{at}.{name} is missing";
        }

        if (schema.TryGetProperty("minProperties", out var minCount) && value.EnumerateObject().Count() < minCount.GetInt32())
        {
            yield return $"{at} has too few members";
        }

        foreach (var member in value.EnumerateObject())
        {
            var faults = members.TryGetProperty(member.Name, out var known)
                ? Faults(member.Value, known, $"{at}.{member.Name}")
                : [$"{at}.{member.Name} is not in the document"];
            foreach (var fault in faults)
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> TextFaults(string text, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!))
        {
            yield return $"{at} '{text}' does not match {pattern}";
        }

        if (schema.TryGetProperty("enum", out _) && !Strings(schema, "enum").Contains(text))
        {
            yield return $"{at} '{text}' is none of the values";
        }
    }

    private static IEnumerable<string> NumberFaults(JsonElement value, JsonElement schema, string at)
    {
        var number = value.GetDouble();
        var isIn = (!schema.TryGetProperty("minimum", out var minimum) || number >= minimum.GetDouble())
            && (!schema.TryGetProperty("maximum", out var maximum) || number <= maximum.GetDouble());
        return isIn ? [] : [$"{at} {number} is out of its range"];
    }

    private static IEnumerable<string> Strings(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var list) ? list.EnumerateArray().Select(item => item.GetString()!) : [];
}
