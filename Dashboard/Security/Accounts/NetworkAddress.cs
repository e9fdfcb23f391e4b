using System.Net;

namespace Dashboard.Security.Accounts;

/// <summary>Network addresses as keys for counting.</summary>
internal static class NetworkAddress
{
    /// <summary>The address; of IPv6 its first 64 bits, because one household or host owns at least that many.</summary>
    public static string Key(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.GetAddressBytes() is { Length: 16 } bytes ? Convert.ToHexString(bytes.AsSpan(0, 8)) : address.ToString();
    }
}
