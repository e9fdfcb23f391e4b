using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Domain;

namespace Dashboard.Capture.Http;

/// <summary>
/// Signs in to a camera the way it asks for: digest with SHA-256 or MD5, otherwise basic. What it asked for once is answered in advance with the
/// next question, so that a picture costs one question and no refusal. Not thread-safe.
/// </summary>
internal sealed partial class CameraSignIn(string user, string password)
{
    private Challenge? _challenge;
    private string? _unknown;
    private int _count;
    private bool _hasWorked;

    /// <summary>The camera has asked who it is, so it was told.</summary>
    public bool IsAsked => _challenge is not null || _unknown is not null;

    /// <summary>The camera took it once: one refusal behind that may be the camera's mistake.</summary>
    public bool HasEverWorked { get; private set; }

    /// <summary>What to say where the camera goes on refusing.</summary>
    public string Refusal => _unknown is { } kind
        ? $"The camera asks for a kind of sign-in that is not known here ({kind}): choose Digest or Basic in the camera's settings."
        : "The camera refused the sign-in: check user name and password.";

    /// <summary>Takes in what the camera asks for. False where it cannot be answered, or was answered and refused.</summary>
    /// <param name="asked">Its headers WWW-Authenticate; some cameras want a sign-in, have none of them, and know the basic one.</param>
    public bool Learn(IEnumerable<string> asked)
    {
        List<string> headers = [.. asked];
        if (headers.Count == 0 && !IsAsked)
        {
            headers.Add("Basic");
        }

        var best = headers.SelectMany(Challenge.Read).Where(challenge => challenge.IsKnown).MaxBy(challenge => challenge.Strength);
        _unknown = best is null ? headers.Select(Challenge.NameOf).FirstOrDefault(IsName) ?? (headers.Count > 0 ? "?" : null) : null;
        if (best is null)
        {
            return false;
        }

        // A nonce that has expired is no refusal, whether the camera says so or just asks with a new one for what had worked until now.
        var isRefused = _challenge is not null && _count > 0 && !best.IsStale && (best.IsBasic || !_hasWorked || best.Nonce == _challenge.Nonce);
        (_challenge, _count, _hasWorked) = (best, 0, false);
        return !isRefused;
    }

    // What a camera writes in place of a name is not repeated to people.
    private static bool IsName(string kind) => kind.Length > 0 && kind.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or ' ');

    /// <summary>What was answered with it was good.</summary>
    public void Worked() => (_hasWorked, HasEverWorked) = (true, HasEverWorked || _count > 0);

    /// <summary>The header Authorization of a question; null while the camera has asked for none.</summary>
    public string? Answer(string method, string target)
    {
        if (_challenge is null)
        {
            return null;
        }

        _count++;
        if (_challenge.IsBasic)
        {
            return "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        }

        return Digest(_challenge, method, target, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
    }

    // RFC 7616, section 3.4; without qop as RFC 2069 had it, which old cameras still ask for.
    private string Digest(Challenge asked, string method, string target, string own)
    {
        var count = _count.ToString("x8", CultureInfo.InvariantCulture);
        var secret = asked.Hash($"{user}:{asked.Realm}:{password}");
        if (asked.IsSession)
        {
            secret = asked.Hash($"{secret}:{asked.Nonce}:{own}");
        }

        var question = asked.Hash($"{method}:{target}");
        var response = asked.HasQuality
            ? asked.Hash($"{secret}:{asked.Nonce}:{count}:{own}:auth:{question}")
            : asked.Hash($"{secret}:{asked.Nonce}:{question}");
        var answer = new StringBuilder("Digest username=\"").Append(Quoted(user)).Append("\", realm=\"").Append(Quoted(asked.Realm))
            .Append("\", nonce=\"").Append(Quoted(asked.Nonce)).Append("\", uri=\"").Append(target).Append("\", response=\"").Append(response)
            .Append('"');
        if (asked.Algorithm is { } algorithm)
        {
            answer.Append(", algorithm=").Append(algorithm);
        }

        if (asked.Opaque is { } opaque)
        {
            answer.Append(", opaque=\"").Append(Quoted(opaque)).Append('"');
        }

        if (asked.HasQuality)
        {
            answer.Append(", qop=auth, nc=").Append(count).Append(", cnonce=\"").Append(own).Append('"');
        }

        return answer.ToString();
    }

    private static string Quoted(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    /// <summary>One way to sign in that a camera offers.</summary>
    private sealed partial class Challenge
    {
        private const int MaxName = 40;
        private readonly Dictionary<string, string> _parts;

        private Challenge(string scheme, Dictionary<string, string> parts)
        {
            _parts = parts;
            IsBasic = scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase);
        }

        public bool IsBasic { get; }

        public string Realm => _parts.GetValueOrDefault("realm", "");

        public string Nonce => _parts.GetValueOrDefault("nonce", "");

        public string? Opaque => _parts.GetValueOrDefault("opaque");

        public string? Algorithm => _parts.GetValueOrDefault("algorithm");

        public bool IsStale => string.Equals(_parts.GetValueOrDefault("stale"), "true", StringComparison.OrdinalIgnoreCase);

        public bool IsSession => Algorithm?.EndsWith("-sess", StringComparison.OrdinalIgnoreCase) == true;

        public bool HasQuality =>
            _parts.GetValueOrDefault("qop", "").Split(',').Any(one => one.Trim().Equals("auth", StringComparison.OrdinalIgnoreCase));

        public int Strength => IsBasic ? 0 : IsAlgorithm("SHA-256") ? 2 : 1;

        public bool IsKnown =>
            IsBasic || ((Algorithm is null || IsAlgorithm("MD5") || IsAlgorithm("SHA-256")) && (HasQuality || !_parts.ContainsKey("qop")));

        public static IEnumerable<Challenge> Read(string header)
        {
            var schemes = Scheme().Matches(header);
            for (var i = 0; i < schemes.Count; i++)
            {
                var end = i + 1 < schemes.Count ? schemes[i + 1].Index : header.Length;
                var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                foreach (Match part in Part().Matches(header[schemes[i].Index..end]))
                {
                    var value = part.Groups[2].Value;
                    parts[part.Groups[1].Value] = value is ['"', .., '"'] ? Escape().Replace(value[1..^1], "$1") : value;
                }

                yield return new Challenge(schemes[i].Groups[1].Value, parts);
            }
        }

        /// <summary>What people call that which a header asks for, such as <c>Digest SHA-512-256</c>.</summary>
        public static string NameOf(string header)
        {
            var known = Read(header).FirstOrDefault();
            var name = known is null ? header.Split(' ', 2)[0] : $"Digest {known.Algorithm ?? known._parts.GetValueOrDefault("qop")}";
            return name.Trim().Truncate(MaxName);
        }

#pragma warning disable CA5351 // What cameras speak.
        public string Hash(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            return Convert.ToHexStringLower(IsAlgorithm("SHA-256") ? SHA256.HashData(bytes) : MD5.HashData(bytes));
        }
#pragma warning restore CA5351

        private bool IsAlgorithm(string name) =>
            string.Equals(Algorithm, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(Algorithm, name + "-sess", StringComparison.OrdinalIgnoreCase);

        [GeneratedRegex(@"(?<=^\s*|,\s*)(Basic|Digest)(?=\s|$)", RegexOptions.IgnoreCase)]
        private static partial Regex Scheme();

        [GeneratedRegex("""(\w+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,"]+)""")]
        private static partial Regex Part();

        [GeneratedRegex(@"\\(.)")]
        private static partial Regex Escape();
    }
}
