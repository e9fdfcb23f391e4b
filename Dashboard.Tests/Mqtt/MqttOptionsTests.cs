using Dashboard.Mqtt;

namespace Dashboard.Tests.Mqtt;

public sealed class MqttOptionsTests
{
    [Theory]
    [InlineData("", "plates", "homeassistant", "Mqtt:Host")]
    [InlineData("mqtt://broker", "plates", "homeassistant", "Mqtt:Host")]
    [InlineData("broker:1883", "plates", "homeassistant", "Mqtt:Host")]
    [InlineData("broker", "", "homeassistant", "Mqtt:TopicPrefix")]
    [InlineData("broker", "plates/", "homeassistant", "Mqtt:TopicPrefix")]
    [InlineData("broker", "plates/#", "homeassistant", "Mqtt:TopicPrefix")]
    [InlineData("broker", "$SYS", "homeassistant", "Mqtt:TopicPrefix")]
    [InlineData("broker", "my plates", "homeassistant", "Mqtt:TopicPrefix")]
    [InlineData("broker", "plates", "home+assistant", "Mqtt:Discovery")]
    public void Wrong_IsNamed(string host, string prefix, string discovery, string key)
    {
        var result = new MqttOptionsValidator().Validate(
            null, new MqttOptions { Enabled = true, Host = host, TopicPrefix = prefix, Discovery = discovery });
        Assert.StartsWith(key + " ", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("broker.example.org", "site/plates", "")]
    [InlineData("192.168.1.10", "plates", "homeassistant")]
    [InlineData("::1", "plätze", "ha/discovery")]
    public void Right_IsTaken(string host, string prefix, string discovery) => Assert.True(
        new MqttOptionsValidator().Validate(
            null, new MqttOptions { Enabled = true, Host = host, TopicPrefix = prefix, Discovery = discovery }).Succeeded);

    [Fact]
    public void Password_WithoutUser_AndAMissingFile_AreNamedAndThePasswordIsNot()
    {
        var result = new MqttOptionsValidator().Validate(null, new MqttOptions { Password = "hidden", CaFile = "/nothing.pem", Port = 0 });
        Assert.Equal(["Mqtt:Port", "Mqtt:User", "Mqtt:CaFile"], result.Failures!.Select(failure => failure.Split(' ')[0]));
        Assert.DoesNotContain("hidden", result.FailureMessage, StringComparison.Ordinal);
    }
}
