using System.Security.Claims;
using Dashboard.Security.Accounts;
using Dashboard.Storage.Auditing;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Dashboard.Security.Audit;

/// <summary>Who looks at a page, and from where: of one request or of one open page.</summary>
internal sealed class AuditPerson(AuthenticationStateProvider session, IHttpContextAccessor http)
{
    // An open page has no request any more; the one that made it had.
    private readonly string _address = AddressOf(http.HttpContext);

    /// <summary>The network address of a request as people write it.</summary>
    public static string AddressOf(HttpContext? context) => context?.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        var address => address.ToString(),
    };

    /// <summary>The person as an actor; null where nobody is signed in.</summary>
    public async ValueTask<AuditActor?> FindAsync()
    {
        var person = (await session.GetAuthenticationStateAsync()).User;
        return ToActor(person, _address);
    }

    public static AuditActor? ToActor(ClaimsPrincipal person, string address, string? key = null) =>
        person.UserId() is { } id ? new(id, person.Identity?.Name ?? "", address, key) : null;
}

/// <summary>Lets everything that comes from an open page be done in the name of its person.</summary>
internal sealed class AuditCircuit(AuditPerson person) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        async context =>
        {
            AuditActor.Current = await person.FindAsync();
            await next(context);
        };
}
