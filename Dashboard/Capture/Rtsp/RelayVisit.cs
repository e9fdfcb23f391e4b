using System.Net.Sockets;
using Dashboard.Capture.Rtsp.Packets;

namespace Dashboard.Capture.Rtsp;

/// <summary>One ffmpeg that gets what a relay has, by a door of its own, until it is disposed or the relay ends.</summary>
internal sealed class RelayVisit : IAsyncDisposable
{
    private readonly RelayDoor _door = new();
    private readonly CancellationTokenSource _end;
    private readonly Action _onGone;
    private readonly Task _serving;

    public RelayVisit(RtspMedia media, RelayFeed feed, CancellationToken relay, Action onGone)
    {
        (_end, _onGone) = (CancellationTokenSource.CreateLinkedTokenSource(relay), onGone);
        _serving = ServeAsync(media, feed);
    }

    /// <summary>So many of the first frames show what is over.</summary>
    public int Over { get; init; }

    /// <summary>What ffmpeg is to open.</summary>
    public string Address => _door.Address;

    /// <summary>Says which program may come for the packets.</summary>
    public void Admit(int process) => _door.Admit(process);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _door.Dispose();
        await _serving;
        _end.Dispose();
        _onGone();
    }

    private async Task ServeAsync(RtspMedia media, RelayFeed feed)
    {
        try
        {
            await _door.ServeAsync(media, feed, _end.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The end.
        }
    }
}
