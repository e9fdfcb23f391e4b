using System.Diagnostics;
using System.IO.Compression;

namespace Dashboard.Tests.Support.Sources.FaultCamera;

/// <summary>
/// What cameras in the field do. Each defect is a script that plays good pictures and its fault in turn, and counts the good ones that it offered;
/// <see cref="Every"/> frames, or answers, there is one fault.
/// </summary>
/// <param name="maxPictures">So many good pictures are offered; then it falls silent.</param>
internal sealed class Defects(byte[] jpeg, byte[] png, TimeSpan period, int maxPictures = int.MaxValue)
{
    public const int Every = 5;
    private const int Begins = 3;

    private readonly byte[] _damaged = Damage(jpeg);
    private readonly Stopwatch _running = Stopwatch.StartNew();
    private int _offered;

    /// <summary>Good pictures that it has sent.</summary>
    public int Offered => Volatile.Read(ref _offered);

    /// <summary>All of them by name.</summary>
    public static TheoryData<string> Names => [.. new Defects([], [], TimeSpan.FromSeconds(1)).Scripts.Keys];

    /// <summary>Defects by name.</summary>
    public Dictionary<string, Func<FaultAnswer, Task>> Scripts => new([.. BadSnapshots.Concat(OddSnapshots).Select(Limited), .. Streams]);

    private Dictionary<string, Func<FaultAnswer, Task>> BadSnapshots => new()
    {
        ["snapshot: every fifth is 503"] = answer =>
            IsBad(answer) ? answer.SendAsync("busy"u8.ToArray(), "text/plain", "503 Service Unavailable") : GoodAsync(answer),
        ["snapshot: every fifth is cut short, as its length says"] = answer =>
            IsBad(answer) ? answer.SendAsync(jpeg.AsMemory(0, jpeg.Length / 2)) : GoodAsync(answer),
        ["snapshot: every fifth is empty"] = answer => IsBad(answer) ? answer.SendAsync(Array.Empty<byte>()) : GoodAsync(answer),
        ["snapshot: every fifth is damaged"] = answer => IsBad(answer) ? answer.SendAsync(_damaged) : GoodAsync(answer),
        ["snapshot: every fifth is a page"] = answer =>
            IsBad(answer) ? answer.SendAsync("<html>busy</html>"u8.ToArray(), "text/html") : GoodAsync(answer),
        ["snapshot: every fifth is late"] = answer => IsBad(answer) ? Task.Delay(Timeout.Infinite, answer.Stopped) : GoodAsync(answer),
        ["snapshot: every fifth breaks off within the picture"] = async answer =>
        {
            if (IsBad(answer))
            {
                answer.IsLast = true;
                await answer.SendAsync(jpeg.AsMemory(0, jpeg.Length / 2), length: jpeg.Length);
                return;
            }

            await GoodAsync(answer);
        },
        ["snapshot: now and then closes in place of an answer"] = answer =>
        {
            answer.IsLast = IsBad(answer);
            return answer.IsLast ? Task.CompletedTask : GoodAsync(answer);
        },
        ["snapshot: closes each connection behind its answer, unsaid"] = answer =>
        {
            answer.IsLast = true;
            return GoodAsync(answer);
        },
    };

    private Dictionary<string, Func<FaultAnswer, Task>> OddSnapshots => new()
    {
        ["snapshot: says a length that is too long"] = answer => CountAsync(answer.SendAsync(jpeg, length: jpeg.Length + 100)),
        ["snapshot: without the last mark"] = answer => CountAsync(answer.SendAsync(jpeg.AsMemory(0, jpeg.Length - 2))),
        ["snapshot: gzip that nobody asked for"] = answer => CountAsync(answer.SendAsync(Zip(jpeg), more: "Content-Encoding: gzip\r\n")),
        ["snapshot: says gzip and is not"] = answer => CountAsync(answer.SendAsync(jpeg, more: "Content-Encoding: gzip\r\n")),
        ["snapshot: chunked"] = async answer =>
        {
            await answer.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            foreach (var part in jpeg.Chunk(1000))
            {
                await answer.WriteAsync($"{part.Length:x}\r\n");
                await answer.WriteAsync(part);
                await answer.WriteAsync("\r\n");
            }

            await CountAsync(answer.WriteAsync("0\r\n\r\n"));
        },
        ["snapshot: as octet-stream"] = answer => CountAsync(answer.SendAsync(jpeg, "application/octet-stream")),
        ["snapshot: as text"] = answer => CountAsync(answer.SendAsync(jpeg, "text/plain")),
        ["snapshot: without a type"] = answer => CountAsync(answer.SendAsync(jpeg, null)),
        ["snapshot: a stray semicolon"] = answer => CountAsync(answer.SendAsync(jpeg, "image/jpeg;")),
        ["snapshot: PNG as JPEG"] = answer => CountAsync(answer.SendAsync(png)),
        ["snapshot: one part of a multipart"] = async answer =>
        {
            await answer.BeginAsync("multipart/mixed; boundary=frame");
            await CountAsync(answer.PartAsync(jpeg));
            await answer.WriteAsync("--frame--\r\n");
        },
    };

    private Dictionary<string, Func<FaultAnswer, Task>> Streams => new()
    {
        ["stream: closes behind each fifth picture"] = answer => StreamAsync(answer, n => n == Every ? null : answer.PartAsync(jpeg)),
        ["stream: every fifth is damaged"] = answer => StreamAsync(answer, n => answer.PartAsync(n % Every == 0 ? _damaged : jpeg), IsNth),
        ["stream: every fifth is cut short"] = answer =>
            StreamAsync(answer, n => answer.PartAsync(n % Every == 0 ? jpeg.AsMemory(0, jpeg.Length / 3) : jpeg, jpeg.Length), IsNth),
        ["stream: now and then a part is empty"] = answer =>
            StreamAsync(answer, n => answer.PartAsync(n % Every == 0 ? Array.Empty<byte>() : jpeg), IsNth),
        ["stream: begins with damaged pictures"] = answer =>
            StreamAsync(answer, n => answer.PartAsync(n <= Begins ? _damaged : jpeg), n => n <= Begins),
        ["stream: lengths are wrong"] = answer => StreamAsync(answer, n => answer.PartAsync(jpeg, (n * 1000) + 1)),
        ["stream: without part headers"] = answer => StreamAsync(answer, async _ =>
        {
            await answer.WriteAsync("--frame\r\n\r\n");
            await answer.WriteAsync(jpeg);
        }),
        ["stream: without boundaries, as octet-stream"] = answer =>
            StreamAsync(answer, _ => answer.WriteAsync(jpeg), type: "application/octet-stream"),
        ["stream: as image/jpeg"] = answer => StreamAsync(answer, _ => answer.PartAsync(jpeg), type: "image/jpeg"),
        ["stream: pictures without the last mark"] = answer =>
            StreamAsync(answer, _ => answer.PartAsync(jpeg.AsMemory(0, jpeg.Length - 2), jpeg.Length)),
    };

    private KeyValuePair<string, Func<FaultAnswer, Task>> Limited(KeyValuePair<string, Func<FaultAnswer, Task>> script) =>
        new(script.Key, async answer =>
        {
            await HoldAsync(answer);
            await script.Value(answer);
        });

    private Task HoldAsync(FaultAnswer answer) => Offered < maxPictures ? Task.CompletedTask : Task.Delay(Timeout.Infinite, answer.Stopped);

    private static bool IsNth(int n) => n % Every == 0;

    private bool IsBad(FaultAnswer answer) => answer.Number % Every == 0;

    private Task GoodAsync(FaultAnswer answer) => CountAsync(answer.SendAsync(jpeg));

    private async Task CountAsync(Task sending)
    {
        await sending;
        Interlocked.Increment(ref _offered);
    }

    // At an even pace by its own clock, as a camera has one: a connection that comes late gets what is there then.
    private async Task StreamAsync(
        FaultAnswer answer, Func<int, Task?> part, Func<int, bool>? isBad = null, string type = "multipart/x-mixed-replace; boundary=frame")
    {
        await answer.BeginAsync(type);
        var tick = _running.Elapsed.Ticks / period.Ticks;
        for (var n = 1; ; n++)
        {
            await HoldAsync(answer);
            var wait = (++tick * period) - _running.Elapsed;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, answer.Stopped);
            if (part(n) is not { } sending)
            {
                return;
            }

            await sending;
            if (isBad?.Invoke(n) != true)
            {
                Interlocked.Increment(ref _offered);
            }
        }
    }

    // The rows from the middle on are another picture's middle.
    private static byte[] Damage(byte[] jpeg)
    {
        var damaged = jpeg.ToArray();
        if (damaged.Length > 0)
        {
            damaged.AsSpan(damaged.Length / 2, damaged.Length / 4).Fill(0x55);
        }

        return damaged;
    }

    private static byte[] Zip(byte[] body)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            zip.Write(body);
        }

        return zipped.ToArray();
    }
}
