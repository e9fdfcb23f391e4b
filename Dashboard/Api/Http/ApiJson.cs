using System.Text.Json;

namespace Dashboard.Api.Http;

/// <summary>
/// An answer whose JSON is written as the dialect's options say, with its length. What was got has a tag, and whoever sends the tag
/// with the next request gets 304 as long as nothing has changed: a poll then costs no transfer.
/// </summary>
internal sealed class ApiJson<T>(T value, JsonSerializerOptions options, string contentType, int status = StatusCodes.Status200OK)
    : IResult, IStatusCodeHttpResult, IValueHttpResult<T>
{
    public T Value => value;

    public int? StatusCode => status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, options);
        if (BodyTag.IsKnown(httpContext, body))
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = contentType;
        httpContext.Response.ContentLength = body.Length;
        await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
