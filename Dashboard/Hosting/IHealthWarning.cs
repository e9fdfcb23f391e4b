namespace Dashboard.Hosting;

/// <summary>Something that somebody should look after although the server does its work.</summary>
internal interface IHealthWarning
{
    /// <summary>What it is now, in a sentence that names nothing of anybody's; null: all is well.</summary>
    string? Warning { get; }
}
