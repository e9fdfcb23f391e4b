using System.Buffers.Text;
using System.Security.Cryptography;
using Dashboard.Hosting;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.Http;

/// <summary>Tags an answer by its body.</summary>
internal static class BodyTag
{
    private const int Bytes = 16;

    /// <summary>Gives the answer its tag. Returns whether the caller knows it already, so that 304 is enough.</summary>
    public static bool IsKnown(HttpContext context, ReadOnlySpan<byte> body)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return false;
        }

        // A weak tag: the same answer may be sent compressed in several ways.
        var headers = context.Response.GetTypedHeaders();
        var tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, Bytes))}\"", isWeak: true);
        headers.ETag = tag;
        headers.CacheControl ??= new CacheControlHeaderValue { Private = true, NoCache = true };
        return context.Request.Knows(tag);
    }
}
