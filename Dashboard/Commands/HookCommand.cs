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
        var secret = new Option<string>("--secret") { Description = "Key of the signature; left out, one is made, which its page shows." };
        var allowPrivate = new Option<bool>("--allow-private") { Description = "Allow an address of the local network or of this machine." };
        var name = new Option<string>("--name") { Description = "What to call it; left out, the host of its address." };
        var add = new Command("add", "Add a web hook and print its number.") { url, events, secret, allowPrivate, name };
        add.SetAction((parsed, cancellationToken) => CommandHost.RunAsync(
            settings,
            (services, stop) => AddAsync(
                services.GetRequiredService<WebHookStore>(),
                new WebHook
                {
                    Name = parsed.GetValue(name) ?? "",
                    Url = parsed.GetRequiredValue(url).Trim(),
                    Secret = parsed.GetValue(secret) ?? "",
                    AllowsPrivate = parsed.GetValue(allowPrivate),
                },
                parsed.GetRequiredValue(events),
                Console.Out,
                Console.Error,
                stop),
            cancellationToken));
        return new Command("hook", "Web hooks, which tell other programs of flows and alerts.") { add };
    }

    /// <summary>Stores a hook and prints its number; what is wrong with it is one line and exit code 2. Its key is never printed.</summary>
    internal static async Task<int> AddAsync(
        WebHookStore hooks, WebHook hook, string events, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var names = events.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
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
