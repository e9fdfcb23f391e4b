using Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Mqtt;

/// <summary>The broker that flows, alerts and cameras' states are published to: the section <c>Mqtt</c>.</summary>
internal sealed record MqttOptions
{
    /// <summary>Whether flows, alerts and the cameras' state are published.</summary>
    public bool Enabled { get; set; }

    /// <summary>The broker's name or address.</summary>
    public string Host { get; set; } = "";

    /// <summary>1883, or mostly 8883 with TLS.</summary>
    public int Port { get; set; } = 1883;

    /// <summary>Who signs in; empty: nobody.</summary>
    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    public bool Tls { get; set; }

    /// <summary>A PEM file with the authority that signed the broker's certificate; empty: those that the system trusts.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>The first part of all topics.</summary>
    public string TopicPrefix { get; set; } = "plates";

    /// <summary>The topic below which Home Assistant looks for devices; empty: it is told of none.</summary>
    public string Discovery { get; set; } = "homeassistant";
}

/// <summary>Checks <see cref="MqttOptions"/>; the password itself is never repeated.</summary>
internal sealed class MqttOptionsValidator : IValidateOptions<MqttOptions>
{
    private const int MaxTopic = 100;

    public ValidateOptionsResult Validate(string? name, MqttOptions options)
    {
        var check = new OptionsCheck("Mqtt");
        check.Require(
            !options.Enabled || options.Host.Length > 0, nameof(options.Host),
            "is empty while messages are to be published; give the broker's name or address");
        check.Require(
            options.Host.Length == 0 || Uri.CheckHostName(options.Host) != UriHostNameType.Unknown,
            nameof(options.Host),
            $"'{options.Host}' is not a name or address; enter one such as 192.168.1.10, without mqtt:// and port");
        check.Range(nameof(options.Port), options.Port, 1, 65535, ", mostly 1883, or 8883 with TLS");
        check.Require(
            options.User.Length > 0 || options.Password.Length == 0,
            nameof(options.User),
            "is empty while a password is set; give both, or neither");
        check.Require(
            options.CaFile.Length == 0 || File.Exists(options.CaFile),
            nameof(options.CaFile),
            $"'{options.CaFile}' does not exist; give the path of a PEM file on the server, or leave it empty");
        check.Require(IsTopic(options.TopicPrefix), nameof(options.TopicPrefix), WrongTopic(options.TopicPrefix, "plates"));
        check.Require(
            options.Discovery.Length == 0 || IsTopic(options.Discovery), nameof(options.Discovery), WrongTopic(options.Discovery, "homeassistant"));
        return check.Result;
    }

    private static bool IsTopic(string topic) =>
        topic.Length is > 0 and <= MaxTopic && topic.Split('/').All(level => level.Length > 0) && topic[0] != '$'
        && !topic.Any(letter => letter is '+' or '#' || char.IsControl(letter) || char.IsWhiteSpace(letter));

    private static string WrongTopic(string topic, string example) =>
        $"'{topic}' is not a topic; enter one of at most {MaxTopic} characters, such as {example}, without +, #, spaces and slashes at its ends";
}
