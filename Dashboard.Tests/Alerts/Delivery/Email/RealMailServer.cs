using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Alerts.Delivery.Email;

namespace Dashboard.Tests.Alerts.Delivery.Email;

/// <summary>A real mail server (aiosmtpd) on loopback. Skips the test where it is not installed.</summary>
internal sealed class RealMailServer : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly string _folder;
    private readonly Process _process;

    private RealMailServer(string folder, Process process, int port) => (_folder, _process, Port) = (folder, process, port);

    public int Port { get; }

    /// <summary>What it took, header and body as they came.</summary>
    public IReadOnlyList<string> Mails => [.. Directory.GetFiles(_folder, "*.eml").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    public static async Task<RealMailServer> StartAsync(
        EmailSecurity security, X509Certificate2? certificate = null, string user = "", string password = "")
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is missing, which the mail server needs");
        var folder = Directory.CreateTempSubdirectory("mail-").FullName;
        string[] files = [Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem")];
        await File.WriteAllTextAsync(files[0], certificate?.ExportCertificatePem() ?? "");
        await File.WriteAllTextAsync(files[1], certificate?.GetECDsaPrivateKey()?.ExportPkcs8PrivateKeyPem() ?? "");
        var script = Path.Combine(AppContext.BaseDirectory, "Assets", "smtp_server.py");
        var process = Process.Start(
            new ProcessStartInfo(Python, [script, folder, security.ToString().ToLowerInvariant(), .. files, user, password])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        var errors = process.StandardError.ReadToEndAsync();
        if (!int.TryParse(await process.StandardOutput.ReadLineAsync(), CultureInfo.InvariantCulture, out var port))
        {
            await process.WaitForExitAsync();
            Assert.SkipWhen(process.ExitCode == 3, "No mail server here: " + await errors);
            Assert.Fail(await errors);
        }

        return new RealMailServer(folder, process, port);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
