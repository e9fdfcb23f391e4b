using System.Globalization;

namespace Dashboard.Web.Languages;

/// <summary>A language of the pages, with the way in which it writes numbers and times.</summary>
public sealed class Language
{
    /// <summary>What the texts are written in, and what is shown where a translation is missing.</summary>
    public static readonly Language English = new("en", "en", "English", "yyyy-MM-dd", "d MMM", "dddd, d MMMM yyyy", number =>
    {
        number.NumberGroupSeparator = "\u00a0";
        number.PercentPositivePattern = 0;
    });

    private readonly int _maxOfOne;

    private Language(
        string code, string tag, string name, string date, string day, string longDate, Action<NumberFormatInfo>? number = null, int maxOfOne = 1)
    {
        (Code, Tag, Name, _maxOfOne) = (code, tag, name, maxOfOne);
        Culture = new CultureInfo(tag, useUserOverride: false);
        Culture.DateTimeFormat.ShortDatePattern = date;
        Culture.DateTimeFormat.LongDatePattern = longDate;
        Culture.DateTimeFormat.MonthDayPattern = day;
        Culture.DateTimeFormat.LongTimePattern = "HH:mm:ss";
        Culture.DateTimeFormat.ShortTimePattern = "HH:mm";
        number?.Invoke(Culture.NumberFormat);
        Culture = CultureInfo.ReadOnly(Culture);
    }

    /// <summary>All of them, as they stand in the picker.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        English,
        new("es", "es", "Español", "dd/MM/yyyy", "d MMM", "dddd, d 'de' MMMM 'de' yyyy"),
        new("pt", "pt-BR", "Português", "dd/MM/yyyy", "d MMM", "dddd, d 'de' MMMM 'de' yyyy", maxOfOne: 0),
        new("de", "de", "Deutsch", "dd.MM.yyyy", "d. MMM", "dddd, d. MMMM yyyy"),
    ];

    /// <summary>Two letters, as in settings, the cookie and the folder of its texts.</summary>
    public string Code { get; }

    /// <summary>As browsers know it.</summary>
    public string Tag { get; }

    /// <summary>Its name in itself.</summary>
    public string Name { get; }

    /// <summary>How it writes numbers and times.</summary>
    public CultureInfo Culture { get; }

    /// <summary>The language of that code or of a tag such as <c>de-AT</c>; null: none of ours.</summary>
    public static Language? Find(string? tag)
    {
        var code = tag?.Split('-')[0];
        return All.FirstOrDefault(language => string.Equals(language.Code, code, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether it says that number in the singular.</summary>
    public bool IsOne(long number) => number == 1 || number == _maxOfOne;
}
