using System.Globalization;

namespace Dashboard.Web.Shared;

/// <summary>How sure a reading is, in words and colour.</summary>
public static class ConfidenceText
{
    /// <summary>Below this, 0 to 1, a plate counts as doubtful.</summary>
    public const double Low = 0.8;

    /// <summary>From here on, 0 to 1, a plate counts as sure.</summary>
    public const double High = 0.9;

    /// <summary>In percent; never rounded up to what it is not.</summary>
    public static string Percent(double confidence) =>
        (Math.Floor((confidence * 1000) + 1e-9) / 10).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    /// <summary>The class of its colour.</summary>
    public static string Tone(double confidence) => confidence >= High ? "tone-ok" : confidence >= Low ? "tone-warn" : "tone-bad";
}
