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
    private const byte Sound = 8, Video = 9;

    // In the order in which they are told.
    private const int Head = 0, Description = 1, VideoSetup = 2, SoundSetup = 3;

    // A camera that renews its picture piece by piece has no key frames.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private readonly ArrayBufferWriter<byte> _held = new();
    private bool _hasHead, _isWaiting, _isLater, _isCodecOld;
    private long _brokenAt, _sentAt;
    private uint? _codec;
    private uint _last;
    private uint? _shift = 0;

    public static bool IsOne(ReadOnlySpan<byte> start) => start.StartsWith("FLV\u0001"u8);

    /// <inheritdoc/>
    public override bool GoesOn(ReadOnlySpan<byte> start) => IsOne(start);

    /// <inheritdoc/>
    public override bool Add(ReadOnlySpan<byte> bytes, VideoFeeds output)
    {
        _held.Write(bytes);
        var rest = _held.WrittenSpan;
        if (!_hasHead && rest.Length >= HeadBytes)
        {
            output.Remember(Head, rest[..HeadBytes]);
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
        (_hasHead, _isWaiting, _isLater, _isCodecOld) = (false, true, true, true);
        (_brokenAt, _shift) = (time.GetTimestamp(), null);
    }

    private void AddTag(ReadOnlySpan<byte> tag, VideoFeeds output)
    {
        var kind = tag[0] & 0x1F;
        var content = tag[TagHeadBytes..^BackBytes];
        var isSetup = IsSetup(kind, content);
        if (kind == Video && CodecOf(content) is { } codec)
        {
            WatchCodec(codec, output);
        }

        var isPicture = kind == Video && !isSetup;

        // The first half of its first byte: 1 is a picture that needs none before it.
        var isEntry = isPicture && !IsEnd(content) && content is [var first, ..] && (first >> 4 & 7) == 1;
        if (isPicture)
        {
            _isWaiting &= !isEntry && time.GetElapsedTime(_brokenAt) <= MaxWait;
            if (_isWaiting)
            {
                return;
            }

            output.BeginPicture(isEntry);
        }

        var sent = tag.ToArray();
        WriteTime(sent, TimeOf(tag, isSetup));
        output.Write(sent);
        if (isSetup)
        {
            output.Remember(kind switch { Video => VideoSetup, Sound => SoundSetup, _ => Description }, sent);
        }
    }

    private void WatchCodec(uint codec, VideoFeeds output)
    {
        if (_isCodecOld && _codec is { } before && before != codec)
        {
            output.Forget(VideoSetup);
            output.Change();
            _isWaiting = false;
        }

        (_codec, _isCodecOld) = (codec, false);
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

    // The second half of its first byte; where the first bit is set, four letters behind it.
    private static uint? CodecOf(ReadOnlySpan<byte> content) => content switch
    {
        [>= 0x80, _, _, _, _, ..] => BinaryPrimitives.ReadUInt32BigEndian(content[1..]),
        [< 0x80 and var first, ..] => first & 0x0Fu,
        _ => null,
    };

    // It looks like a picture.
    private static bool IsEnd(ReadOnlySpan<byte> content) =>
        content is [var first, var packet, ..] && ((first & 0x80) != 0 ? (first & 0x0F) == 2 : (first & 0x0F) is 7 or 12 && packet == 2);

    // What a decoder is told before the first picture has no time of its own; 18 is a description.
    private static bool IsSetup(int kind, ReadOnlySpan<byte> content) => kind switch
    {
        Video => content is [var first, var packet, ..] && ((first & 0x80) != 0 ? (first & 0x0F) == 0 : (first & 0x0F) is 7 or 12 && packet == 0),
        Sound => content is [var first, 0, ..] && first >> 4 == 10,
        _ => true,
    };
}
