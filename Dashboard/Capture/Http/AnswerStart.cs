using System.Text;
using System.Text.Unicode;
using Dashboard.Cameras;
using Dashboard.Imaging;

namespace Dashboard.Capture.Http;

/// <summary>What a web address gives, by the first bytes of its answer.</summary>
internal enum AnswerKind
{
    /// <summary>Too little has come to say.</summary>
    Unclear,

    /// <summary>JPEG or PNG pictures: one, or one after the other.</summary>
    Pictures,

    /// <summary>One picture of another kind that is read here.</summary>
    OtherPicture,

    /// <summary>A page for people.</summary>
    Page,

    /// <summary>Something in words, such as an error.</summary>
    Words,

    /// <summary>Parts in which nothing stands.</summary>
    Empty,

    /// <summary>A video, or what may be one: for ffmpeg to find out.</summary>
    Video,

    /// <summary>Nothing that is known.</summary>
    Nonsense,
}

/// <summary>Tells by its first bytes what an answer is.</summary>
internal static class AnswerStart
{
    // Part headers and what cameras say before the first picture are shorter.
    private const int MaxBeforePicture = 64 << 10;

    /// <param name="start">All that has come.</param>
    /// <param name="hasPicture">Whether a picture has begun in it.</param>
    /// <param name="isWhole">Whether no more will come.</param>
    public static AnswerKind KindOf(ReadOnlySpan<byte> start, bool hasPicture, bool isWhole)
    {
        if (start.Length < 12 && !isWhole)
        {
            return AnswerKind.Unclear;
        }

        if (IsVideo(start))
        {
            return AnswerKind.Video;
        }

        if (PictureHeader.FormatOf(start) is not (null or PictureFormat.Jpeg or PictureFormat.Png))
        {
            return AnswerKind.OtherPicture;
        }

        if (hasPicture)
        {
            return AnswerKind.Pictures;
        }

        var isParts = AnswerParts.FindContent(start, out var content);
        content = (isParts ? content : start).TrimStart("\uFEFF \t\r\n"u8);
        if (isParts ? IsPage(content) : content is [(byte)'<', ..])
        {
            return AnswerKind.Page;
        }

        if (!isParts && content is [(byte)'{', ..])
        {
            return AnswerKind.Words;
        }

        return !isWhole && start.Length < MaxBeforePicture ? AnswerKind.Unclear
            : isParts && content.IsEmpty ? AnswerKind.Empty
            : !isParts && MayBeVideo(start) ? AnswerKind.Video
            : IsText(content) ? AnswerKind.Words
            : AnswerKind.Nonsense;
    }

    /// <summary>What is said of an answer that has no pictures; null: it may have some.</summary>
    public static string? Explain(AnswerKind kind) => kind switch
    {
        AnswerKind.Page => CameraErrorMessages.Page,
        AnswerKind.Words => CameraErrorMessages.Words,
        AnswerKind.Empty => CameraErrorMessages.EmptyPictures,
        AnswerKind.Video or AnswerKind.Nonsense => CameraErrorMessages.Nonsense,
        _ => null,
    };

    /// <summary>
    /// What is said of a part of a video that is none, but empty or in words; null: it may be one. Encrypted ones and keys may be any bytes.
    /// </summary>
    public static string? ExplainPart(ReadOnlySpan<byte> start)
    {
        const int keyBytes = 16;
        var content = start.TrimStart("\uFEFF \t\r\n"u8);
        return start.IsEmpty ? CameraErrorMessages.EmptyPictures
            : start.Length <= keyBytes || IsVideo(start) || content.StartsWith("WEBVTT"u8) || !IsText(start) ? null
            : IsPage(content) ? CameraErrorMessages.Page
            : CameraErrorMessages.Words;
    }

    private static bool IsVideo(ReadOnlySpan<byte> start) => start switch
    {
        [(byte)'F', (byte)'L', (byte)'V', ..] => true,
        [(byte)'#', (byte)'E', (byte)'X', (byte)'T', (byte)'M', (byte)'3', (byte)'U', ..] => true,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => true,
        [0x1A, 0x45, 0xDF, 0xA3, ..] => true,
        [0, 0, 0, 1, ..] or [0, 0, 1, ..] => true,
        _ => start.Length > 188 && start[0] == 0x47 && start[188] == 0x47,
    };

    // Some cameras tell of what happens in XML, before or between their pictures.
    private static bool IsPage(ReadOnlySpan<byte> content) =>
        Ascii.EqualsIgnoreCase(content[..Math.Min(content.Length, 14)], "<!doctype html"u8)
        || Ascii.EqualsIgnoreCase(content[..Math.Min(content.Length, 5)], "<html"u8);

    // By less than what it begins with: a stream that is joined in its middle, and containers that few cameras have.
    private static bool MayBeVideo(ReadOnlySpan<byte> start) =>
        start.IndexOf<byte>([0, 0, 1]) >= 0 || IsTransportStream(start) || start switch
        {
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] or [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => true,
            [(byte)'D', (byte)'H', (byte)'A', (byte)'V', ..] or [(byte)'D', (byte)'K', (byte)'I', (byte)'F', ..] => true,
            [(byte)'.', (byte)'R', (byte)'M', (byte)'F', ..] or [0x30, 0x26, 0xB2, 0x75, ..] or [0x06, 0x0E, 0x2B, 0x34, ..] => true,
            _ => false,
        };

    private static bool IsTransportStream(ReadOnlySpan<byte> start)
    {
        const int longPacket = 192;
        for (var at = 0; at < longPacket && at + (2 * longPacket) < start.Length; at++)
        {
            if (start[at] == 0x47 && ((start[at + 188] == 0x47 && start[at + 376] == 0x47) || (start[at + 192] == 0x47 && start[at + 384] == 0x47)))
            {
                return true;
            }
        }

        return false;
    }

    // In UTF-8, or in a code of one byte with a few letters that are not of ASCII.
    private static bool IsText(ReadOnlySpan<byte> start)
    {
        const int maxLetterBytes = 4;
        var some = start[..Math.Min(start.Length, 512)];
        if (some.ContainsAnyInRange((byte)0, (byte)8) || some.ContainsAnyInRange((byte)14, (byte)31) || some.Contains((byte)0x7F))
        {
            return false;
        }

        var others = 0;
        foreach (var letter in some)
        {
            others += letter >= 0x80 ? 1 : 0;
        }

        return others <= some.Length / 4 || Utf8.IsValid(some) || (start.Length > some.Length && IsCut(some));

        static bool IsCut(ReadOnlySpan<byte> text)
        {
            for (var length = 1; length < maxLetterBytes; length++)
            {
                if (Utf8.IsValid(text[..^length]))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
