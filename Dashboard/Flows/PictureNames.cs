using System.Globalization;
using System.Security.Cryptography;
using Dashboard.Domain.Flows;
using Dashboard.Pipeline;

namespace Dashboard.Flows;

/// <summary>
/// Names of the files of flows' pictures, below the folder of all of them. A name holds the beginning of the SHA-256 of what is in the file: the row,
/// which has that sum, gives the name out, and no other picture can take its place. Pictures of before that bear the flow's name alone.
/// </summary>
internal static class PictureNames
{
    /// <summary>Ending of a file that is still being written.</summary>
    public const string Unfinished = ".tmp";

    private const string Ending = ".jpg";
    private const int UuidLength = 36;
    private const int HashLength = 16;

    /// <summary>SHA-256 in hexadecimal digits.</summary>
    public static string Sum(ReadOnlySpan<byte> jpeg) => Convert.ToHexStringLower(SHA256.HashData(jpeg));

    /// <summary>The part of a sum that names a file.</summary>
    public static string Short(string sum) => sum[..HashLength];

    /// <summary>The file of a picture or view in its day's folder, by its sum or the beginning of it.</summary>
    public static string Name(Guid uuid, DateOnly day, string sum) => Path.Combine(FolderOf(day), $"{uuid:D}-{Short(sum)}{Ending}");

    /// <summary>The files of a picture and of the views beside it.</summary>
    public static IEnumerable<string> NamesOf(WrittenPicture picture) =>
        picture.Views.Select(view => view.Hash).OfType<string>().Prepend(picture.Sha256).Select(sum => Name(picture.Uuid, picture.Day, sum));

    /// <summary>The file of a flow's picture; null: it is not here.</summary>
    public static string? Picture(Flow flow) => flow switch
    {
        { HasPicture: false } => null,
        { PictureDay: { } day, PictureSha256: { } sum } => Name(flow.Uuid, day, sum),
        { PictureSha256: null } => $"{Old(flow)}{Ending}",
        _ => null,
    };

    /// <summary>The file of a view by its number from 1; null: it is not here.</summary>
    public static string? View(Flow flow, int number) => flow switch
    {
        { HasPicture: false } => null,
        { PictureDay: { } day, PictureSha256: not null } =>
            FlowViews.ReadAll(flow) is var views && number >= 1 && number <= views.Count && views[number - 1].Hash is { Length: >= HashLength } hash
                ? Name(flow.Uuid, day, hash)
                : null,
        { PictureSha256: null } => string.Create(CultureInfo.InvariantCulture, $"{Old(flow)}.{number}{Ending}"),
        _ => null,
    };

    /// <summary>All files that a flow may have; what else bears its name is left over.</summary>
    public static IReadOnlySet<string> All(Flow flow) =>
        Enumerable.Range(1, FlowViews.MaxViews - 1).Select(number => View(flow, number)).Append(Picture(flow)).OfType<string>().ToHashSet();

    /// <summary>The uuid in the name of a picture or a view, finished or not; null for other files.</summary>
    public static Guid? UuidOf(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        return name.Length > UuidLength + Ending.Length - 1
            && name[UuidLength] is '-' or '.'
            && (name.EndsWith(Ending) || (name.EndsWith(Unfinished) && name.Contains(Ending, StringComparison.Ordinal)))
            && Guid.TryParseExact(name[..UuidLength], "D", out var uuid) ? uuid : null;
    }

    /// <summary>The file that one which is still being written will be.</summary>
    public static string Finished(string path) =>
        path.EndsWith(Unfinished, StringComparison.Ordinal) && path.LastIndexOf(Ending, StringComparison.Ordinal) is > 0 and var at
            ? path[..(at + Ending.Length)]
            : path;

    /// <summary>The day of a folder, UTC; null: it is none of a day.</summary>
    public static DateTimeOffset? DayOf(string folder)
    {
        var parts = folder.Split(Path.DirectorySeparatorChar);
        return parts.Length >= 3 && DateTimeOffset.TryParseExact(
            string.Join('-', parts[^3..]), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
            ? day
            : null;
    }

    private static string FolderOf(DateOnly day) => day.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture);

    private static string Old(Flow flow) =>
        Path.Combine(FolderOf(DateOnly.FromDateTime(flow.CapturedAt.UtcDateTime)), flow.Uuid.ToString("D"));
}
