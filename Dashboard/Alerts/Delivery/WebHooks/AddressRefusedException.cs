namespace Dashboard.Alerts.Delivery.WebHooks;

/// <summary>The address is one that a web hook may not reach.</summary>
internal sealed class AddressRefusedException(string host) : IOException(
    $"{host} is an address of the local network or of this machine, which this web hook may not reach; allow private addresses where it is meant");
