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
    private Task _last = Task.CompletedTask;
    private volatile bool _isOver;

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        context => InTurnAsync(() => next(context));

    // What is typed must not be overtaken by the click that stores it, though one answer may have to be fetched and the next is there: an event
    // is looked at when the one before it has begun.
    private async Task InTurnAsync(Func<Task> next)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_gate)
        {
            (before, _last) = (_last, begun.Task);
        }

        await before;
        Task running;
        try
        {
            _isOver = _isOver || !await MayActAsync();
            running = _isOver ? Task.CompletedTask : next();
        }
        finally
        {
            begun.SetResult();
        }

        await running;
    }

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
