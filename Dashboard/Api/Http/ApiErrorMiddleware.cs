using Dashboard.Hosting.Logging;
using Dashboard.Storage;

namespace Dashboard.Api.Http;

/// <summary>How a dialect says that something went wrong.</summary>
internal abstract class ApiErrorFormat
{
    /// <summary>How the documents describe a dialect's error body.</summary>
    public const string BodyDescription = "What went wrong. Every answer from 400 up has this body.";

    /// <summary>When 503 is answered, for the documents.</summary>
    public const string WhenUnavailable = "The server's database or disk cannot be used at this moment.";

    public const string Unavailable = "The server's database or disk cannot be used at this moment; try again (Retry-After).";

    public const string ServerFailed = "The server could not answer; its log says why.";

    public abstract string ContentType { get; }

    /// <param name="exception">What went wrong.</param>
    /// <param name="message">Its message, or the usual one of its status.</param>
    public abstract byte[] Write(ApiException exception, string message);

    /// <summary>What is said where nobody has anything better to say.</summary>
    public virtual string UsualMessage(int status) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => "This address does not know the request's method; the header Allow names those that it knows.",
        StatusCodes.Status503ServiceUnavailable => Unavailable,
        _ => ServerFailed,
    };
}

/// <summary>
/// Gives every failed request of a dialect its error body, whoever failed it. It stands around authentication and the endpoints, for the dialect's
/// paths only: a filter on the endpoints would not see a refused token, an unknown route or an unknown method, and pages for people would answer
/// those with HTML.
/// </summary>
internal sealed partial class ApiErrorMiddleware(RequestDelegate next, ApiErrorFormat format, TimeProvider time, ILogger<ApiErrorMiddleware> log)
{
    private const int RetryAfterSeconds = 5;
    private readonly LogThrottle _unavailable = new(time);

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
        catch (ApiException exception) when (!context.Response.HasStarted)
        {
            await FailAsync(context, exception);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await FailAsync(context, new ApiException(exception.StatusCode));
        }
        catch (Exception exception) when (!context.Response.HasStarted && StorageFailure.IsUnstorableText(exception))
        {
            await FailAsync(context, new ApiException(StatusCodes.Status400BadRequest, "A text has the character NUL."));
        }
        catch (Exception exception) when (!context.Response.HasStarted && StorageFailure.MayPass(exception))
        {
            TellUnavailable(context.Request, exception);
            await FailAsync(context, ApiException.Later("", RetryAfterSeconds));
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            LogFailure(exception, context.Request.Method, context.Request.Path);
            await FailAsync(context, new ApiException(StatusCodes.Status500InternalServerError));
        }

        var response = context.Response;
        if (!response.HasStarted && response.StatusCode >= 400 && response.ContentLength is null && response.ContentType is null)
        {
            await WriteAsync(context, new ApiException(response.StatusCode));
        }
    }

    // A database that is away fails every request: once a minute says it, with how many there were.
    private void TellUnavailable(HttpRequest request, Exception exception)
    {
        if (_unavailable.ShouldWrite(out var times))
        {
            LogUnavailable(times, request.Method, request.Path, StorageFailure.Describe(exception));
        }
    }

    private Task FailAsync(HttpContext context, ApiException exception)
    {
        context.Response.Clear();
        foreach (var (name, value) in exception.Headers)
        {
            context.Response.Headers[name] = value;
        }

        return WriteAsync(context, exception);
    }

    private async Task WriteAsync(HttpContext context, ApiException exception)
    {
        var message = exception.Message.Length == 0 ? format.UsualMessage(exception.Status) : exception.Message;
        var body = format.Write(exception, message);
        context.Response.StatusCode = exception.Status;
        context.Response.ContentType = format.ContentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    [LoggerMessage(LogLevel.Warning, "Requests cannot be answered ({Count} since this was last said), such as {Method} {Path}: {Reason}")]
    private partial void LogUnavailable(int count, string method, string path, string reason);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailure(Exception exception, string method, string path);
}
