using System.Net.Sockets;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Capture.Rtsp.Packets;

namespace Dashboard.Capture.Rtsp;

/// <summary>Where ffmpeg gets a camera's packets: a small server of RTSP on loopback, for one connection of one program.</summary>
internal sealed class RelayDoor : IDisposable
{
    private const int BatchBytes = 128 << 10;
    private const int SendBytes = 256 << 10;
    private readonly FfmpegDoor _door = new("rtsp");

    /// <summary>What the program is to open.</summary>
    public string Address => _door.Address;

    /// <summary>Says which program may come.</summary>
    public void Admit(int process) => _door.Admit(process);

    /// <summary>Lets the program in and gives it what comes, until it leaves.</summary>
    public async Task ServeAsync(RtspMedia media, RelayFeed feed, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var socket = await _door.AcceptAsync(cancellationToken);
            socket.NoDelay = true;
            socket.SendBufferSize = SendBytes;
            await using var wire = new RtspWire(new NetworkStream(socket, ownsSocket: false));
            try
            {
                if (await ServeAsync(wire, media, feed, cancellationToken))
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or SocketException)
            {
                return;
            }
        }
    }

    public void Dispose() => _door.Dispose();

    // False: somebody else had called.
    private async Task<bool> ServeAsync(RtspWire wire, RtspMedia media, RelayFeed feed, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task? feeding = null;
        try
        {
            while (await wire.ReadAsync(end.Token) is { } item)
            {
                // Reports of what it has received are of no use here.
                if (item.Message is not { } question)
                {
                    continue;
                }

                var (method, target) = question.Question;
                if (!target.Contains(_door.Token, StringComparison.Ordinal))
                {
                    return false;
                }

                await wire.WriteAsync(Answer(question, method, media, feed.IsOther), end.Token);
                if (method == "TEARDOWN")
                {
                    break;
                }

                feeding = method == "PLAY" ? feeding ?? FeedAsync(wire, feed.Queue, end.Token) : feeding;
            }

            return true;
        }
        finally
        {
            await end.CancelAsync();
            await (feeding ?? Task.CompletedTask).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private string Answer(RtspMessage question, string method, RtspMedia media, bool isOther)
    {
        var head = $"RTSP/1.0 200 OK\r\nCSeq: {question.Find("CSeq")}\r\n";
        var text = method == "DESCRIBE" ? media.Describe("video", isOther) : "";
        return head + method switch
        {
            "OPTIONS" => "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n",
            "DESCRIBE" => $"Content-Base: {Address}/\r\nContent-Type: application/sdp\r\nContent-Length: {text.Length}\r\n\r\n{text}",
            "SETUP" => "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1;timeout=60\r\n\r\n",
            _ => "Session: 1\r\n\r\n",
        };
    }

    private static async Task FeedAsync(RtspWire wire, RtpQueue queue, CancellationToken cancellationToken)
    {
        var batch = new byte[BatchBytes];
        while (true)
        {
            var length = await queue.TakeAsync(batch, cancellationToken);
            await wire.WriteAsync(batch.AsMemory(0, length), cancellationToken);
        }
    }
}
