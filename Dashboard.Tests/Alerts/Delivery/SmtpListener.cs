using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Tests.Alerts.Delivery;

/// <summary>A mail server on loopback, as much of RFC 5321 as a client needs. It refuses recipients that begin with <c>nobody</c>.</summary>
internal sealed class SmtpListener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _mails = new();

    public SmtpListener()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What it took, header and body as they came.</summary>
    public IReadOnlyList<string> Mails => [.. _mails];

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = TalkAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync() is { } line)
        {
            var answer = line switch
            {
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ when line.StartsWith("RCPT TO:<nobody", StringComparison.Ordinal) => "550 no such person",
                _ => "250 ok",
            };
            await writer.WriteLineAsync(answer);
            if (line == "DATA")
            {
                _mails.Enqueue(await ReadMailAsync(reader));
                await writer.WriteLineAsync("250 taken");
            }
        }
    }

    private static async Task<string> ReadMailAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".")
        {
            mail.AppendLine(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line);
        }

        return mail.ToString();
    }
}
