using Microsoft.Extensions.Options;

namespace Dashboard.Configuration;

/// <summary>Gathers what is wrong with a section of settings; every failure names the key, what is wrong and what is allowed.</summary>
/// <param name="section">The section's name; empty for what stands in none.</param>
internal sealed class OptionsCheck(string section)
{
    private readonly List<string> _failures = [];

    public ValidateOptionsResult Result => _failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_failures);

    /// <summary>A number or a time, limits included. Not a number is out of any range.</summary>
    /// <param name="key">The setting without its section.</param>
    /// <param name="value">What is set.</param>
    /// <param name="min">Least that is allowed.</param>
    /// <param name="max">Most that is allowed.</param>
    /// <param name="hint">What else helps to choose, such as a unit; put behind the limits.</param>
    public void Range<T>(string key, T value, T min, T max, string hint = "")
        where T : IComparable<T>, IFormattable =>
        Require(
            value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0,
            key,
            FormattableString.Invariant($"is {value}; it must be from {min} to {max}{hint}"));

    /// <summary>Anything else.</summary>
    /// <param name="isValid">Whether it is as it must be.</param>
    /// <param name="key">The setting without its section.</param>
    /// <param name="otherwise">What is wrong and what is allowed, to be read behind the key.</param>
    public void Require(bool isValid, string key, string otherwise)
    {
        if (!isValid)
        {
            _failures.Add(section.Length == 0 ? $"{key} {otherwise}" : $"{section}:{key} {otherwise}");
        }
    }
}
