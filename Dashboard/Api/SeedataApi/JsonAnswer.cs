using System.Buffers;
using System.Text.Json;

namespace Dashboard.Api.SeedataApi;

/// <summary>An answer with status 200 that writes its JSON itself: the keys' names and order are the dialect's own.</summary>
internal sealed class JsonAnswer(Action<Utf8JsonWriter> write) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, ErrorBody.Json))
        {
            write(json);
        }

        var response = httpContext.Response;
        response.ContentType = ErrorBody.JsonType;
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory, httpContext.RequestAborted);
    }
}
