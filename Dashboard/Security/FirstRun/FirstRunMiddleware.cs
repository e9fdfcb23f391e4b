using Dashboard.Hosting;
using Microsoft.AspNetCore.Authorization;

namespace Dashboard.Security.FirstRun;

/// <summary>While nobody has an account every page leads to <c>/setup</c>; afterwards <c>/setup</c> leads away.</summary>
internal sealed class FirstRunMiddleware(RequestDelegate next, FirstRunGate gate)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        var isSetup = path.StartsWithSegments(AccountPaths.Setup);
        if (isSetup != await gate.IsOpenAsync(context.RequestAborted) && (isSetup || IsPage(context)))
        {
            context.Response.Redirect(context.Request.PathBase + (isSetup ? "/" : AccountPaths.Setup));
            return;
        }

        await next(context);
    }

    // Styles, scripts and health are open to everybody and stay what they are; so do answers for programs, which no page is for.
    private static bool IsPage(HttpContext context)
    {
        var path = context.Request.Path;
        var isOpen = context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        return PageRequest.IsForPerson(context.Request) && !ApiPaths.IsApi(path) && !path.StartsWithSegments(PagePaths.Hub)
            && (!isOpen || path.StartsWithSegments(AccountPaths.SignIn));
    }
}
