using System.Globalization;
using Dashboard.Imaging;

namespace Dashboard.Agents.Pictures;

/// <summary>What was asked of a picture cannot be answered; the words name the parameter.</summary>
internal sealed class PictureQueryException(string message) : Exception(message);

/// <summary>Reads and answers <c>x</c>, <c>y</c>, <c>width</c>, <c>height</c> and <c>max_width</c>, on servers and agents alike.</summary>
internal static class PictureQuery
{
    /// <summary>The part that is asked for. Throws <see cref="PictureQueryException"/>.</summary>
    public static PictureCut Read(IQueryCollection query)
    {
        var (x, y) = (Number(query, "x", 0), Number(query, "y", 0));
        var (width, height) = (Number(query, "width", 1), Number(query, "height", 1));
        if ((x ?? y ?? width ?? height) is not null && (width is null || height is null))
        {
            throw new PictureQueryException($"{(width is null ? "width" : "height")}: a crop needs x, y, width and height.");
        }

        return new PictureCut(x ?? 0, y ?? 0, width, height, Number(query, "max_width", 1));
    }

    /// <summary>
    /// The part that is asked for by its corners, <c>x1</c>, <c>y1</c>, <c>x2</c> and <c>y2</c>, the last two outside. Throws
    /// <see cref="PictureQueryException"/>.
    /// </summary>
    public static PictureCut ReadCorners(IQueryCollection query)
    {
        var (x1, y1) = (Needed(query, "x1", 0), Needed(query, "y1", 0));
        return new PictureCut(x1, y1, Needed(query, "x2", x1 + 1) - x1, Needed(query, "y2", y1 + 1) - y1, Number(query, "max_width", 1));
    }

    /// <summary>
    /// Cuts a picture. Throws <see cref="PictureQueryException"/> for a part outside, <see cref="InvalidDataException"/> for a damaged picture.
    /// </summary>
    public static async Task<byte[]> CutAsync(
        PictureCodec codec, byte[] jpeg, PictureCut cut, CancellationToken cancellationToken)
    {
        try
        {
            return await codec.CutAsync(jpeg, cut, cancellationToken);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new PictureQueryException($"{exception.ParamName}: the crop is outside the picture.");
        }
    }

    /// <summary>The name of a picture without <c>.jpg</c> or <c>.jpeg</c>.</summary>
    public static string WithoutEnding(string image) =>
        image.EndsWith(".jpeg", StringComparison.OrdinalIgnoreCase) ? image[..^5]
        : image.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase) ? image[..^4]
        : image;

    private static int Needed(IQueryCollection query, string name, int min) =>
        Number(query, name, min) ?? throw new PictureQueryException($"{name}: must be given; a crop needs x1, y1, x2 and y2.");

    private static int? Number(IQueryCollection query, string name, int min)
    {
        if (!query.TryGetValue(name, out var values) || values[^1] is not { Length: > 0 } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min
            ? number
            : throw new PictureQueryException($"{name}: must be a whole number of pixels, at least {min}.");
    }
}
