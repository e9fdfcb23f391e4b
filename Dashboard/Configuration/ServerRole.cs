namespace Dashboard.Configuration;

/// <summary>What a machine does: the setting <c>Role</c>.</summary>
internal enum ServerRole
{
    /// <summary>Recognises, and serves the dashboard and both APIs.</summary>
    All,

    /// <summary>Serves; its cameras are watched by agents.</summary>
    Server,

    /// <summary>Watches cameras of a cluster, on the database of its servers; no pages, no APIs.</summary>
    Recognizer,

    /// <summary>Recognises, and pushes what it sees to a server.</summary>
    Agent,
}
