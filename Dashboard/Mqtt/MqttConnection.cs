using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Dashboard.Mqtt;

/// <summary>One connection to the broker, with a last will: where it is lost the broker says so in its place.</summary>
internal sealed class MqttConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private readonly IMqttClient _client;
    private readonly string _statusTopic;
    private readonly CancellationTokenSource _lost = new();

    private MqttConnection(IMqttClient client, string statusTopic)
    {
        (_client, _statusTopic) = (client, statusTopic);
        _client.DisconnectedAsync += OnDisconnectedAsync;
    }

    /// <summary>Cancelled once the connection is lost.</summary>
    public CancellationToken Lost => _lost.Token;

    public static async Task<MqttConnection> OpenAsync(MqttOptions options, MqttTopics topics, CancellationToken cancellationToken)
    {
        var connection = new MqttConnection(new MqttClientFactory().CreateMqttClient(), topics.Status);
        try
        {
            var answer = await connection._client.ConnectAsync(Build(options, topics), cancellationToken);
            return answer.ResultCode == MqttClientConnectResultCode.Success ? connection : throw new MqttRefusedException(answer.ResultCode.ToString());
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
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

    /// <summary>Says good-bye: the last will is not executed then, so the same is said first.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await PublishAsync(MqttMessage.Text(_statusTopic, MqttTopics.Offline, isRetained: true), cancellationToken);
        await _client.DisconnectAsync(new MqttClientDisconnectOptions(), cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _client.DisconnectedAsync -= OnDisconnectedAsync;
        _client.Dispose();
        _lost.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs ended) => _lost.CancelAsync();

    private static MqttClientOptions Build(MqttOptions options, MqttTopics topics)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithTcpServer(options.Host, options.Port)
            .WithClientId($"plates-{RandomNumberGenerator.GetHexString(8, lowercase: true)}")
            .WithCleanSession()
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(Patience)
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
