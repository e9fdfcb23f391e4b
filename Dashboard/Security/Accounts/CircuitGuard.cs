using System.Security.Claims;
using Dashboard.Storage;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Dashboard.Security.Accounts;

/// <summary>
/// Asks before everything that comes from an open page whether its person still is who the session says: enabled, with the same role. If not,
/// nothing of it reaches a page, and the sign-in ends at once. So no page has to ask before a change, and none can forget to.
/// </summary>
internal sealed class CircuitGuard(AuthenticationStateProvider session, AccountCache states, ILogger<CircuitGuard> log) : CircuitHandler
{
    private readonly Lock _gate = new();
    private Task<bool> _last = Task.FromResult(true);

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        async context =>
        {
            if (await MayActInTurnAsync())
            {
                await next(context);
            }
        };

    // What is typed must not be overtaken by the click that stores it, though one answer may have to be fetched and the next is there.
    private Task<bool> MayActInTurnAsync()
    {
        lock (_gate)
        {
            return _last = MayActAfterAsync(_last);
        }
    }

    private async Task<bool> MayActAfterAsync(Task<bool> last) => await last && await MayActAsync();

    private async ValueTask<bool> MayActAsync()
    {
        try
        {
            var person = (await session.GetAuthenticationStateAsync()).User;
            if (person.Identity?.IsAuthenticated != true || await states.IsCurrentAsync(person))
            {
                return true;
            }
        }
        catch (Exception exception) when (StorageFailure.MayPass(exception))
        {
            // A change fails likewise, and CircuitSession ends the sign-in if this lasts; the page may still say what is wrong.
            return true;
        }

        log.LogInformation("A page was open whose person lost the role or the account; it was closed");
        if (session is ServerAuthenticationStateProvider server)
        {
            server.SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
        }

        return false;
    }
}
