using System.Net;
using Dashboard.Configuration;
using Dashboard.Security;
using Microsoft.Extensions.Options;

namespace Dashboard.Agents.AgentRole;

/// <summary>How an agent's pictures get to the server.</summary>
public enum PictureTransfer
{
    /// <summary>They are pushed where <see cref="AgentWebServerOptions.Enabled"/> is off, and fetched by the server where it is on.</summary>
    Auto,

    /// <summary>Each group carries its picture; the server keeps it.</summary>
    Push,

    /// <summary>They stay here; the server fetches those that somebody looks at.</summary>
    Fetch,
}

/// <summary>The section <c>Agent</c>: what a machine with <c>Role=Agent</c> needs to know.</summary>
internal sealed class AgentOptions
{
    /// <summary>The server's address, such as <c>https://plates.example.com</c>.</summary>
    public string Server { get; set; } = "";

    /// <summary>An API key of somebody who is operator there.</summary>
    public string Key { get; set; } = "";

    /// <summary>What the server calls this machine at first, up to 64 characters; empty: by its host name.</summary>
    public string Name { get; set; } = "";

    public PictureTransfer Pictures { get; set; }

    /// <summary>Room that this machine's own pictures may take, MB, 10 to 10,000,000; the oldest go first.</summary>
    public int PicturesMaxMegabytes { get; set; } = 8000;

    /// <summary>This machine's own service of pictures.</summary>
    public AgentWebServerOptions WebServer { get; set; } = new();

    /// <summary>Groups carry their pictures.</summary>
    public bool PushesPictures => Pictures == PictureTransfer.Push || (Pictures == PictureTransfer.Auto && !WebServer.Enabled);

    /// <summary>The server's address with one slash at its end; the address of <c>/push/</c> itself, as other agents are given it, will do.</summary>
    public Uri ServerAddress()
    {
        var text = Server.Trim().TrimEnd('/');
        text = text.EndsWith(ApiPaths.Push, StringComparison.OrdinalIgnoreCase) ? text[..^ApiPaths.Push.Length] : text;
        return new Uri(text.TrimEnd('/') + "/", UriKind.Absolute);
    }
}

/// <summary>The agent's own small web server for programs on its machine: the section <c>Agent:WebServer</c>.</summary>
internal sealed class AgentWebServerOptions
{
    /// <summary>The server may fetch pictures from here.</summary>
    public bool Enabled { get; set; }

    /// <summary>The address to listen on. Who asks from another machine must be the server, which signs its requests.</summary>
    public string Address { get; set; } = "127.0.0.1";

    public int Port { get; set; } = 8355;

    /// <summary>As an address for the listener.</summary>
    public string Url => IPAddress.TryParse(Address, out var ip) && ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
        ? $"http://[{Address}]:{Port}"
        : $"http://{Address}:{Port}";
}

/// <summary>Checks <see cref="AgentOptions"/>; the key itself is never repeated.</summary>
internal sealed class AgentOptionsValidator(ServerOptions server) : IValidateOptions<AgentOptions>
{
    private const int MaxName = 64;

    public ValidateOptionsResult Validate(string? name, AgentOptions options)
    {
        var check = new OptionsCheck("Agent");
        if (server.Role == ServerRole.Agent)
        {
            CheckServer(options, check);
        }

        check.Require(options.Name.Length <= MaxName, nameof(options.Name), $"has {options.Name.Length} characters; it has {MaxName} at most");
        check.Require(
            Enum.IsDefined(options.Pictures),
            nameof(options.Pictures),
            $"'{options.Pictures}' is unknown; it must be one of {string.Join(", ", Enum.GetNames<PictureTransfer>())}");
        check.Require(
            options is not { Pictures: PictureTransfer.Fetch, WebServer.Enabled: false },
            nameof(options.Pictures),
            "is Fetch while Agent:WebServer:Enabled is false; nobody could fetch them: switch it on, or let Agent:Pictures be Auto");
        check.Range(nameof(options.PicturesMaxMegabytes), options.PicturesMaxMegabytes, 10, 10_000_000);
        check.Range("WebServer:Port", options.WebServer.Port, 1, 65535, ", mostly 8355");
        check.Require(
            IPAddress.TryParse(options.WebServer.Address, out _),
            "WebServer:Address",
            $"'{options.WebServer.Address}' is not an IP address; "
                + "give 127.0.0.1 for this machine alone, 0.0.0.0 for all its networks, or one of its own");
        return check.Result;
    }

    private static void CheckServer(AgentOptions options, OptionsCheck check)
    {
        var text = options.Server.Trim();
        check.Require(
            text.Length > 0, nameof(options.Server), "is empty; with Role=Agent give the server's address, such as https://plates.example.com");
        check.Require(
            text.Length == 0
                || (Uri.TryCreate(text, UriKind.Absolute, out var address)
                    && address is { Scheme: "http" or "https", UserInfo.Length: 0, Query.Length: 0 }),
            nameof(options.Server),
            "is not a server address; give one such as https://plates.example.com, without name, password or query");
        check.Require(
            options.Key.Trim().Length > 0,
            nameof(options.Key),
            "is empty; with Role=Agent give an API key of an operator, made on the server's page My account");
    }
}
