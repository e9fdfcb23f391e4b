namespace Dashboard.Storage;

/// <summary>A secret of the program itself that all servers on the database share, encrypted with the data-protection keys.</summary>
internal sealed class ServerSecret
{
    public string Name { get; set; } = "";

    public byte[] ProtectedValue { get; set; } = [];
}
