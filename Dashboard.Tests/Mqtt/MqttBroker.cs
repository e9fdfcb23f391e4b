using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dashboard.Tests.Support;
using MQTTnet;
using MQTTnet.Protocol;

namespace Dashboard.Tests.Mqtt;

/// <summary>A real broker (mosquitto) on loopback, and a subscriber to everything. Skips the test where it is not installed.</summary>
internal sealed class MqttBroker : IAsyncDisposable
{
    public const string User = "plates";
    public const string Password = "p4ss word";
    private const string Program = "/usr/sbin/mosquitto";

    private readonly string _folder = Directory.CreateTempSubdirectory("mqtt").FullName;
    private readonly List<string> _settings;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentQueue<(string Topic, string Text, bool IsRetained)> _messages = new();
    private Process? _process;
    private IMqttClient? _subscriber;

    public MqttBroker(bool needsSignIn = false, X509Certificate2? certificate = null)
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is missing");
        _certificate = certificate;
        _settings = [$"listener {Port} 127.0.0.1", "persistence false", $"allow_anonymous {(needsSignIn ? "false" : "true")}", "user root"];
        if (needsSignIn)
        {
            _settings.Add($"password_file {Write("passwords", "")}");
            Process.Start("/usr/bin/mosquitto_passwd", ["-b", Path.Combine(_folder, "passwords"), User, Password]).WaitForExit();
        }

        if (certificate is not null)
        {
            CaFile = Write("certificate.pem", certificate.ExportCertificatePem());
            _settings.Add($"certfile {CaFile}");
            _settings.Add($"keyfile {Write("key.pem", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())}");
        }
    }

    public int Port { get; } = FreePort.Find();

    /// <summary>The certificate, which is its own authority.</summary>
    public string? CaFile { get; }

    /// <summary>What came, in order; a retained message that was there before says so.</summary>
    public IReadOnlyList<(string Topic, string Text, bool IsRetained)> Messages => [.. _messages];

    /// <summary>The last message of a topic; null: none came.</summary>
    public string? Last(string topic) => _messages.LastOrDefault(message => message.Topic == topic).Text;

    public IEnumerable<string> All(string topic) => _messages.Where(message => message.Topic == topic).Select(message => message.Text);

    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["-c", Write("mosquitto.conf", string.Join('\n', _settings) + "\n")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _ = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        await Eventually.TrueAsync(ListensAsync, "mosquitto listens");
        await SubscribeAsync();
    }

    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }

        _subscriber?.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task SubscribeAsync()
    {
        _subscriber = new MqttClientFactory().CreateMqttClient();
        _subscriber.ApplicationMessageReceivedAsync += received =>
        {
            var message = received.ApplicationMessage;
            _messages.Enqueue((message.Topic, Encoding.UTF8.GetString(message.Payload), message.Retain));
            return Task.CompletedTask;
        };
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", Port).WithCredentials(User, Password);
        if (_certificate is not null)
        {
            options.WithTlsOptions(tls => tls.UseTls().WithCertificateValidationHandler(_ => true));
        }

        await _subscriber.ConnectAsync(options.Build(), Cancellation);
        await _subscriber.SubscribeAsync("#", MqttQualityOfServiceLevel.AtLeastOnce, Cancellation);
    }

    private async Task<bool> ListensAsync()
    {
        Assert.False(_process!.HasExited, "mosquitto ended");
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port, Cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
