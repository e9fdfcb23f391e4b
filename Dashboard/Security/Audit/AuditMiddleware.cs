using Dashboard.Security.Tokens;
using Dashboard.Storage.Auditing;

namespace Dashboard.Security.Audit;

/// <summary>Lets everything that a request does be done in the name of its sender, and notes what programs ask the APIs for.</summary>
internal sealed class AuditMiddleware(RequestDelegate next, AuditTrail trail)
{
    // A name of the request's items, for what the address does not say.
    private const string DetailsItem = "Audit.Details";

    /// <summary>What a program asks for, where it stands in the body.</summary>
    public static void SetDetails(HttpContext context, string details) => context.Items[DetailsItem] = details;

    public async Task InvokeAsync(HttpContext context)
    {
        var actor = AuditPerson.ToActor(context.User, AuditPerson.AddressOf(context), BearerAuthentication.KeyPrefix(context));
        AuditActor.Current = actor;
        await next(context);
        if (actor is not null && IsAudited(context))
        {
            var (action, subject) = Describe(context.Request);
            trail.WriteRepeated(actor, action, subject, context.Items[DetailsItem] as string ?? context.Request.QueryString.Value ?? "");
        }
    }

    // What agents push all day is nobody's doing; what failed was not seen.
    private static bool IsAudited(HttpContext context) =>
        ApiPaths.IsApi(context.Request.Path)
        && context.GetEndpoint() is RouteEndpoint
        && context.Response.StatusCode < StatusCodes.Status400BadRequest
        && !context.Request.Path.StartsWithSegments("/healthz")
        && !context.Request.Path.StartsWithSegments("/push");

    private static (AuditAction Action, string Subject) Describe(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        return isRead switch
        {
            true when request.Path.StartsWithSegments("/img") => (AuditAction.SawPicture, path),
            true when request.Path.StartsWithSegments("/flows", out var rest) && rest.HasValue => (AuditAction.SawFlow, path),
            true when path is "/flows" || request.Path.StartsWithSegments("/api/search") => (AuditAction.Searched, path),
            false when path is "/flows/search" => (AuditAction.Searched, path),
            _ => (AuditAction.CalledApi, $"{request.Method} {path}"),
        };
    }
}
