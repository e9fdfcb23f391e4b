using System.Globalization;
using System.Text.Json;

namespace Dashboard.Api.ScoutApi;

/// <summary>Ends a request of the dialect with a status and words that the caller can act on.</summary>
/// <param name="status">400 to 599.</param>
/// <param name="message">What is wrong and what is allowed; it names the parameter.</param>
public class ScoutApiException(int status, string message) : Exception(message)
{
    /// <summary>The answer's status.</summary>
    public int Status { get; } = status;

    /// <summary>Seconds after which the caller may try again, as the header <c>Retry-After</c>; null: it does not say.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>A parameter that cannot be taken as it is: 400.</summary>
    public static ScoutApiException Bad(string message) => new(StatusCodes.Status400BadRequest, message);
}

/// <summary>The dialect's error body, <c>{"error": "…"}</c>, for whatever ends a request with 400 or more.</summary>
internal sealed partial class ScoutApiErrorMiddleware(RequestDelegate next, ILogger<ScoutApiErrorMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // The caller hung up: nobody reads an answer.
        }
        catch (ScoutApiException refused) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            if (refused.RetryAfter is { } seconds)
            {
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            }

            await WriteAsync(context, refused.Status, refused.Message);
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await WriteAsync(context, bad.StatusCode, UsualMessage(bad.StatusCode));
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            LogFault(fault, context.Request.Method, context.Request.Path);
            context.Response.Clear();
            await WriteAsync(context, StatusCodes.Status500InternalServerError, UsualMessage(500));
        }

        var response = context.Response;
        if (!response.HasStarted && response.StatusCode >= 400 && response.ContentLength is null && response.ContentType is null)
        {
            await WriteAsync(context, response.StatusCode, UsualMessage(response.StatusCode));
        }
    }

    /// <summary>Answers with the error body.</summary>
    internal static async Task WriteAsync(HttpContext context, int status, string message)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["error"] = message });
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static string UsualMessage(int status) => status switch
    {
        401 => "A valid API key is needed: api_key in the query, or the header X-Api-Key. Keys are made on the page /account/my_account.",
        403 => "The key's owner is not allowed to do this.",
        404 => "There is nothing at this address.",
        405 => "This address does not know the request's method; the header Allow names those that it knows.",
        413 => "The request body is too large.",
        429 => "Too many requests with this key; wait a second (Retry-After).",
        >= 500 => "The server could not answer; its log says why.",
        _ => "The request could not be understood.",
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFault(Exception fault, string method, string path);
}
