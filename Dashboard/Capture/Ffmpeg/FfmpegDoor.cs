using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Dashboard.Capture.Ffmpeg;

/// <summary>
/// A port on loopback at which one ffmpeg gets what it reads. Its address has a random path and no password, so there is none on a command line; who
/// reads the address there gets nothing, since the caller must be the program that was started for it.
/// </summary>
internal sealed class FfmpegDoor : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource<int> _program = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FfmpegDoor(string scheme)
    {
        _listener.Start(4);
        Address = $"{scheme}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{Token}";
    }

    /// <summary>What the program is to open: an address with the token as its path.</summary>
    public string Address { get; }

    /// <summary>What nobody else knows.</summary>
    public string Token { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Says which program may come.</summary>
    public void Admit(int process) => _program.TrySetResult(process);

    /// <summary>The next connection of the program; others are hung up on.</summary>
    public async Task<Socket> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync(cancellationToken);
            try
            {
                if (SocketOwner.IsOf(socket, await _program.Task.WaitAsync(cancellationToken)) != false)
                {
                    return socket;
                }
            }
            catch
            {
                socket.Dispose();
                throw;
            }

            socket.Dispose();
        }
    }

    public void Dispose()
    {
        _program.TrySetCanceled();
        _listener.Dispose();
    }
}
