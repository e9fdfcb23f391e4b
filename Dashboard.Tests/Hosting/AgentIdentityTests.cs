using Dashboard.Configuration;
using Dashboard.Hosting;

namespace Dashboard.Tests.Hosting;

public sealed class AgentIdentityTests
{
    [Fact]
    public void Uid_AfterRestart_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        var server = new ServerOptions { DataDirectory = Path.Combine(folder.Root, "data") };

        var first = new AgentIdentity(server).Uid;

        Assert.Matches("^[A-Z0-9]{40}$", first);
        Assert.Equal(first, new AgentIdentity(server).Uid);
        Assert.Equal(["agent.uid"], Directory.GetFiles(server.DataDirectory).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Uid_MadeByManyAtOnce_IsOneUid()
    {
        using var folder = new TemporaryFolder();
        var server = new ServerOptions { DataDirectory = folder.Root };

        var uids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new AgentIdentity(server).Uid)));

        Assert.Single(uids.Distinct());
    }

    [Fact]
    public void Uid_OfADamagedFile_IsNotReplaced()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Root, "agent.uid"), "");
        var identity = new AgentIdentity(new ServerOptions { DataDirectory = folder.Root });

        var failure = Assert.Throws<InvalidDataException>(() => identity.Uid);
        Assert.Contains("agent.uid", failure.Message);
    }
}
