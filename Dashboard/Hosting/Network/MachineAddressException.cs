namespace Dashboard.Hosting.Network;

/// <summary>The address is one that nothing is sent to, whoever has set it.</summary>
internal sealed class MachineAddressException(string host) : IOException(
    $"{host} is an address by which a machine is told of itself, and nothing is sent there; enter the receiver's own address");
