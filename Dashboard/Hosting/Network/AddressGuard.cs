using System.Net;
using System.Net.Sockets;

namespace Dashboard.Hosting.Network;

/// <summary>
/// Guards against server-side request forgery (SSRF): whoever may enter an address of a web hook, and whatever a camera sends on to, must not be able
/// to ask the machines behind the firewall. What counts is the address that is connected to, after the name was looked up: a name that is looked up
/// twice may answer differently each time.
/// </summary>
internal static class AddressGuard
{
    // IANA's special-purpose registries, RFC 6890 and its updates, and the one address by which a cloud tells its machines about themselves
    // that lies in none of them.
    private static readonly IPNetwork[] Private4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    // By these a machine is told of itself, with the keys of its cloud's account, or they hold on one cable only: no receiver of anything is there.
    private static readonly IPNetwork[] Machines =
    [
        .. new[] { "169.254.0.0/16", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32", "fe80::/10", "fd00:ec2::/32", "fd20:ce::254/128" }
            .Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] Private6 = [.. new[] { "2001::/23", "2001:db8::/32", "3fff::/20" }.Select(IPNetwork.Parse)];
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether an address belongs to the open internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        address = Inner(address);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !Private4.Any(network => network.Contains(address))
            : Global6.Contains(address) && !Private6.Any(network => network.Contains(address));
    }

    /// <summary>Whether anything may be sent to an address at all, whoever has set it: not where machines are told of themselves.</summary>
    public static bool IsOfReceivers(IPAddress address)
    {
        address = Inner(address);
        return !Machines.Any(network => network.Contains(address));
    }

    // The address that one of IPv6 leads to.
    private static IPAddress Inner(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return address.AddressFamily != AddressFamily.InterNetworkV6 ? address
            : SixToFour.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(2, 4))
            : Translated.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12, 4))
            : address;
    }

    /// <summary>The addresses of a name, or the one that it is. Throws <see cref="SocketException"/> where the name is not known.</summary>
    public static async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host, out var literal) ? [literal] : await NameLookups.System.FindAsync(host, cancellationToken);

    /// <summary>The same for a server that an administrator has named. Throws <see cref="MachineAddressException"/> where it can be none.</summary>
    public static async Task<IPAddress[]> FindServerAsync(string host, CancellationToken cancellationToken)
    {
        var allowed = (await FindAsync(host, cancellationToken)).Where(IsOfReceivers).ToArray();
        return allowed.Length > 0 ? allowed : throw new MachineAddressException(host);
    }
}
