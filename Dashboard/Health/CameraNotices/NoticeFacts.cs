using Dashboard.Agents;
using Dashboard.Domain.Cameras;
using Dashboard.Storage;

namespace Dashboard.Health.CameraNotices;

/// <summary>What is known of cameras and agents at one look: enough to say whom to tell what.</summary>
internal sealed record NoticeFacts
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>A camera that gave no frames for so long is told of; also the least time between two mails.</summary>
    public required TimeSpan Wait { get; init; }

    /// <summary>Somebody is told, and there is a mail server.</summary>
    public required bool HasRecipients { get; init; }

    /// <summary>When the last mail was written; null: none was.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The cameras that are switched on.</summary>
    public required IReadOnlyList<Camera> Cameras { get; init; }

    /// <summary>
    /// The outages that last or that people were told of as dark and not yet as over, and of these cameras all that began within the last day.
    /// </summary>
    public required IReadOnlyList<CameraOutage> Outages { get; init; }

    /// <summary>The agents that have been heard of at some time.</summary>
    public IReadOnlyList<WatchedAgent> Agents { get; init; } = [];
}

/// <summary>An agent, as far as its silence goes.</summary>
/// <param name="Agent">Its row.</param>
/// <param name="Cameras">Those that it watches and that are switched on.</param>
/// <param name="HeardSince">
/// When it was heard of again for the first time since people were told of its silence; null: it is silent, or never was.
/// </param>
internal sealed record WatchedAgent(AgentRow Agent, IReadOnlyList<Camera> Cameras, DateTimeOffset? HeardSince)
{
    /// <summary>What people call it.</summary>
    public string Name => Agent.Name.Length > 0 ? Agent.Name : Agent.Hostname;

    /// <summary>People were told that it is silent, and not that it is heard of again.</summary>
    public bool IsTold => Agent.SilenceToldAt is not null;

    /// <summary>For how long it was not heard of.</summary>
    public TimeSpan SilentFor(DateTimeOffset now) => now - (Agent.LastSeenAt ?? now);

    /// <summary>It is not there: an agent tells every minute that it is.</summary>
    public bool IsSilent(DateTimeOffset now) => SilentFor(now) > AgentSummary.Silence;
}
