using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Dashboard.Tests.Agents.Reads;

/// <summary>
/// A minute of what the open-source agent sends of the demo clip, four frames a second: the clip's reads, in that agent's form and on its scale of
/// confidence. The clip begins again after 46 seconds.
/// </summary>
internal static class AlprdMinute
{
    /// <summary>When its first frame was captured.</summary>
    public static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_795_400_000_000);

    /// <summary>Its bodies in order.</summary>
    public static IReadOnlyList<string> Bodies { get; } = Load();

    /// <summary>What drives through it, in the order of first sight.</summary>
    public static IReadOnlyList<string> Plates { get; } = [.. DemoClip.Plates, .. DemoClip.Plates.Take(6)];

    /// <summary>A body with other values.</summary>
    public static string With(string body, params (string Name, JsonNode? Value)[] fields)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        foreach (var (name, value) in fields)
        {
            json[name] = value;
        }

        return json.ToJsonString();
    }

    /// <summary>Packs a body as an agent does.</summary>
    public static byte[] Pack(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            zip.Write(body);
        }

        return packed.ToArray();
    }

    private static string[] Load()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Assets", "Agents", "alprd-minute.jsonl.gz"));
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress), Encoding.UTF8);
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
