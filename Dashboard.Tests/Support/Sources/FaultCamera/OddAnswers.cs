using System.IO.Compression;
using System.Text;

namespace Dashboard.Tests.Support.Sources.FaultCamera;

/// <summary>Answers with one picture each whose framing is wrong, or none, on a connection that stays open.</summary>
internal sealed class OddAnswers(byte[] jpeg)
{
    private readonly Random _random = new(7);

    public static TheoryData<string> Names => [.. new OddAnswers([1]).Scripts.Keys];

    /// <summary>What each camera does with a question.</summary>
    public Dictionary<string, Func<FaultAnswer, Task>> Scripts => new()
    {
        ["its length twice in a line"] = answer => HeadAndAsync(answer, $"Content-Length: {jpeg.Length}, {jpeg.Length}\r\n"),
        ["its length in two lines"] = answer => HeadAndAsync(answer, $"Content-Length: {jpeg.Length}\r\ncontent-length: {jpeg.Length}\r\n"),
        ["two lengths"] = answer => HeadAndAsync(answer, $"Content-Length: {jpeg.Length + 900}\r\nContent-Length: {jpeg.Length}\r\n"),
        ["no length"] = answer => HeadAndAsync(answer, "Content-Type: image/jpeg\r\n"),
        ["a length of nothing"] = answer => answer.SendAsync(jpeg, length: 0),
        ["no head"] = answer => answer.WriteAsync(jpeg),
        ["deflate"] = answer => answer.SendAsync(Deflate(isRaw: false), more: "Content-Encoding: deflate\r\n"),
        ["deflate without the head of zlib"] = answer => answer.SendAsync(Deflate(isRaw: true), more: "Content-Encoding: deflate\r\n"),
        ["says deflate and is not"] = answer => answer.SendAsync(jpeg, more: "Content-Encoding: deflate\r\n"),
        ["a refusal without a length"] = answer => answer.Header("Authorization") is null
            ? answer.WriteAsync("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"cam\"\r\n\r\nno")
            : answer.SendAsync(jpeg),
        ["a refusal with too long a length"] = answer => answer.Header("Authorization") is null
            ? answer.SendAsync(Encoding.ASCII.GetBytes("no"), "text/plain", "401 Unauthorized", "WWW-Authenticate: Basic realm=\"cam\"\r\n", 99)
            : answer.SendAsync(jpeg),
    };

    /// <summary>A random half of the questions is refused, as a camera does that has few threads.</summary>
    public async Task RefuseHalfAsync(FaultAnswer answer) =>
        await (_random.Next(2) == 0 ? answer.SendAsync("busy"u8.ToArray(), "text/plain", "503 Service Unavailable") : answer.SendAsync(jpeg));

    private async Task HeadAndAsync(FaultAnswer answer, string head)
    {
        await answer.WriteAsync($"HTTP/1.1 200 OK\r\n{head}\r\n");
        await answer.WriteAsync(jpeg);
    }

    private byte[] Deflate(bool isRaw)
    {
        using var packed = new MemoryStream();
        using (Stream pack = isRaw ? new DeflateStream(packed, CompressionLevel.Fastest) : new ZLibStream(packed, CompressionLevel.Fastest))
        {
            pack.Write(jpeg);
        }

        return packed.ToArray();
    }
}
