using System.CommandLine;
using Dashboard.Alerts.Delivery.WebHooks;

namespace Dashboard.Commands;

/// <summary>Web hooks from the command line.</summary>
internal static class HookCommand
{
    /// <summary>The command <c>hook</c> with <c>add</c>.</summary>
    public static Command Create(string[] settings)
    {
        var url = new Option<string>("--url") { Description = "Address that listens, http:// or https://.", Required = true };
        var events = new Option<string>("--events")
        {
            Description = "What it is told, separated by commas.",
            DefaultValueFactory = _ => HookEvents.All,
        };
        var secret = new Option<string>("--secret") { Description = "Signing secret; left out, one is made, which its page shows." };
        var allowPrivate = new Option<bool>("--allow-private") { Description = "Allow an address of the local network or of this machine." };
        var name = new Option<string>("--name") { Description = "What to call it; left out, the host of its address." };
        var format = new Option<string>("--format")
        {
            Description = "Whose bodies it gets: vendor (as Rekor Scout) or plain (as the Seedata API, with links to pictures).",
            DefaultValueFactory = _ => HookFormats.Vendor,
        };
        var pin = new Option<string>("--pin") { Description = "SHA-256 fingerprint of the one certificate that the receiver may show." };
        var caFile =
            new Option<string>("--ca-file") { Description = "PEM file of the certificate authority that signed the receiver's certificate." };
        var add = new Command("add", "Add a web hook and print its number.") { url, events, secret, allowPrivate, name, format, pin, caFile };
        add.SetAction((parsed, cancellationToken) => CommandHost.RunAsync(
            settings,
            DatabaseUse.MadeIfMissing,
            (services, stop) => AddAsync(
                services.GetRequiredService<WebHookStore>(),
                new WebHook
                {
                    Name = parsed.GetValue(name) ?? "",
                    Url = parsed.GetRequiredValue(url).Trim(),
                    Secret = parsed.GetValue(secret) ?? "",
                    AllowsPrivate = parsed.GetValue(allowPrivate),
                    CertificatePin = parsed.GetValue(pin) ?? "",
                },
                new HookArguments(parsed.GetRequiredValue(events), parsed.GetRequiredValue(format), parsed.GetValue(caFile)),
                Console.Out,
                Console.Error,
                stop),
            cancellationToken));
        return new Command("hook", "Web hooks, which tell other programs of flows and alerts.") { add };
    }

    /// <summary>Stores a hook and prints its number; what is wrong with it is one line and exit code 2. Its key is never printed.</summary>
    internal static async Task<int> AddAsync(
        WebHookStore hooks, WebHook hook, HookArguments arguments, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (HookFormats.Read(arguments.Format) is not { } format)
        {
            await errors.WriteLineAsync($"--format: there is no format '{arguments.Format}'; choose from {HookFormats.All}.");
            return 2;
        }

        try
        {
            var authority = arguments.CaFile is { } file ? await File.ReadAllTextAsync(file, cancellationToken) : "";
            hook = hook with { Format = format, CertificateAuthority = authority.Trim() };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"--ca-file: {exception.Message}");
            return 2;
        }

        var names = arguments.Events.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (HookEvents.Choose(hook, names, out var unknown) is not { } chosen)
        {
            await errors.WriteLineAsync($"--events: there is no event '{unknown}'; choose from {HookEvents.All}.");
            return 2;
        }

        var added = await hooks.AddNamedAsync(chosen, cancellationToken);
        if (added.Refusal is { } refusal)
        {
            await errors.WriteLineAsync(refusal);
            return 2;
        }

        await output.WriteLineAsync($"{added.Value.Id}");
        return 0;
    }
}

/// <summary>What the command line says of a hook in words of its own.</summary>
/// <param name="Events">What it is told, separated by commas.</param>
/// <param name="Format">Whose bodies it gets.</param>
/// <param name="CaFile">PEM file of a certificate authority; null: none.</param>
internal sealed record HookArguments(string Events, string Format = HookFormats.Vendor, string? CaFile = null);
