using System.Text.Unicode;
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

    /// <summary>A page for people, or an error in words.</summary>
    Page,

    /// <summary>Something else: for ffmpeg to find out.</summary>
    Video,
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

        if (start.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'<' or (byte)'{', ..])
        {
            return AnswerKind.Page;
        }

        return isWhole ? IsText(start) ? AnswerKind.Page : AnswerKind.Video
            : start.Length < MaxBeforePicture ? AnswerKind.Unclear
            : AnswerKind.Video;
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
