using Dashboard.Hosting;

namespace Dashboard.Mqtt;

/// <summary>
/// What waits for the broker, in order. It is bounded in bytes: where the broker is away for too long the oldest messages are dropped and counted.
/// A retained message takes the place of an older one to the same topic that still waits.
/// </summary>
/// <param name="maxBytes">No more is kept.</param>
internal sealed class MqttOutbox(int maxBytes = MqttOutbox.UsualBytes)
{
    public const int UsualBytes = 8 << 20;

    private readonly Lock _gate = new();
    private readonly LinkedList<MqttMessage> _messages = new();
    private readonly Dictionary<string, LinkedListNode<MqttMessage>> _retained = new(StringComparer.Ordinal);
    private long _bytes;
    private long _dropped;

    /// <summary>Given with each message.</summary>
    public WakeSignal Arrived { get; } = new();

    /// <summary>How many wait, and how many were dropped since the program started.</summary>
    public (int Waiting, long Dropped) Counts
    {
        get
        {
            lock (_gate)
            {
                return (_messages.Count, _dropped);
            }
        }
    }

    public void Add(MqttMessage message)
    {
        lock (_gate)
        {
            if (message.IsRetained && _retained.Remove(message.Topic, out var older))
            {
                Take(older);
            }

            var node = _messages.AddLast(message);
            _bytes += message.Bytes;
            if (message.IsRetained)
            {
                _retained[message.Topic] = node;
            }

            while (_bytes > maxBytes)
            {
                Take(_messages.First!);
                _dropped++;
            }
        }

        Arrived.Wake();
    }

    /// <summary>The oldest, which stays until it is removed; null: none waits.</summary>
    public MqttMessage? Peek()
    {
        lock (_gate)
        {
            return _messages.First?.Value;
        }
    }

    /// <summary>Removes what was sent, unless it was dropped or replaced meanwhile.</summary>
    public void Remove(MqttMessage sent)
    {
        lock (_gate)
        {
            if (_messages.First is { } first && ReferenceEquals(first.Value, sent))
            {
                Take(first);
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _messages.Clear();
            _retained.Clear();
            _bytes = 0;
        }
    }

    private void Take(LinkedListNode<MqttMessage> node)
    {
        _messages.Remove(node);
        _bytes -= node.Value.Bytes;
        if (node.Value.IsRetained && _retained.TryGetValue(node.Value.Topic, out var known) && known == node)
        {
            _retained.Remove(node.Value.Topic);
        }
    }
}
