using System.Text.RegularExpressions;

namespace Dashboard.Domain.Cameras;

/// <summary>
/// The one table of what secrets are called, in the languages of those who make and name cameras. Its words stand without accents, as
/// <see cref="Plain(string)"/> writes what is looked at; <c>js/drafts.js</c> has the same ones, which a test compares.
/// </summary>
public static partial class SecretNames
{
    /// <summary>What names of secrets have in them.</summary>
    public const string Words = "pass|pwd|pw|psw|psd|auth|cred|token|key|secret|login|session|jwt|signature|hmac|ticket|bearer|nonce|" + Languages;

    /// <summary>The same in a query, where a word too many hides little.</summary>
    public const string QueryWords = Words + "|digest|md5|hash|basic|cookie";

    /// <summary>Words behind which a colon gives the secret, in whatever people write.</summary>
    public const string BeforeColon = "pass(?:word|wort|wd|code)?|pwd|token|secret|key|login|(?:" + Languages + @")\p{L}{0,3}";

    /// <summary>Whole names that tell of a secret, whatever stands behind them.</summary>
    public const string WholeNames =
        "[a-z_.-]{0,40}pin(?:[_.-]?(?:code|kode?|kodu|number|nummer))?|mima|cle|codigo|sig|sid|sess|otp|mdp"
        + "|(?:[a-z]{0,40}[_.-])?psk[0-9]?|(?:snmp|read|write|ro|rw)[_.-]?community(?:[_.-]?string)?"
        + "|[a-z]{0,40}(?:access|user|door|entry|gate|unlock|verif[a-z]*|secur[a-z]*|toegang[a-z]*|zugang[a-z]*)[_.-]?code";

    /// <summary>Whole names that tell of one where a value is given to them.</summary>
    public const string ShortNames = "p|pa|pas|pd|tk|st(?=.[^&]{8})|code|(?:[a-z]+[_.-])?(?:" + WholeNames + ")";

    /// <summary>Users that many cameras have: any other one that stands without a password may be a token.</summary>
    public const string CommonUsers =
        "admin|administrator|root|users?|guest|viewer|operator|service|support|supervisor|system|camera|cam|onvif|rtsp|live|stream|test|demo|default"
        + "|anonymous|public|ubnt";

    /// <summary>Passwords and secrets as others than the English call them, in Europe and Asia.</summary>
    public const string Languages =
        "wachtwoord|kennwort|pa\u00DFw|geheim|clave|contrase|senha|segredo|mot[ _.+-]?de[ _.+-]?pas|parol|segret|losenord|kodeord|adgangskod"
        + "|salasan|lykilord|haslo|heslo|geslo|lozink|jelszo|slaptazod|parool|kodikos|sifre|sifra|kata[ _.+-]?sandi|mat[ _.+-]?khau|парол"
        + "|κωδικ|συνθηματ|סיסמ|المرور|السر|密码|密碼|口令|パスワード|暗証|비밀번호|암호|รหัสผ่าน|पासवर्ड"
        + "|schlussel|schluessel|zugangswort|losungswort|chave|llave|ключ|токен|رمز";

    // A letter and what people write in place of it.
    private static readonly Dictionary<char, char> Letters = new[]
    {
        "aàáâãäåāăąậẩ", "cçćč", "dđď", "eèéêëēėęě", "gğ", "iìíîïīįı", "lłĺľ", "nñńň", "oòóôõöøōő", "rŕř", "sśşšș", "tţťț", "uùúûüūůűų", "yýÿ", "zźżž",
    }.SelectMany(row => row[1..].Select(letter => (letter, row[0]))).ToDictionary();

    /// <summary>Whether a field of that name holds a secret.</summary>
    public static bool IsName(string name) => SecretName().IsMatch(HarmlessName().Replace(Plain(name), ""));

    /// <summary>Whether a user without a password is one that many cameras have, and no token.</summary>
    public static bool IsCommonUser(string user) => CommonUser().IsMatch(user);

    /// <summary>Whether a text gives a value to the name of a secret: <c>open --password=x</c>, <c>hasło: x</c>.</summary>
    public static bool GivesValue(string text) => NamedValue().IsMatch(Plain(text)) || NamedValue().IsMatch(Plain(Uri.UnescapeDataString(text)));

    /// <summary>A letter without its accent; anything else as it is.</summary>
    public static char Plain(char letter) => letter < '\u0080' ? letter
        : letter is >= '\uFF21' and <= '\uFF3A' or >= '\uFF41' and <= '\uFF5A' ? (char)(letter - '\uFF21' + 'A')
        : Letters.GetValueOrDefault(char.ToLowerInvariant(letter), letter);

    /// <summary>Whether it is an accent of the letter before it.</summary>
    public static bool IsAccent(char letter) => letter is >= '\u0300' and <= '\u036F';

    private static string Plain(string text) => string.Concat(text.Where(letter => !IsAccent(letter)).Select(Plain));

    [GeneratedRegex($"{QueryWords}|^(?:{ShortNames})$|[^a-z0-9](?:{WholeNames})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    [GeneratedRegex("key_?(?:frame|word|board)s?|authors?(?![a-z])|pass(?:age|enger|ing)s?|compass|bypass", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HarmlessName();

    [GeneratedRegex($"^(?:{CommonUsers})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CommonUser();

    [GeneratedRegex(
        $@"(?:(?:{QueryWords})\w{{0,40}}|(?<![a-z0-9])(?:{WholeNames}))[""']?\s*=\s*\S|(?:{BeforeColon})[""']?\s*[:：]\s*\S",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedValue();
}
