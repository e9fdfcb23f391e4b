namespace Dashboard.Api.SeedataApi;

/// <summary>
/// Gives every failed request of the dialect its error body, whoever failed it. It stands around authentication and
/// the endpoints, for the dialect's paths only: a filter on the endpoints would not see a refused token, an unknown
/// route or an unknown method, and pages for people would answer those with HTML.
/// </summary>
internal sealed partial class ErrorBodyMiddleware(RequestDelegate next, ILogger<ErrorBodyMiddleware> log)
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
        catch (SeedataApiException refused) when (!context.Response.HasStarted)
        {
            await FailAsync(context, refused.Status, refused.Message);
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await FailAsync(context, bad.StatusCode);
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            LogFault(fault, context.Request.Method, context.Request.Path);
            await FailAsync(context, StatusCodes.Status500InternalServerError);
        }

        var response = context.Response;
        if (!response.HasStarted && response.StatusCode >= 400 && response.ContentLength is null && response.ContentType is null)
        {
            await ErrorBody.WriteAsync(context, response.StatusCode);
        }
    }

    private static Task FailAsync(HttpContext context, int status, string message = "")
    {
        context.Response.Clear();
        return ErrorBody.WriteAsync(context, status, message);
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFault(Exception fault, string method, string path);
}
