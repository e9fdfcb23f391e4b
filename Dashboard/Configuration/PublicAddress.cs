using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Dashboard.Configuration;

/// <summary>
/// Where this server is reached, for links that leave it: the setting <c>PublicUrl</c>, else where it listens, with the machine's name where it
/// listens everywhere. Behind a proxy only the setting is right. Links in the answer to a request begin as the request's own address does instead:
/// whoever follows them has reached the server there.
/// </summary>
internal sealed class PublicAddress(IOptionsMonitor<ServerOptions> options, Func<IEnumerable<string>> listening)
{
    private static readonly string[] Everywhere = ["*", "+", "0.0.0.0", "[::]"];

    /// <summary>Scheme, host, port and what path there is, without a slash at the end; empty: not known.</summary>
    public string Root => Given ?? listening().Select(address => Reached(address, Environment.MachineName)).FirstOrDefault() ?? "";

    /// <summary>What the setting says, without a slash at the end; null: nothing.</summary>
    public string? Given => options.CurrentValue.PublicUrl is { Length: > 0 } url ? url.TrimEnd('/') : null;

    /// <summary>The address of this process, which listens where its server says.</summary>
    public static PublicAddress From(IServiceProvider services) => new(
        services.GetRequiredService<IOptionsMonitor<ServerOptions>>(),
        () => services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []);

    /// <summary>Where a server that listens at an address is reached.</summary>
    /// <param name="machine">The host to name where it listens everywhere.</param>
    public static string Reached(string address, string machine)
    {
        var bound = BindingAddress.Parse(address);
        return $"{bound.Scheme}://{(Everywhere.Contains(bound.Host) ? machine : bound.Host)}:{bound.Port}{bound.PathBase}";
    }
}
