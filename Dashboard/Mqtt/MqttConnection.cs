using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Hosting.Network;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Dashboard.Mqtt;

/// <summary>
/// One connection to the broker, with a last will: where it is lost the broker says so in its place. Several servers tell the same status; who
/// hears that it is offline while it is there itself says otherwise. The last will of a connection before this one may come late, too.
/// </summary>
internal sealed class MqttConnection : IAsyncDisposable
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private readonly IMqttClient _client;
    private readonly string _statusTopic;
    private readonly CancellationTokenSource _lost = new();
    private readonly SemaphoreSlim _telling = new(1);
    private bool _isLeaving;

    private MqttConnection(IMqttClient client, string statusTopic)
    {
        (_client, _statusTopic) = (client, statusTopic);
        _client.DisconnectedAsync += OnDisconnectedAsync;
        _client.ApplicationMessageReceivedAsync += OnReceivedAsync;
    }

    /// <summary>Cancelled once the connection is lost.</summary>
    public CancellationToken Lost => _lost.Token;

    public static async Task<MqttConnection> OpenAsync(MqttOptions options, MqttTopics topics, CancellationToken cancellationToken)
    {
        var addresses = await AddressGuard.FindServerAsync(options.Host, cancellationToken);
        for (var next = 0; ; next++)
        {
            try
            {
                return await OpenAsync(options, topics, addresses[next], cancellationToken);
            }
            catch (Exception exception) when (next + 1 < addresses.Length && !cancellationToken.IsCancellationRequested
                && exception is MqttCommunicationException and not MqttConnectingFailedException)
            {
                // A name may have addresses of both kinds, and the broker listen on one.
            }
        }
    }

    private static async Task<MqttConnection> OpenAsync(
        MqttOptions options, MqttTopics topics, IPAddress address, CancellationToken cancellationToken)
    {
        var connection = new MqttConnection(new MqttClientFactory().CreateMqttClient(), topics.Status);
        try
        {
            var answer = await connection._client.ConnectAsync(Build(options, topics, address), cancellationToken);
            return answer.ResultCode == MqttClientConnectResultCode.Success ? connection : throw new MqttRefusedException(
                answer.ResultCode.ToString());
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says that the server is there, and from now on says so again whenever somebody says otherwise.</summary>
    public async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        await TellOnlineAsync(cancellationToken);

        // A broker may forbid to read; then the status is that of whoever told it last.
        await _client.SubscribeAsync(
            new MqttClientSubscribeOptionsBuilder().WithTopicFilter(_statusTopic, MqttQualityOfServiceLevel.AtLeastOnce).Build(), cancellationToken);
    }

    /// <summary>Sends a message; returns once the broker has it.</summary>
    public async Task PublishAsync(MqttMessage message, CancellationToken cancellationToken) => await _client.PublishAsync(
        new MqttApplicationMessageBuilder()
            .WithTopic(message.Topic)
            .WithPayload(message.Payload)
            .WithRetainFlag(message.IsRetained)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build(),
        cancellationToken);

    /// <summary>
    /// Says good-bye: the last will is not executed then, so the same is said first. Nothing may come in any more at the end: a connection that is
    /// closed with bytes unread is reset, the broker never sees the good-bye, and tells the last will, too.
    /// </summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _telling.WaitAsync(cancellationToken);
        try
        {
            _isLeaving = true;
            await _client.UnsubscribeAsync(
                new MqttClientUnsubscribeOptionsBuilder().WithTopicFilter(_statusTopic).Build(), cancellationToken);
            await PublishAsync(MqttMessage.Text(_statusTopic, MqttTopics.Offline, isRetained: true), cancellationToken);
        }
        finally
        {
            _telling.Release();
        }

        await _client.DisconnectAsync(new MqttClientDisconnectOptions(), cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _client.DisconnectedAsync -= OnDisconnectedAsync;
        _client.ApplicationMessageReceivedAsync -= OnReceivedAsync;
        _client.Dispose();
        _lost.Dispose();
        _telling.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task TellOnlineAsync(CancellationToken cancellationToken)
    {
        await _telling.WaitAsync(cancellationToken);
        try
        {
            if (!_isLeaving)
            {
                await PublishAsync(MqttMessage.Text(_statusTopic, MqttTopics.Online, isRetained: true), cancellationToken);
            }
        }
        finally
        {
            _telling.Release();
        }
    }

    private Task OnReceivedAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        var message = received.ApplicationMessage;
        if (message.Topic == _statusTopic && message.ConvertPayloadToString() == MqttTopics.Offline)
        {
            _ = AnswerAsync(); // Not awaited: that the broker has it is told on the same way.
        }

        return Task.CompletedTask;
    }

    private async Task AnswerAsync()
    {
        try
        {
            await TellOnlineAsync(_lost.Token);
        }
        catch (Exception)
        {
            // The connection ends; the next one announces itself.
        }
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs ended) => _lost.CancelAsync();

    private static MqttClientOptions Build(MqttOptions options, MqttTopics topics, IPAddress address)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithEndPoint(new IPEndPoint(address, options.Port))
            .WithClientId($"plates-{RandomNumberGenerator.GetHexString(8, lowercase: true)}")
            .WithCleanSession()
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(MaxTime)
            .WithWillTopic(topics.Status)
            .WithWillPayload(MqttTopics.Offline)
            .WithWillRetain()
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (options.User.Length > 0)
        {
            builder.WithCredentials(options.User, options.Password);
        }

        if (options.Tls)
        {
            builder.WithTlsOptions(tls =>
            {
                tls.UseTls().WithTargetHost(options.Host);
                if (options.CaFile.Length > 0)
                {
                    var own = new X509Certificate2Collection();
                    own.ImportFromPemFile(options.CaFile);
                    tls.WithTrustChain(own);
                }
            });
        }

        return builder.Build();
    }
}
