using Dashboard.Agents.AgentRole;
using Dashboard.Configuration;

namespace Dashboard.Tests.Agents.AgentRole;

public sealed class AgentOptionsTests
{
    [Fact]
    public void Agent_WithoutServerAndKey_IsToldWhatToGive()
    {
        var failures = Check(new AgentOptions());
        Assert.Contains(failures, line => line.StartsWith("Agent:Server", StringComparison.Ordinal));
        Assert.Contains(failures, line => line.StartsWith("Agent:Key", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plates.example.com")]
    [InlineData("ftp://plates.example.com")]
    [InlineData("https://me:secret@plates.example.com")]
    [InlineData("https://plates.example.com/?api_key=secret")]
    public void Server_ThatIsNoAddress_IsRefusedWithoutRepeatingIt(string server)
    {
        var line = Assert.Single(Check(new AgentOptions { Server = server, Key = "lpr_x" }));
        Assert.StartsWith("Agent:Server", line);
        Assert.DoesNotContain("secret", line);
    }

    [Theory]
    [InlineData("https://plates.example.com", "https://plates.example.com/")]
    [InlineData("https://plates.example.com/", "https://plates.example.com/")]
    [InlineData("https://plates.example.com/push/", "https://plates.example.com/")]
    [InlineData("http://10.0.0.5:8881/lpr/push", "http://10.0.0.5:8881/lpr/")]
    public void Server_AlsoAsAnUploadAddress_IsTheSameServer(string given, string expected) =>
        Assert.Equal(expected, new AgentOptions { Server = given }.ServerAddress().ToString());

    [Fact]
    public void Pictures_ThatNobodyCouldFetch_AreRefused()
    {
        var line = Assert.Single(Check(new AgentOptions { Server = "http://a", Key = "k", Pictures = PictureTransfer.Fetch }));
        Assert.StartsWith("Agent:Pictures", line);
    }

    [Theory]
    [InlineData(PictureTransfer.Auto, false, true)]
    [InlineData(PictureTransfer.Auto, true, false)]
    [InlineData(PictureTransfer.Push, true, true)]
    [InlineData(PictureTransfer.Fetch, true, false)]
    public void Pictures_AsSet_ArePushedOrFetched(PictureTransfer pictures, bool isServing, bool isPushing) =>
        Assert.Equal(isPushing, new AgentOptions { Pictures = pictures, WebServer = { Enabled = isServing } }.PushesPictures);

    private static IReadOnlyList<string> Check(AgentOptions options) =>
        [.. new AgentOptionsValidator(new ServerOptions { Role = ServerRole.Agent }).Validate(null, options).Failures ?? []];
}
