using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Configuration;
using Dashboard.Hosting.Tls;
using Dashboard.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Cluster;

/// <summary>The section <c>Cluster</c>: several machines on one database share its cameras.</summary>
internal sealed class ClusterOptions
{
    public const string Section = "Cluster";

    /// <summary>The port unless told otherwise.</summary>
    public const int DefaultPort = 8882;

    /// <summary>Least port that may be listened on.</summary>
    public const int MinPort = 1;

    /// <summary>Greatest port that there is.</summary>
    public const int MaxPort = 65535;

    /// <summary>This machine joins the others.</summary>
    public bool Enabled { get; set; }

    /// <summary>What this machine is called on pages, up to 64 characters; empty: by its host name. Each has its own.</summary>
    public string Node { get; set; } = "";

    /// <summary>This machine's IP address, at which the others reach it; empty: the first that it has besides that of itself.</summary>
    public string Address { get; set; } = "";

    /// <summary>The port at which the others reach it.</summary>
    public int Port { get; set; } = DefaultPort;

    /// <summary>File with this machine's certificate, PEM.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>File with its private key, PEM; empty: it is in the file of the certificate.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>File with the certificate of the authority that signed those of all machines, PEM.</summary>
    public string AuthorityFile { get; set; } = "";

    /// <summary>The machines speak to each other over TLS, and each shows its certificate.</summary>
    public bool UsesTls => CertificateFile.Length > 0;

    /// <summary>What this machine is called.</summary>
    public string NodeName() => Node.Trim() is { Length: > 0 } given ? given : Environment.MachineName;

    /// <summary>The address at which the others reach it.</summary>
    public IPAddress Reached() => Address.Length > 0 ? IPAddress.Parse(Address) : OwnAddress() ?? IPAddress.Loopback;

    /// <summary>The certificate with its key. Throws what is wrong with the files.</summary>
    public X509Certificate2 LoadCertificate() => new TlsOptions { CertificateFile = CertificateFile, KeyFile = KeyFile }.Load().Certificate;

    /// <summary>The authority's certificates. Throws what is wrong with the file.</summary>
    public X509Certificate2Collection LoadAuthority()
    {
        var authority = new X509Certificate2Collection();
        authority.ImportFromPemFile(AuthorityFile);
        return authority.Count > 0 ? authority : throw new CryptographicException("there is no certificate in it");
    }

    private static IPAddress? OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(address => address.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork);
}

/// <summary>Checks <see cref="ClusterOptions"/> together with what it needs of other sections.</summary>
internal sealed class ClusterOptionsValidator(ServerOptions server, DatabaseOptions database) : IValidateOptions<ClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterOptions options)
    {
        var check = new OptionsCheck(ClusterOptions.Section);
        check.Require(
            options.Enabled || server.Role != ServerRole.Recognizer,
            nameof(options.Enabled),
            "is false while Role is Recognizer, which watches cameras for a cluster; give true, or another Role");
        check.Range(nameof(options.Port), options.Port, ClusterOptions.MinPort, ClusterOptions.MaxPort, $", mostly {ClusterOptions.DefaultPort}");
        check.Require(
            options.Node.Length <= CameraTurn.MaxNodeLength,
            nameof(options.Node),
            $"has {options.Node.Length} characters; it has {CameraTurn.MaxNodeLength} at most");
        var isAddress = options.Address.Length == 0 || (IPAddress.TryParse(options.Address, out var ip) && !ip.Equals(IPAddress.Any)
            && !ip.Equals(IPAddress.IPv6Any));
        check.Require(
            isAddress,
            nameof(options.Address),
            $"'{options.Address}' is not the IP address of a machine; give one at which the others reach this one, such as 192.168.1.20");
        if (options.Enabled)
        {
            CheckJoining(options, isAddress, check);
        }

        return check.Result;
    }

    private void CheckJoining(ClusterOptions options, bool isAddress, OptionsCheck check)
    {
        check.Require(
            server.Role != ServerRole.Agent,
            nameof(options.Enabled),
            "is true while Role is Agent; an agent pushes to its server and joins no cluster: give false, or Role=Recognizer");
        check.Require(
            database.Provider != DatabaseProvider.Sqlite,
            nameof(options.Enabled),
            "is true while Database:Provider is Sqlite, which is of one machine; give PostgreSql or SqlServer");
        if (!options.UsesTls)
        {
            check.Require(
                !isAddress || IPAddress.IsLoopback(options.Reached()),
                nameof(options.CertificateFile),
                "is empty; machines speak to each other over TLS only: give a PEM file, the key in Cluster:KeyFile and its authority in "
                    + "Cluster:AuthorityFile (without, Cluster:Address must be 127.0.0.1)");
            return;
        }

        CheckFile(nameof(options.CertificateFile), options.CertificateFile, () => options.LoadCertificate().Dispose(), check);
        CheckFile(nameof(options.AuthorityFile), options.AuthorityFile, () => options.LoadAuthority(), check);
    }

    private static void CheckFile(string key, string path, Action load, OptionsCheck check)
    {
        try
        {
            load();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            check.Require(false, key, $"'{path}' cannot be used ({exception.Message}); give a PEM file that can be read");
        }
    }
}
