using System.Buffers;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.Http;

/// <summary>
/// A body that is written piece by piece. A short one is kept until it is whole, so that it has a length and a tag, and 304 is the answer where the
/// caller knows it; one that turns out to be long is sent as it comes.
/// </summary>
internal sealed class TaggedBody(HttpContext context)
{
    /// <summary>What is kept at most, bytes: the hundred rows of a poll are about 110 kB.</summary>
    public const int MaxKept = 256 * 1024;

    /// <summary>Not much less than this is worth a flush, bytes.</summary>
    public const int Piece = 32 * 1024;

    private readonly ArrayBufferWriter<byte> _kept = new();
    private bool _isSending;

    /// <summary>Takes the next piece; <see cref="FlushAsync"/> follows.</summary>
    public IBufferWriter<byte> Writer => _kept;

    /// <summary>A piece is there.</summary>
    public async Task FlushAsync()
    {
        if (_isSending || _kept.WrittenCount > MaxKept)
        {
            _isSending = true;
            context.Response.BodyWriter.Write(_kept.WrittenSpan);
            _kept.ResetWrittenCount();
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }

    /// <summary>No piece follows.</summary>
    public async Task CompleteAsync()
    {
        if (!_isSending)
        {
            if (BodyTag.IsKnown(context, _kept.WrittenSpan))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                context.Response.Headers.Remove(HeaderNames.ContentType);
                return;
            }

            context.Response.ContentLength = _kept.WrittenCount;
            _isSending = true;
        }

        await FlushAsync();
    }
}
