namespace Dashboard.Cameras.Onvif;

/// <summary>
/// Each camera once, though one answers by IPv4 and by IPv6. What came by IPv6 waits until all have answered, and is left out where the same
/// camera answered by IPv4: by what it calls itself, which cheap cameras share. Two that answer by IPv4 are therefore never taken for the same.
/// </summary>
/// <param name="waitsForIPv4">Somebody may answer by IPv4; otherwise nothing waits.</param>
internal sealed class FoundOnce(bool waitsForIPv4)
{
    private readonly HashSet<string> _addresses = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _identities = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FoundDevice> _waiting = [];

    /// <summary>Addresses that answered.</summary>
    public int Count => _addresses.Count;

    /// <summary>Whether it is to be shown now.</summary>
    public bool IsNew(FoundDevice device)
    {
        if (!_addresses.Add(device.Service.Authority))
        {
            return false;
        }

        if (waitsForIPv4 && device.Service.HostNameType == UriHostNameType.IPv6)
        {
            _waiting.Add(device);
            return false;
        }

        _identities.Add(device.Identity);
        return true;
    }

    /// <summary>What is to be shown in the end: cameras that answered by IPv6 alone.</summary>
    public IEnumerable<FoundDevice> Rest() => _waiting.Where(device => device.Identity.Length == 0 || !_identities.Contains(device.Identity));
}
