using System.Security.Claims;
using Dashboard.Security.Audit;
using Dashboard.Security.Sessions;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Security.Accounts;

/// <summary>Ends a browser's session once the account changed, and never sends a program to a page.</summary>
internal sealed class SessionEvents(AccountCache states, SessionStore sessions) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        // The page that tells of a busy database must not ask it who looks, and fail likewise.
        if (context.HttpContext.Features.Get<IExceptionHandlerFeature>() is { Error: { } error } && StorageFailure.MayPass(error))
        {
            context.RejectPrincipal();
            return;
        }

        if (context.Principal is null || !await states.IsCurrentAsync(context.Principal, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
            return;
        }

        await NoteSeenAsync(context);
    }

    public override Task SigningIn(CookieSigningInContext context) =>
        context.Principal is { } person ? BeginAsync(person, context.HttpContext) : Task.CompletedTask;

    public override Task SigningOut(CookieSigningOutContext context) => sessions.ForgetAsync(context.HttpContext.User);

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) =>
        RedirectOrRefuseAsync(context, StatusCodes.Status401Unauthorized);

    /// <summary>The page that it leads to says which role would do.</summary>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        var demands = context.HttpContext.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>() ?? [];
        if (Policies.RoleFor(demands) is { } role)
        {
            context.RedirectUri = QueryHelpers.AddQueryString(context.RedirectUri, "role", role);
        }

        return RedirectOrRefuseAsync(context, StatusCodes.Status403Forbidden);
    }

    private Task BeginAsync(ClaimsPrincipal person, HttpContext context) => sessions.BeginAsync(
        person, AuditPerson.AddressOf(context), context.Request.Headers.UserAgent.ToString(), context.RequestAborted);

    // A database that is busy for a moment must not stop a page for the sake of a time.
    private async Task NoteSeenAsync(CookieValidatePrincipalContext context)
    {
        try
        {
            if (context.Principal!.FindFirst(AccountCache.SessionClaim) is not null)
            {
                await sessions.NoteSeenAsync(context.Principal, context.HttpContext.RequestAborted);
            }
            else if (PageRequest.IsForPerson(context.Request))
            {
                // Signed in before sessions were kept: it becomes one with the next page, not with each of the page's files.
                using var brief = BriefWait.Begin();
                await BeginAsync(context.Principal, context.HttpContext);
                context.ShouldRenew = true;
            }
        }
        catch (Exception exception) when (StorageFailure.MayPass(exception))
        {
            // The next request notes it.
        }
    }

    // Only a page that a person opens leads to sign-in; scripts, pictures, circuits and programs get the status.
    private static Task RedirectOrRefuseAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (PageRequest.Is(context.Request))
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = status;
        }

        return Task.CompletedTask;
    }
}

/// <summary>Ends the sign-in of an open page (a circuit) within seconds once the account changed.</summary>
internal sealed class CircuitSession(ILoggerFactory log, AccountCache states) : RevalidatingServerAuthenticationStateProvider(log)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(10);

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        authenticationState.User.Identity?.IsAuthenticated != true || await states.IsCurrentAsync(authenticationState.User, cancellationToken);
}
