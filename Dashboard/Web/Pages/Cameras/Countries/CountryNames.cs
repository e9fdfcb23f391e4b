using System.Collections.Frozen;
using System.Globalization;
using Dashboard.Domain.Plates;
using Dashboard.Web.Languages;

namespace Dashboard.Web.Pages.Cameras.Countries;

/// <summary>Names of the countries and states whose plates are known.</summary>
internal static class CountryNames
{
    private const string Lines =
        """
        ge Georgia (country)
        ca-ab Alberta|ca-bc British Columbia|ca-mb Manitoba|ca-nb New Brunswick|ca-nl Newfoundland and Labrador|ca-ns Nova Scotia|ca-on Ontario
        ca-pe Prince Edward Island|ca-qc Quebec|ca-sk Saskatchewan
        us-ak Alaska|us-al Alabama|us-ar Arkansas|us-az Arizona|us-ca California|us-co Colorado|us-ct Connecticut|us-dc District of Columbia
        us-de Delaware|us-fl Florida|us-ga Georgia|us-hi Hawaii|us-ia Iowa|us-id Idaho|us-il Illinois|us-in Indiana|us-ks Kansas|us-ky Kentucky
        us-la Louisiana|us-ma Massachusetts|us-md Maryland|us-me Maine|us-mi Michigan|us-mn Minnesota|us-mo Missouri|us-ms Mississippi
        us-mt Montana|us-nc North Carolina|us-nd North Dakota|us-ne Nebraska|us-nh New Hampshire|us-nj New Jersey|us-nm New Mexico|us-nv Nevada
        us-ny New York|us-oh Ohio|us-ok Oklahoma|us-or Oregon|us-pa Pennsylvania|us-ri Rhode Island|us-sc South Carolina|us-sd South Dakota
        us-tn Tennessee|us-tx Texas|us-ut Utah|us-va Virginia|us-vt Vermont|us-wa Washington|us-wi Wisconsin|us-wv West Virginia|us-wy Wyoming
        """;

    private static readonly Dictionary<string, string> Names = Lines.Split(
        ['|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToDictionary(line => line[..line.IndexOf(' ')], line => line[(line.IndexOf(' ') + 1)..], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, IReadOnlyList<(string Code, string Name)>> Sorted =
        Language.All.ToFrozenDictionary(language => language.Code, Sort);

    /// <summary>Countries by name, then states by name, in the language of the page.</summary>
    public static IReadOnlyList<(string Code, string Name)> All => Sorted[Localizer.Current.Language.Code];

    /// <summary>
    /// What people call it; a state, which has the same name everywhere, with its country's code. A code without a name stays as it is.
    /// </summary>
    public static string NameOf(string code) => NameIn(Localizer.Current.Language, code);

    private static IReadOnlyList<(string Code, string Name)> Sort(Language language) =>
    [
        .. PlateFormats.Known.Select(code => (Code: code, Name: NameIn(language, code)))
            .OrderBy(country => country.Code.Contains('-'))
            .ThenBy(country => country.Name, StringComparer.Create(language.Culture, ignoreCase: true)),
    ];

    // A country's name is the system's, which knows it in each language; in English a state has the name of one.
    private static string NameIn(Language language, string code) =>
        code.Contains('-') ? $"{Names.GetValueOrDefault(code, code)} ({PlateFormats.CountryOf(code).ToUpperInvariant()})"
        : language == Language.English && Names.TryGetValue(code, out var name) ? name
        : PlateFormats.Known.Contains(code, StringComparer.OrdinalIgnoreCase)
            ? new RegionInfo($"{language.Code}-{code.ToUpperInvariant()}").NativeName
        : code;
}
