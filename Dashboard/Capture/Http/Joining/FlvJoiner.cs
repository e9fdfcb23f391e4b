using System.Buffers;
using System.Buffers.Binary;

namespace Dashboard.Capture.Http.Joining;

/// <summary>
/// Joins flash videos (Adobe's "Video File Format Specification" 10.1, annex E): a head, and tags of a kind, a length and a time in milliseconds,
/// which goes on from answer to answer.
/// </summary>
internal sealed class FlvJoiner(TimeProvider time) : VideoJoiner
{
    private const int HeadBytes = 13;
    private const int TagHeadBytes = 11;
    private const int BackBytes = 4;
    private const int MaxTagBytes = 4 << 20;
    private const byte Video = 9;

    // A camera that renews its picture piece by piece has no key frames.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private readonly ArrayBufferWriter<byte> _held = new();
    private bool _hasHead, _isWaiting, _isLater;
    private long _brokenAt, _sentAt;
    private uint _last;
    private uint? _shift = 0;

    public static bool IsOne(ReadOnlySpan<byte> start) => start.StartsWith("FLV\u0001"u8);

    /// <inheritdoc/>
    public override bool GoesOn(ReadOnlySpan<byte> start) => IsOne(start);

    /// <inheritdoc/>
    public override bool Add(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        _held.Write(bytes);
        var rest = _held.WrittenSpan;
        if (!_hasHead && rest.Length >= HeadBytes)
        {
            if (!_isLater)
            {
                output.Write(rest[..HeadBytes]);
            }

            rest = rest[HeadBytes..];
            _hasHead = true;
        }

        while (_hasHead && rest.Length >= TagHeadBytes)
        {
            var length = TagHeadBytes + (rest[1] << 16 | rest[2] << 8 | rest[3]) + BackBytes;
            if (length > MaxTagBytes)
            {
                return false;
            }

            if (rest.Length < length)
            {
                break;
            }

            AddTag(rest[..length], output);
            rest = rest[length..];
        }

        var kept = rest.ToArray();
        _held.ResetWrittenCount();
        _held.Write(kept);
        return true;
    }

    /// <inheritdoc/>
    public override void Break()
    {
        // A part of a tag is of no use.
        _held.ResetWrittenCount();
        (_hasHead, _isWaiting, _isLater, _brokenAt, _shift) = (false, true, true, time.GetTimestamp(), null);
    }

    private void AddTag(ReadOnlySpan<byte> tag, IBufferWriter<byte> output)
    {
        var isVideo = (tag[0] & 0x1F) == Video;
        var content = tag[TagHeadBytes..^BackBytes];
        var isSetup = IsSetup(tag[0] & 0x1F, content);
        if (isVideo && !isSetup)
        {
            // The first half of its first byte: 1 is a picture that needs none before it.
            _isWaiting &= content is not [var first, ..] || (first >> 4 & 7) != 1;
            _isWaiting &= time.GetElapsedTime(_brokenAt) <= MaxWait;
            if (_isWaiting)
            {
                return;
            }
        }

        var sent = output.GetSpan(tag.Length)[..tag.Length];
        tag.CopyTo(sent);
        WriteTime(sent, TimeOf(tag, isSetup));
        output.Advance(tag.Length);
    }

    private uint TimeOf(ReadOnlySpan<byte> tag, bool isSetup)
    {
        var own = BinaryPrimitives.ReadUInt32BigEndian(tag[4..]);
        own = own >> 8 | own << 24;
        if (isSetup)
        {
            return _last;
        }

        // As long as it took, and never backwards.
        _shift ??= _last + (uint)Math.Max(1, time.GetElapsedTime(_sentAt).TotalMilliseconds) - own;
        (_last, _sentAt) = (own + _shift.Value, time.GetTimestamp());
        return _last;
    }

    // The low three bytes go first, then the high one.
    private static void WriteTime(Span<byte> tag, uint milliseconds) =>
        BinaryPrimitives.WriteUInt32BigEndian(tag[4..], milliseconds << 8 | milliseconds >> 24);

    // What a decoder is told before the first picture has no time of its own; 18 is a description.
    private static bool IsSetup(int kind, ReadOnlySpan<byte> content) => kind switch
    {
        Video => content is [var first, var packet, ..] && ((first & 0x80) != 0 ? (first & 0x0F) == 0 : (first & 0x0F) is 7 or 12 && packet == 0),
        8 => content is [var first, 0, ..] && first >> 4 == 10,
        _ => true,
    };
}
