using Dashboard.Domain.Flows;

namespace Dashboard.Flows;

/// <summary>The file of a picture is not the one that was stored with its flow.</summary>
internal sealed class PictureChangedException(long flow) : IOException($"The picture of flow {flow} was changed after it was stored.");

/// <summary>Pictures that were found changed since the server started: each is told of once.</summary>
internal sealed partial class PictureFaults(ILogger<PictureFaults> log)
{
    private const int MaxRemembered = 10_000;

    private readonly Lock _gate = new();
    private readonly HashSet<long> _flows = [];
    private long? _last;

    /// <summary>How many flows have such a picture, and the last that was found; null: none.</summary>
    public (int Flows, long Last)? Current
    {
        get
        {
            lock (_gate)
            {
                return _last is { } last ? (_flows.Count, last) : null;
            }
        }
    }

    public void Note(Flow flow, string file)
    {
        bool isNew;
        lock (_gate)
        {
            isNew = _flows.Count < MaxRemembered && _flows.Add(flow.Id);
            _last = isNew ? flow.Id : _last;
        }

        if (isNew)
        {
            LogChanged(flow.Id, file);
        }
    }

    [LoggerMessage(LogLevel.Error, "The picture of flow {Flow} was changed after it was stored and is not shown: {File} has another SHA-256")]
    private partial void LogChanged(long flow, string file);
}
