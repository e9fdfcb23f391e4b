using Dashboard.Cluster;
using Dashboard.Configuration;
using Dashboard.Storage;

namespace Dashboard.Tests.Cluster;

public sealed class ClusterOptionsTests
{
    [Fact]
    public void Defaults_AreOff_AndValid() => Assert.Empty(Errors(new ClusterOptions(), provider: DatabaseProvider.Sqlite));

    [Fact]
    public void Loopback_NeedsNoCertificate() => Assert.Empty(Errors(Local()));

    [Theory]
    [InlineData("Cluster:Port is 0; it must be from 1 to 65535, mostly 8882", "127.0.0.1", 0)]
    [InlineData("Cluster:Address 'here' is not the IP address of a machine; give one at which the others reach this one", "here", 1)]
    [InlineData("Cluster:Address '0.0.0.0' is not the IP address", "0.0.0.0", 1)]
    [InlineData("Cluster:CertificateFile is empty; machines speak to each other over TLS only", "192.0.2.7", 1)]
    public void Wrong_NamesTheKey_AndWhatIsAllowed(string expected, string address, int port) =>
        Assert.Contains(
            Errors(new ClusterOptions { Enabled = true, Address = address, Port = port }),
            error => error.StartsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void Sqlite_IsOfOneMachine() =>
        Assert.StartsWith(
            "Cluster:Enabled is true while Database:Provider is Sqlite", Assert.Single(Errors(Local(), provider: DatabaseProvider.Sqlite)));

    [Fact]
    public void Agent_JoinsNoCluster() =>
        Assert.StartsWith("Cluster:Enabled is true while Role is Agent", Assert.Single(Errors(Local(), ServerRole.Agent)));

    [Fact]
    public void Recognizer_WithoutACluster_WatchesForNobody() =>
        Assert.StartsWith("Cluster:Enabled is false while Role is Recognizer", Assert.Single(Errors(new ClusterOptions(), ServerRole.Recognizer)));

    [Fact]
    public void Certificates_ThatCannotBeRead_AreNamed()
    {
        var options = Local();
        (options.CertificateFile, options.AuthorityFile) = ("/nowhere/node.pem", "/nowhere/authority.pem");
        Assert.Collection(
            Errors(options),
            error => Assert.StartsWith("Cluster:CertificateFile '/nowhere/node.pem' cannot be used", error),
            error => Assert.StartsWith("Cluster:AuthorityFile '/nowhere/authority.pem' cannot be used", error));
    }

    private static ClusterOptions Local() => new() { Enabled = true, Address = "127.0.0.1" };

    private static List<string> Errors(
        ClusterOptions options, ServerRole role = ServerRole.All, DatabaseProvider provider = DatabaseProvider.PostgreSql) =>
        [.. new ClusterOptionsValidator(new ServerOptions { Role = role }, new DatabaseOptions { Provider = provider }).Validate(null, options)
            .Failures ?? []];
}
