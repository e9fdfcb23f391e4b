using System.Text.Json;

namespace Dashboard.Api.Http;

/// <summary>An answer with status 200 whose JSON is written as the dialect's options say, with its length.</summary>
internal sealed class ApiJson<T>(T value, JsonSerializerOptions options, string contentType) : IResult, IStatusCodeHttpResult, IValueHttpResult<T>
{
    public T Value => value;

    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, options);
        httpContext.Response.ContentType = contentType;
        httpContext.Response.ContentLength = body.Length;
        await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
