using Dashboard.Configuration;
using Dashboard.Security.Accounts;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Dashboard.Security.FirstRun;

/// <summary>
/// At start, where nobody has an account: makes the administrator of the settings, or else a line on the console that says how to make one.
/// </summary>
internal sealed partial class FirstRunAnnouncer(
    UserAccounts accounts,
    FirstRunGate gate,
    AdminOptions admin,
    IServer server,
    IHostApplicationLifetime lifetime,
    [FromKeyedServices(FirstRunAnnouncer.WriterKey)] TextWriter console,
    ILogger<FirstRunAnnouncer> log) : IHostedService
{
    /// <summary>The key of the writer that the line goes to: standard output.</summary>
    public const string WriterKey = "first-run";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await gate.IsOpenAsync(cancellationToken))
        {
            return;
        }

        if (admin.Email.Length == 0)
        {
            lifetime.ApplicationStarted.Register(Announce);
            return;
        }

        var made = await accounts.AddFirstAsync(admin.Email, admin.Password, allowsCommon: true);
        if (!made.IsDone && await gate.IsOpenAsync(cancellationToken))
        {
            throw new StartException($"Admin:Email: the first administrator could not be created: {made.Refusal}");
        }

        LogMade(admin.Email);
        if (AccountRules.PasswordError(admin.Password, admin.Email) is { } warning)
        {
            LogCommon(warning);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The console, not the log: logs are kept and shipped elsewhere, the code is for whoever stands at this machine now.
    private void Announce()
    {
        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        var address = listening is null ? "" : PublicAddress.Reached(listening, "localhost");
        console.WriteLine();
        console.WriteLine($"  First run: open {address}{AccountPaths.Setup} and enter the code {gate.Code.Text}");
        console.WriteLine();
    }

    [LoggerMessage(LogLevel.Warning, "Admin:Password: {Warning}")]
    private partial void LogCommon(string warning);

    [LoggerMessage(LogLevel.Information, "Made the first administrator, {Email}")]
    private partial void LogMade(string email);
}
