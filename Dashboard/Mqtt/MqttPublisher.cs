using Dashboard.Hosting;
using Dashboard.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Mqtt;

/// <summary>
/// Keeps a connection to the broker while MQTT is switched on, and sends what waits in the outbox. Changed settings count at once: the connection is
/// made anew.
/// </summary>
internal sealed partial class MqttPublisher(
    MqttOutbox outbox, MqttCameras cameras, MqttStatus status, IOptionsMonitor<MqttOptions> options, TimeProvider time, ILogger<MqttPublisher> log)
    : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly WakeSignal _changed = new();
    private volatile Round _round = new(new MqttOptions());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var subscription = options.OnChange((now, _) =>
        {
            // Settings of other kinds are saved, too.
            if (now != _round.Options)
            {
                _round.End.Cancel();
                _changed.Wake();
            }
        });
        var changed = _changed.Listen();
        var backOff = new BackOff(FirstWait, MaxWait, Random.Shared);
        var lastFault = "";
        while (!stoppingToken.IsCancellationRequested)
        {
            var round = new Round(options.CurrentValue);
            _round = round;
            if (options.CurrentValue != round.Options)
            {
                continue; // Changed between the two.
            }

            var wait = Timeout.InfiniteTimeSpan;
            if (!round.Options.Enabled)
            {
                outbox.Clear();
                status.Set(MqttState.Off);
            }
            else if (await RunAsync(round, backOff, stoppingToken) is { } fault)
            {
                status.Set(MqttState.Failing, fault);
                wait = backOff.Next();
                if (fault != lastFault)
                {
                    LogFault(fault);
                }

                lastFault = fault;
            }
            else
            {
                (wait, lastFault) = (TimeSpan.Zero, "");
            }

            try
            {
                await changed.WaitAsync(wait, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // Returns why the connection ended; null: the settings changed, or the program stops.
    private async Task<string?> RunAsync(Round round, BackOff backOff, CancellationToken stoppingToken)
    {
        var current = round.Options;
        var topics = new MqttTopics(current.TopicPrefix);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, round.End.Token);
        status.Set(MqttState.Connecting);
        try
        {
            await using var connection = await MqttConnection.OpenAsync(current, topics, stop.Token);
            using var run = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, connection.Lost);
            try
            {
                cameras.Forget();
                await connection.AnnounceAsync(run.Token);
                status.Set(MqttState.Connected);
                var (waiting, dropped) = outbox.Counts;
                LogConnected(current.Host, current.Port, waiting, dropped);
                backOff.Reset();
                await PublishAsync(connection, current, run.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                using var late = new CancellationTokenSource(Farewell, time);
                await connection.CloseAsync(late.Token);
                return null;
            }
            catch (OperationCanceledException) when (connection.Lost.IsCancellationRequested)
            {
                return "The connection to the broker was lost.";
            }
        }
        catch (Exception exception)
        {
            return stop.IsCancellationRequested ? null : MqttFailures.Describe(exception, current);
        }

        return null;
    }

    private async Task PublishAsync(MqttConnection connection, MqttOptions current, CancellationToken cancellationToken)
    {
        var arrived = outbox.Arrived.Listen();
        var polledAt = 0L;
        while (true)
        {
            if (polledAt == 0 || time.GetElapsedTime(polledAt) >= PollInterval)
            {
                await PublishCamerasAsync(connection, current, cancellationToken);
                polledAt = time.GetTimestamp();
            }

            while (outbox.Peek() is { } message && time.GetElapsedTime(polledAt) < PollInterval)
            {
                await connection.PublishAsync(message.At(time.GetUtcNow()), cancellationToken);
                outbox.Remove(message);
                status.AddPublished();
            }

            if (outbox.Peek() is null)
            {
                await arrived.WaitAsync(PollInterval, time, cancellationToken);
            }
        }
    }

    private async Task PublishCamerasAsync(MqttConnection connection, MqttOptions current, CancellationToken cancellationToken)
    {
        IReadOnlyList<CameraChange> changes;
        try
        {
            changes = await cameras.ReadChangesAsync(current, cancellationToken);
        }
        catch (Exception exception) when (StorageFailure.MayPass(exception))
        {
            return; // They are looked at again; what the broker knows stays, and flows go on.
        }

        foreach (var change in changes)
        {
            foreach (var message in change.Messages)
            {
                await connection.PublishAsync(message, cancellationToken);
            }

            cameras.NotePublished(change);
        }
    }

    [LoggerMessage(LogLevel.Information, "MQTT: connected to {Host}, port {Port}; {Waiting} messages waited, {Dropped} were dropped since the start")]
    private partial void LogConnected(string host, int port, int waiting, long dropped);

    [LoggerMessage(LogLevel.Warning, "MQTT: {Fault} It is tried again until it works; up to 8 MB of messages wait meanwhile")]
    private partial void LogFault(string fault);

    // From a reading of the settings to their change.
    private sealed record Round(MqttOptions Options)
    {
        public CancellationTokenSource End { get; } = new();
    }
}
