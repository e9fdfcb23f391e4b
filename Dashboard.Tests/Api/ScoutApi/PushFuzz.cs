using System.Text;
using System.Text.Json.Nodes;
using Dashboard.Tests.Agents.Reads;

namespace Dashboard.Tests.Api.ScoutApi;

/// <summary>Bodies as agents push them, changed at random: values of other kinds, fields that go or come twice, bytes that are turned.</summary>
internal static class PushFuzz
{
    private static readonly string[] Seeds =
    [
        .. AlprdMinute.Bodies.Take(20),
        .. Enumerable.Range(0, 5)
            .Select(i => System.Text.Json.JsonSerializer.Serialize(PushedGroups.Whole($"FUZZ{i}", $"F{i}Z", PushedGroups.Start + i, Picture))),
        """{"data_type":"heartbeat","agent_uid":"FUZZ1","timestamp":1795400000000,"beanstalk_queue_size":3,"agent_hostname":"pc","video_streams":[{"camera_id":7,"camera_name":"Gate","fps":12.5,"is_streaming":true,"last_update":1795400000000,"gps_latitude":48.2,"gps_longitude":16.3}]}""",
        """{"data_type":"vehicle","agent_uid":"FUZZ1","camera_id":1}""",
        """{"openalpr_webhook":"test"}""",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "7", "1e999", "-9223372036854775808", "9223372036854775807", "253402300800000", "0.1", "\"\"", "\"x\"", "\"7\"",
        "[]", "{}",
        "[[[[]]]]", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"GÖ-AB 123\"", "[{\"plate\":null}]", "\"2026-01-01\"", "1795400000",
        "\"/9j/4AAQ\"", "\"../../x\"",
    ];

    private static string Picture => Convert.ToBase64String([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 74, 70, 73, 70, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);

    public static (byte[] Body, string? Packing) Create(int seed, int number)
    {
        var random = new Random(HashCode(seed, number));
        var text = Seeds[random.Next(Seeds.Length)];
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            text = random.Next(5) == 0 ? Repeat(text, random) : Change(text, random);
        }

        var body = Encoding.UTF8.GetBytes(text);
        if (random.Next(4) == 0)
        {
            body = Turn(body, random);
        }

        return random.Next(8) switch
        {
            0 => (AlprdMinute.Pack(body), "gzip"),
            1 when random.Next(4) == 0 => (Turn(AlprdMinute.Pack(body), random), "gzip"),
            _ => (body, null),
        };
    }

    // The same whatever the process: HashCode of the framework is not.
    private static int HashCode(int seed, int number) => unchecked((seed * 486187739) + (number * 16777619));

    // Another value for a field, at whatever depth; written as text, for not every one of them is one that a node can hold.
    private static string Change(string text, Random random)
    {
        try
        {
            return TryParse(text) is { } root && Fields(root).ToList() is { Count: > 0 } fields ? Change(root, fields, random) : text;
        }
        catch (InvalidOperationException)
        {
            return text; // It holds half of a sign by now, which a node cannot write.
        }
    }

    private static string Change(JsonNode root, List<(JsonObject Owner, string Name)> fields, Random random)
    {
        var (owner, name) = fields[random.Next(fields.Count)];
        if (random.Next(6) == 0)
        {
            owner.Remove(name);
            return root.ToJsonString();
        }

        owner[name] = "@@here@@";
        return root.ToJsonString().Replace("\"@@here@@\"", Values[random.Next(Values.Length)], StringComparison.Ordinal);
    }

    private static string Repeat(string text, Random random) =>
        text.EndsWith('}') ? $"{text[..^1]},\"{(random.Next(2) == 0 ? "camera_id" : "\\ud800")}\":{Values[random.Next(Values.Length)]}}}" : text;

    private static byte[] Turn(byte[] body, Random random)
    {
        var turned = body.ToArray();
        for (var changes = random.Next(1, 4); changes > 0 && turned.Length > 0; changes--)
        {
            turned[random.Next(turned.Length)] = (byte)random.Next(256);
        }

        return random.Next(4) == 0 ? turned[..random.Next(turned.Length + 1)] : turned;
    }

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<(JsonObject Owner, string Name)> Fields(JsonNode? node) => node switch
    {
        JsonObject owner => TryList(owner).SelectMany(field => Fields(field.Value).Prepend((owner, field.Key))),
        JsonArray list => list.SelectMany(Fields),
        _ => [],
    };

    // A name twice, or one that is no text: the object cannot be looked into.
    private static List<KeyValuePair<string, JsonNode?>> TryList(JsonObject owner)
    {
        try
        {
            return [.. owner];
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return [];
        }
    }
}
