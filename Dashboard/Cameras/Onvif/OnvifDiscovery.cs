using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using System.Xml.Linq;

namespace Dashboard.Cameras.Onvif;

/// <summary>
/// Calls for cameras on the networks that this machine stands in (WS-Discovery). Bounded: a few seconds, and so many answers. What answers is
/// shown by the address that the answer came from, whatever it says of itself: nobody can make the server ask another machine.
/// Over IPv6 calls go out from addresses that hold beyond one cable only: a link-local one names a network card of this machine, and
/// the address of a camera is kept for years.
/// </summary>
internal sealed class OnvifDiscovery(TimeProvider time, IPEndPoint? target = null)
{
    /// <summary>Cameras of one call at most.</summary>
    public const int MaxDevices = 512;

    // Answers beyond are not looked at: a machine that floods the network costs no more than this.
    private const int MaxAnswers = 4096;
    private const int MaxAnswerBytes = 64 << 10;
    private const int MaxInterfaces = 32;
    private const int Calls = 3;

    /// <summary>How long answers are awaited.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(700);
    private static readonly IPEndPoint Everybody = new(IPAddress.Parse("239.255.255.250"), 3702);
    private static readonly IPEndPoint EverybodyOnIPv6 = new(IPAddress.Parse("ff02::c"), 3702);

    /// <summary>The networks into which calls go out, such as <c>192.168.1.0/24</c>; none where this machine stands in none.</summary>
    public IReadOnlyList<string> Networks() =>
        [.. Addresses().Select(own => NetworkOf(own.Address, own.Length)).Distinct(StringComparer.Ordinal)];

    /// <summary>The cameras as they answer, each once.</summary>
    /// <exception cref="OnvifException">This machine has no network to call into.</exception>
    public async IAsyncEnumerable<FoundDevice> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(MaxTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        var sockets = Open();
        var answers = Channel.CreateBounded<FoundDevice>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.Wait });
        var work = Task.WhenAll(sockets.Select(socket => CallAsync(socket, answers.Writer, either.Token)));
        _ = work.ContinueWith(_ => answers.Writer.TryComplete(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            var once = new FoundOnce(waitsForIPv4: sockets.Exists(socket => socket.AddressFamily == AddressFamily.InterNetwork));
            await foreach (var device in answers.Reader.ReadAllAsync(cancellationToken))
            {
                if (once.IsNew(device))
                {
                    yield return device;
                }

                if (once.Count >= MaxDevices)
                {
                    yield break;
                }
            }

            foreach (var device in once.Rest())
            {
                yield return device;
            }
        }
        finally
        {
            await either.CancelAsync();
            answers.Writer.TryComplete();
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    /// <summary>What an answer tells; none where it is no answer of a camera.</summary>
    internal static IEnumerable<FoundDevice> Read(ReadOnlyMemory<byte> answer, IPAddress from)
    {
        foreach (var match in OnvifXml.Parse(answer)?.All("ProbeMatch").Take(8) ?? [])
        {
            var types = match.Find("Types").Text();
            var scopes = (match.Find("Scopes")?.Value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var isCamera = types.Contains("NetworkVideoTransmitter", StringComparison.Ordinal)
                || scopes.Any(scope => scope.StartsWith("onvif://", StringComparison.OrdinalIgnoreCase));
            if (isCamera && ServiceOf(match, from) is { } service)
            {
                yield return new FoundDevice(service, Scope(scopes, "/name/"), Scope(scopes, "/hardware/"))
                {
                    Identity = match.Find("EndpointReference", "Address").Text(),
                };
            }
        }
    }

    private static Uri? ServiceOf(XElement match, IPAddress from)
    {
        var addresses = (match.Find("XAddrs")?.Value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(text => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null)
            .OfType<Uri>()
            .Where(address => address.Scheme is "http" or "https")
            .ToList();
        var own = addresses.FirstOrDefault(address => IPAddress.TryParse(address.Host, out var ip) && ip.Equals(from))
            ?? addresses.FirstOrDefault(address => IsOfKind(address, from.AddressFamily))
            ?? addresses.FirstOrDefault();
        return own is null ? null : OnvifXml.Address(new UriBuilder(own.Scheme, from.ToString(), own.Port, own.AbsolutePath));
    }

    // Of the addresses that a camera has, one of the kind that answered most likely has its port.
    private static bool IsOfKind(Uri address, AddressFamily family) => family == AddressFamily.InterNetworkV6
        ? IPAddress.TryParse(address.Host, out var ip) && ip.AddressFamily == family && !ip.IsIPv6LinkLocal
        : address.HostNameType != UriHostNameType.IPv6;

    private static string Scope(string[] scopes, string kind)
    {
        var scope = scopes.FirstOrDefault(scope => scope.Contains(kind, StringComparison.OrdinalIgnoreCase));
        return scope is null
            ? ""
            : OnvifXml.Plain(Uri.UnescapeDataString(scope[(scope.IndexOf(kind, StringComparison.OrdinalIgnoreCase) + kind.Length)..]));
    }

    // One socket an address of this machine: a call goes out of one network only.
    private List<Socket> Open()
    {
        var sockets = new List<Socket>();
        foreach (var (address, _, network) in Addresses())
        {
            var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                socket.Bind(new IPEndPoint(address, 0));
                if (address.AddressFamily == AddressFamily.InterNetwork)
                {
                    socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, address.GetAddressBytes());
                    socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, 1);
                }
                else if (network > 0)
                {
                    socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastInterface, network);
                    socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastTimeToLive, 1);
                }

                sockets.Add(socket);
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }

        return sockets.Count > 0 ? sockets : throw new OnvifException("This machine has no network on which to look for cameras.");
    }

    private static IPAddress Loopback(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;

    private List<(IPAddress Address, int Length, int Network)> Addresses() =>
        target is null ? OwnAddresses() : [(Loopback(target.AddressFamily), 8 * Loopback(target.AddressFamily).GetAddressBytes().Length, 0)];

    private static string NetworkOf(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return $"{new IPAddress(bytes)}/{length}";
    }

    // IPv4 first: where there are more than are called, those are the ones that cameras have.
    private static List<(IPAddress Address, int Length, int Network)> OwnAddresses()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces()
                .Where(network => network.OperationalStatus == OperationalStatus.Up && network.SupportsMulticast
                    && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .Select(network => (Properties: network.GetIPProperties(), IsIPv6: network.Supports(NetworkInterfaceComponent.IPv6)))
                .SelectMany(network => network.Properties.UnicastAddresses
                    .Where(own => own.Address.AddressFamily == AddressFamily.InterNetwork || (network.IsIPv6 && !own.Address.IsIPv6LinkLocal))
                    .Select(own => (own.Address, own.PrefixLength, network.IsIPv6 ? network.Properties.GetIPv6Properties().Index : 0)))
                .OrderBy(found => found.Address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
                .Take(MaxInterfaces)];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }

    private async Task CallAsync(Socket socket, ChannelWriter<FoundDevice> found, CancellationToken cancellationToken)
    {
        var listening = ListenAsync(socket, found, cancellationToken);
        await SendAsync(socket, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Datagrams get lost, and a camera that knows a call already does not answer it again: every one is a new call.
    private async Task SendAsync(Socket socket, CancellationToken cancellationToken)
    {
        var everybody = target ?? (socket.AddressFamily == AddressFamily.InterNetwork ? Everybody : EverybodyOnIPv6);
        for (var call = 0; call < Calls; call++)
        {
            if (call > 0)
            {
                await Task.Delay(BetweenCalls, time, cancellationToken);
            }

            var video = OnvifMessages.Probe("http://www.onvif.org/ver10/network/wsdl", "NetworkVideoTransmitter", Guid.NewGuid());
            var device = OnvifMessages.Probe(OnvifMessages.DeviceService, "Device", Guid.NewGuid());
            await socket.SendToAsync(video, everybody, cancellationToken);
            await socket.SendToAsync(device, everybody, cancellationToken);
        }
    }

    private static async Task ListenAsync(Socket socket, ChannelWriter<FoundDevice> found, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxAnswerBytes];
        var anybody = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        for (var answers = 0; answers < MaxAnswers; answers++)
        {
            SocketReceiveFromResult answer;
            try
            {
                answer = await socket.ReceiveFromAsync(buffer, anybody, cancellationToken);
            }
            catch (SocketException)
            {
                continue; // A port that is closed said so, or the datagram was too long.
            }

            var from = ((IPEndPoint)answer.RemoteEndPoint).Address;
            foreach (var device in from.IsIPv6LinkLocal ? [] : Read(buffer.AsMemory(0, answer.ReceivedBytes), from))
            {
                await found.WriteAsync(device, cancellationToken);
            }
        }
    }
}
