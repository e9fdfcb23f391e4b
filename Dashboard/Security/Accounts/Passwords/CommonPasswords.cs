using System.Collections.Frozen;

namespace Dashboard.Security.Accounts.Passwords;

/// <summary>
/// Passwords that are tried first wherever somebody guesses: a common word, the name of the program or of the person, with digits and marks around it
/// and letters that look like others; characters in a row; the same few over and over (NIST SP 800-63B).
/// </summary>
internal static class CommonPasswords
{
    // The longest piece that a password may be made of by repeating it.
    private const int MaxPeriod = 4;

    // Runs of characters that follow one another: "abcdef1234" are two.
    private const int MaxRuns = 2;

    private static readonly FrozenSet<string> Words = new[]
    {
        "password", "passwort", "passwd", "pass", "kennwort", "contrasena", "contraseña", "clave", "senha", "passphrase", "pwd",
        "admin", "administrator", "administrador", "root", "user", "guest", "login", "default", "changeme", "letmein", "secret", "geheim",
        "welcome", "willkommen", "bienvenido", "bemvindo", "hello", "hallo", "hola", "test", "testing", "demo",
        "qwerty", "qwertz", "azerty", "qwertyui", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdf", "asdfgh", "asdfghjkl", "zxcvbn", "zxcvbnm",
        "yxcvbnm", "qweasd", "qweasdzxc", "qazwsx", "qazwsxedc", "qwerasdf", "abc", "abcd", "abcabc",
        "iloveyou", "ichliebedich", "teamo", "tequiero", "monkey", "dragon", "football", "futbol", "fussball", "baseball", "sunshine", "princess",
        "princesa", "superman", "batman", "master", "shadow", "whatever", "starwars", "pokemon", "computer", "internet", "michael",
        "summer", "sommer", "verano", "verao", "winter", "invierno", "inverno", "spring", "autumn", "herbst", "schatz",
        "dashboard", "platedashboard", "plate", "plates", "licenceplate", "licenseplate", "numberplate", "kennzeichen", "matricula", "placa",
        "seedata", "openalpr", "rekorscout", "camera", "kamera",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] KeyPatterns = ["1q2w3e4r5t6y7u8i9o0p", "1q2w3e4r5t6z7u8i9o0p", "1qaz2wsx3edc4rfv5tgb", "q1w2e3r4t5y6u7i8o9p0"];

    /// <summary>Whether a password is one of them.</summary>
    /// <param name="email">Whose it is; null: not known.</param>
    public static bool Contains(string password, string? email)
    {
        var text = password.Trim().ToLowerInvariant();
        return IsRepeated(text) || IsInARow(text) || KeyPatterns.Any(pattern => pattern.Contains(text, StringComparison.Ordinal))
            || Cores(text).Any(core => IsWord(core) || (email is not null && IsNameOf(core, email)));
    }

    private static bool IsRepeated(string text) =>
        Enumerable.Range(1, MaxPeriod).Any(period => text.Length >= 2 * period && text.Skip(period).Zip(text).All(pair => pair.First == pair.Second));

    // Up, down or standing still: 1234567890, 9876543210, abcdefghij, aaaaa11111, 1122334455.
    private static bool IsInARow(string text)
    {
        var runs = 1;
        for (var i = 1; i < text.Length; i++)
        {
            var isNext = Math.Abs(text[i] - text[i - 1]) <= 1 || (text[i - 1], text[i]) is ('9', '0') or ('0', '9');
            runs += isNext ? 0 : 1;
        }

        return runs <= MaxRuns;
    }

    // What is left without digits and marks at the ends, as it is and with letters in place of what looks like them.
    private static IEnumerable<string> Cores(string text)
    {
        var core = Trim(text);
        yield return core;
        yield return Trim(Letters(core, 'i'));
        yield return Trim(Letters(core, 'l'));
        yield return Trim(Letters(text, 'i'));
        yield return Trim(Letters(text, 'l'));
    }

    private static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && !char.IsLetter(text[start]))
        {
            start++;
        }

        while (end > start && !char.IsLetter(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    private static string Letters(string text, char one) => string.Concat(text.Select(c => c switch
    {
        '0' => 'o',
        '1' or '!' or '|' => one,
        '3' or '€' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => c,
    }));

    // Also twice and more: passwordpassword.
    private static bool IsWord(string core) =>
        Words.Contains(core) || Words.Any(word => core.Length > word.Length && core.Replace(word, "", StringComparison.Ordinal).Length == 0);

    private static bool IsNameOf(string core, string email)
    {
        var parts = email.ToLowerInvariant().Split('@');
        string[] names = [email, Trim(parts[0]), .. parts.Skip(1).Select(domain => Trim(domain.Split('.')[0]))];
        return WithoutMarks(core) is { Length: > 2 } given && names.Any(name => given == WithoutMarks(name));
    }

    private static string WithoutMarks(string text) =>
        string.Concat(text.ToLowerInvariant().Where(letter => letter is not ('.' or '-' or '_' or '@' or ' ')));
}
