using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Dashboard.Hosting;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.Http;

/// <summary>
/// An answer with status 200 whose JSON is written as the dialect's options say, with its length. What was got has a tag, and whoever sends the tag
/// with the next request gets 304 as long as nothing has changed: a poll then costs no transfer.
/// </summary>
internal sealed class ApiJson<T>(T value, JsonSerializerOptions options, string contentType) : IResult, IStatusCodeHttpResult, IValueHttpResult<T>
{
    private const int TagBytes = 16;

    public T Value => value;

    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, options);
        if (IsKnown(httpContext, body))
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        httpContext.Response.ContentType = contentType;
        httpContext.Response.ContentLength = body.Length;
        await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    // A weak tag: the same answer may be sent compressed in several ways.
    private static bool IsKnown(HttpContext context, byte[] body)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return false;
        }

        var headers = context.Response.GetTypedHeaders();
        var tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, TagBytes))}\"", isWeak: true);
        headers.ETag = tag;
        headers.CacheControl ??= new CacheControlHeaderValue { Private = true, NoCache = true };
        return context.Request.Knows(tag);
    }
}
