using System.Net;
using System.Net.Sockets;
using Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Hosting.Proxies;

/// <summary>The section <c>Proxy</c>: reverse proxies before this server.</summary>
internal sealed class ProxyOptions
{
    public const string Section = "Proxy";

    /// <summary>
    /// Addresses or networks (such as <c>10.0.0.0/24</c>) whose word on a request's client, scheme and host counts. None: nobody's does.
    /// </summary>
    public string[] Trusted { get; set; } = [];

    /// <summary>The network that an entry names; of one address a network with nothing else in it. Null: it names none.</summary>
    internal static IPNetwork? Read(string entry) =>
        IPAddress.TryParse(entry, out var address) && IsWhole(entry, address) ? new(address, 8 * address.GetAddressBytes().Length)
        : IPNetwork.TryParse(entry, out var network) && IsWhole(entry, network.BaseAddress) ? network
        : null;

    // The framework reads "10" as 0.0.0.10.
    private static bool IsWhole(string entry, IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 || entry.Count(letter => letter == '.') == 3;
}

internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        var check = new OptionsCheck(ProxyOptions.Section);
        foreach (var entry in options.Trusted)
        {
            check.Require(
                ProxyOptions.Read(entry) is not null,
                nameof(options.Trusted),
                $"'{entry}' is not an address; enter addresses or networks of proxies, such as 10.0.0.2, fd00::2 or 10.0.0.0/24");
        }

        return check.Result;
    }
}
