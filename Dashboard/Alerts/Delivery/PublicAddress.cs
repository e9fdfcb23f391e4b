using Dashboard.Alerts.Delivery.Email;
using Microsoft.Extensions.Options;

namespace Dashboard.Alerts.Delivery;

/// <summary>
/// Where this server is reached, for links that leave it: the setting <c>Email:BaseUrl</c>, else where it listens, with the machine's name where
/// it listens everywhere. Behind a proxy only the setting is right.
/// </summary>
internal sealed class PublicAddress(IOptionsMonitor<EmailOptions> options, Func<IEnumerable<string>> listening)
{
    private static readonly string[] Everywhere = ["*", "+", "0.0.0.0", "[::]"];

    /// <summary>Scheme, host and port, without a slash at the end; empty: not known.</summary>
    public string Root => options.CurrentValue.BaseUrl is { Length: > 0 } set
        ? set.TrimEnd('/')
        : listening().Select(Reached).FirstOrDefault() ?? "";

    private static string Reached(string address)
    {
        var bound = BindingAddress.Parse(address);
        return $"{bound.Scheme}://{(Everywhere.Contains(bound.Host) ? Environment.MachineName : bound.Host)}:{bound.Port}{bound.PathBase}";
    }
}
