using Dashboard.Hosting;
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
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly WakeSignal _changed = new();
    private CancellationTokenSource _stale = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var subscription = options.OnChange((_, _) =>
        {
            Volatile.Read(ref _stale).Cancel();
            _changed.Wake();
        });
        var changed = _changed.Listen();
        var backOff = new BackOff(FirstWait, MaxWait, Random.Shared);
        var lastFault = "";
        while (!stoppingToken.IsCancellationRequested)
        {
            // First, so that a change while the settings are read ends this round.
            var stale = new CancellationTokenSource();
            Volatile.Write(ref _stale, stale);
            var current = options.CurrentValue;
            var wait = Timeout.InfiniteTimeSpan;
            if (!current.Enabled)
            {
                outbox.Clear();
                status.Set(MqttState.Off, time.GetUtcNow());
            }
            else if (await RunAsync(current, backOff, stale.Token, stoppingToken) is { } fault)
            {
                status.Set(MqttState.Failing, time.GetUtcNow(), fault);
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
    private async Task<string?> RunAsync(MqttOptions current, BackOff backOff, CancellationToken stale, CancellationToken stoppingToken)
    {
        var topics = new MqttTopics(current.TopicPrefix);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, stale);
        status.Set(MqttState.Connecting, time.GetUtcNow());
        try
        {
            await using var connection = await MqttConnection.OpenAsync(current, topics, stop.Token);
            using var run = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, connection.Lost);
            try
            {
                cameras.Forget();
                await connection.PublishAsync(MqttMessage.Text(topics.Status, MqttTopics.Online, isRetained: true), run.Token);
                status.Set(MqttState.Connected, time.GetUtcNow());
                LogConnected(current.Host, current.Port);
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
        var lookedAt = 0L;
        while (true)
        {
            if (lookedAt == 0 || time.GetElapsedTime(lookedAt) >= LookInterval)
            {
                foreach (var message in await cameras.LookAsync(current, cancellationToken))
                {
                    await connection.PublishAsync(message, cancellationToken);
                    cameras.Told(message);
                }

                lookedAt = time.GetTimestamp();
            }

            while (outbox.Peek() is { } message && time.GetElapsedTime(lookedAt) < LookInterval)
            {
                await connection.PublishAsync(message, cancellationToken);
                outbox.Remove(message);
                status.AddPublished();
            }

            if (outbox.Peek() is null)
            {
                await arrived.WaitAsync(LookInterval, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "MQTT: connected to {Host}, port {Port}")]
    private partial void LogConnected(string host, int port);

    [LoggerMessage(LogLevel.Warning, "MQTT: {Fault} It is tried again until it works; up to 8 MB of messages wait meanwhile")]
    private partial void LogFault(string fault);
}
