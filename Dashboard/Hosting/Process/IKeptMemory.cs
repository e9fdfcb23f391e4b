namespace Dashboard.Hosting.Process;

/// <summary>What keeps memory to use it again.</summary>
internal interface IKeptMemory
{
    /// <summary>Lets go what was not needed since the last time; returns how many bytes that were.</summary>
    long Trim();
}
