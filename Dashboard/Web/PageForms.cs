using Dashboard.Security;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Dashboard.Web;

/// <summary>
/// Forms that are sent to pages are read before the pages do it: one that cannot be read is its sender's error, and is answered with 400. So is the
/// character NUL in a form or an address, which no browser sends and not every database takes.
/// </summary>
internal static class PageForms
{
    // What people type, many times over: nobody has to sign in to send one.
    private const int MaxBytes = 64 * 1024;
    private const string TooLarge = "The form is over 64 KB.";

    /// <summary>Comes before whatever reads a form of a page. Forms of the APIs are theirs to read.</summary>
    public static void UseReadableForms(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!ApiPaths.IsApi(context.Request.Path) && await FindErrorAsync(context.Request) is { } error)
        {
            context.Response.StatusCode = error == TooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync(error, context.RequestAborted);
            return;
        }

        await next(context);
    });

    private static async Task<string?> FindErrorAsync(HttpRequest request)
    {
        if (request.Query.Any(HasNul))
        {
            return "The address has the character NUL.";
        }

        if (!request.HasFormContentType)
        {
            return null;
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            return (await request.ReadFormAsync(request.HttpContext.RequestAborted)).Any(HasNul) ? "The form has the character NUL." : null;
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge;
        }
        catch (Exception exception)
            when (exception is InvalidDataException or NotSupportedException or (IOException and not BadHttpRequestException))
        {
            return "The form cannot be read: it is cut off, its charset is unknown, or a field of it is too long.";
        }
    }

    private static bool HasNul(KeyValuePair<string, StringValues> field) =>
        field.Value.Any(value => value?.Contains('\0', StringComparison.Ordinal) == true);
}
