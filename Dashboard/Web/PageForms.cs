using Dashboard.Security;

namespace Dashboard.Web;

/// <summary>
/// Forms that are sent to pages are read before the pages do it: one that cannot be read is its sender's fault, and is answered with 400.
/// </summary>
internal static class PageForms
{
    /// <summary>Comes before whatever reads a form of a page. Forms of the APIs are theirs to read.</summary>
    public static void UseReadableForms(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Request.HasFormContentType && !ApiPaths.IsApi(context.Request.Path))
        {
            try
            {
                await context.Request.ReadFormAsync(context.RequestAborted);
            }
            catch (Exception exception)
                when (exception is InvalidDataException or NotSupportedException or (IOException and not BadHttpRequestException))
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                context.Response.ContentType = "text/plain";
                await context.Response.WriteAsync(
                    "The form cannot be read: it is cut off, its charset is unknown, or a field of it is too long.", context.RequestAborted);
                return;
            }
        }

        await next(context);
    });
}
