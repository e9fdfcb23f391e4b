using Dashboard.Domain.Plates;

namespace Dashboard.Domain.Cameras;

/// <summary>
/// Countries (<c>de</c>) or states (<c>us-ca</c>) whose plates a camera sees; none: those of the server's setting. In order, each once.
/// </summary>
public sealed class ExpectedCountries : IEquatable<ExpectedCountries>
{
    /// <summary>The most a camera may have; who expects more expects any.</summary>
    public const int MaxCodes = 20;

    private static readonly char[] Separators = [' ', ',', ';', '/', '|'];
    private readonly string _text;

    private ExpectedCountries(IReadOnlyList<string> codes) => (Codes, _text) = (codes, string.Join(' ', codes));

    /// <summary>Those of the server's setting.</summary>
    public static ExpectedCountries None { get; } = new([]);

    /// <summary>The codes, in small letters.</summary>
    public IReadOnlyList<string> Codes { get; }

    /// <summary>Whether the server's setting counts.</summary>
    public bool IsNone => Codes.Count == 0;

    /// <summary>What is wrong with them, in words; null: nothing.</summary>
    public string? Error =>
        Codes.FirstOrDefault(code => !PlateFormats.Known.Contains(code, StringComparer.OrdinalIgnoreCase)) is { } unknown
            ? $"“{unknown}” is not a known country. Enter two letters, such as de, or a state with its country, such as us-ca."
            : Codes.Count > MaxCodes ? $"At most {MaxCodes} countries fit a camera. Choose none to expect any."
            : null;

    /// <summary>A set of codes, in any order and case.</summary>
    public static ExpectedCountries From(IEnumerable<string> codes)
    {
        var sorted =
            codes.Select(code => code.Trim().ToLowerInvariant()).Where(code => code.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList();
        return sorted.Count == 0 ? None : new ExpectedCountries(sorted);
    }

    /// <summary>Reads codes with spaces, commas or the like between; also what is no country, which <see cref="Error"/> tells.</summary>
    public static ExpectedCountries FromText(string? text) => From((text ?? "").Split(Separators));

    /// <summary>The codes with spaces between.</summary>
    public string ToText() => _text;

    /// <inheritdoc/>
    public bool Equals(ExpectedCountries? other) => ReferenceEquals(this, other) || (other is not null && _text == other._text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ExpectedCountries);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>For the log.</summary>
    public override string ToString() => _text;
}
