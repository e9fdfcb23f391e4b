using System.Net.Sockets;

namespace Dashboard.Tests.Support.Sources.FaultCamera;

/// <summary>Hangs up on whoever greets it; with a word in the clear before that, where it is to.</summary>
internal sealed class HangUpListener : ConnectionListener
{
    private readonly bool _answers;

    public HangUpListener(bool answers)
    {
        _answers = answers;
        Start();
    }

    protected override async Task ServeAsync(NetworkStream line)
    {
        await line.ReadAtLeastAsync(new byte[4096], 64, throwOnEndOfStream: false, Stopped);
        if (_answers)
        {
            await line.WriteAsync("RTSP/1.0 400 Bad Request\r\n\r\n"u8.ToArray(), Stopped);
        }
    }
}
