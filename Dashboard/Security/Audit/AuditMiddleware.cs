using Dashboard.Domain.Cameras;
using Dashboard.Security.Tokens;
using Dashboard.Storage.Auditing;

namespace Dashboard.Security.Audit;

/// <summary>Lets everything that a request does be done in the name of its sender, and notes what programs ask the APIs for.</summary>
internal sealed class AuditMiddleware(RequestDelegate next, AuditTrail trail)
{
    // A name of the request's items, for what the address does not say.
    private const string DetailsItem = "Audit.Details";
    private const string NoAddress = "http://x/";

    /// <summary>What a program asks for, where it stands in the body.</summary>
    public static void SetDetails(HttpContext context, string details) => context.Items[DetailsItem] = details;

    public async Task InvokeAsync(HttpContext context)
    {
        var actor = AuditPerson.ToActor(context.User, AuditPerson.AddressOf(context), BearerAuthentication.KeyPrefix(context));
        AuditActor.Current = actor;
        await next(context);
        if (actor is not null && IsAudited(context))
        {
            var (action, subject) = Describe(context);
            trail.WriteRepeated(actor, action, subject, context.Items[DetailsItem] as string ?? WithoutSecrets(context.Request.QueryString));
        }
    }

    // Keys of ours were taken out before; programs put others' beside them, and what is audited is never deleted by hand.
    private static string WithoutSecrets(QueryString query) =>
        query.HasValue ? CameraSource.Mask(NoAddress + query.Value)[NoAddress.Length..] : "";

    // What failed was not seen.
    private static bool IsAudited(HttpContext context) =>
        (ApiPaths.IsSeedata(context.Request.Path) || ApiPaths.TakesKeys(context.Request.Path))
        && context.GetEndpoint() is RouteEndpoint route
        && route.Metadata.GetMetadata<AuditedAs>() is not { Action: null }
        && context.Response.StatusCode < StatusCodes.Status400BadRequest;

    private static (AuditAction Action, string Subject) Describe(HttpContext context)
    {
        var (request, path) = (context.Request, context.Request.Path.Value ?? "");
        return context.GetEndpoint()?.Metadata.GetMetadata<AuditedAs>()?.Action is { } action
            ? (action, path)
            : (AuditAction.CalledApi, $"{request.Method} {path}");
    }
}
