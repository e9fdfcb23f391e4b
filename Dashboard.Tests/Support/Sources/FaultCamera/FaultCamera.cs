using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Tests.Support.Sources.FaultCamera;

/// <summary>
/// A camera on loopback, HTTP over a plain socket, that misbehaves as a test says: bytes, lengths and ends are what its script writes.
/// </summary>
internal sealed class FaultCamera : ConnectionListener
{
    private readonly Func<FaultAnswer, Task> _script;
    private int _asked;

    /// <param name="script">Answers one question.</param>
    public FaultCamera(Func<FaultAnswer, Task> script)
    {
        _script = script;
        Start();
    }

    public string Host => $"127.0.0.1:{Port}";

    /// <summary>An address without a sign-in.</summary>
    public string Address => $"http://{Host}/picture";

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>What was asked: the first line and the headers, in order.</summary>
    public ConcurrentQueue<string> Questions { get; } = new();

    protected override async Task ServeAsync(NetworkStream line)
    {
        line.Socket.NoDelay = true;
        while (await ReadHeadAsync(line) is { } head)
        {
            Questions.Enqueue(head);
            var answer = new FaultAnswer(line, head, Interlocked.Increment(ref _asked), Stopped);
            await _script(answer);
            if (answer.IsLast)
            {
                break;
            }
        }
    }
}

/// <summary>One answer of a <see cref="FaultCamera"/>, to be written.</summary>
internal sealed class FaultAnswer(Stream stream, string question, int number, CancellationToken stopped)
{
    /// <summary>Which question of the camera it answers, from 1.</summary>
    public int Number => number;

    /// <summary>First line and headers of the question.</summary>
    public string Question => question;

    public string Path => question.Split(' ')[1];

    /// <summary>The camera is switched off.</summary>
    public CancellationToken Stopped => stopped;

    /// <summary>The connection is closed behind it.</summary>
    public bool IsLast { get; set; }

    /// <summary>The value of a header; null where there is none.</summary>
    public string? Header(string name) => ConnectionListener.Header(question, name);

    public Task WriteAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await stream.WriteAsync(bytes, stopped);

    /// <summary>A whole answer as it should be, but for what is told otherwise.</summary>
    /// <param name="body">Its body.</param>
    /// <param name="type">Line of its type; null: none.</param>
    /// <param name="status">First line behind the version.</param>
    /// <param name="more">More headers, each with its end of line.</param>
    /// <param name="length">What it says of its length; null: as it is.</param>
    public async Task SendAsync(
        ReadOnlyMemory<byte> body, string? type = "image/jpeg", string status = "200 OK", string more = "", int? length = null)
    {
        await WriteAsync(
            $"HTTP/1.1 {status}\r\n{(type is null ? "" : $"Content-Type: {type}\r\n")}Content-Length: {length ?? body.Length}\r\n{more}\r\n");
        await WriteAsync(body);
    }

    /// <summary>The head of an answer that lasts until the connection ends.</summary>
    public async Task BeginAsync(string type = "multipart/x-mixed-replace; boundary=frame")
    {
        IsLast = true;
        await WriteAsync($"HTTP/1.0 200 OK\r\nContent-Type: {type}\r\n\r\n");
    }

    /// <summary>A picture with its part header.</summary>
    public async Task PartAsync(ReadOnlyMemory<byte> picture, int? length = null)
    {
        await WriteAsync($"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {length ?? picture.Length}\r\n\r\n");
        await WriteAsync(picture);
        await WriteAsync("\r\n");
    }
}
