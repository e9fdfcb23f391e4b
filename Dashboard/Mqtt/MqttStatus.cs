namespace Dashboard.Mqtt;

/// <summary>How the connection to the broker stands.</summary>
internal enum MqttState
{
    Off,

    Connecting,

    Connected,

    /// <summary>It failed and is tried again.</summary>
    Failing,
}

/// <summary>How publishing stands, for pages; written by <see cref="MqttPublisher"/>.</summary>
internal sealed class MqttStatus(MqttOutbox outbox)
{
    private volatile Connection _connection = new(MqttState.Off, null);
    private long _published;

    public MqttState State => _connection.State;

    /// <summary>Why it fails, as a sentence; null: it does not.</summary>
    public string? Fault => _connection.Fault;

    /// <summary>Messages that the broker has taken since the program started.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <inheritdoc cref="MqttOutbox.Counts"/>
    public (int Waiting, long Dropped) Counts => outbox.Counts;

    public void Set(MqttState state, string? fault = null) => _connection = new(state, fault);

    public void AddPublished() => Interlocked.Increment(ref _published);

    private sealed record Connection(MqttState State, string? Fault);
}
