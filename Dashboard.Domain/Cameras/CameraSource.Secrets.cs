using System.Buffers;
using System.Text.RegularExpressions;

namespace Dashboard.Domain.Cameras;

/// <summary>Which parts of an address are secret: told by a rule, since every make of cameras has other names for them.</summary>
public static partial class CameraSource
{
    // Shorter ones, such as the 1 of keyframe=1, stand in any text.
    private const int MinTellingLength = 4;

    // What names of secrets have in them.
    private const string Words = "pass|pwd|pw|psw|psd|auth|cred|token|key|secret|login|session|jwt";

    private static readonly SearchValues<char> ComputerEnd = SearchValues.Create("/?#;&! ");

    /// <summary>
    /// The source without secrets, which become <c>***</c>: the password in the user part, each value whose name holds pass, pwd, pw, psw, psd,
    /// auth, cred, token, key, secret, login, session or jwt, in the query or the path, those called p, pin, code, sig, signature, hash or ticket in
    /// the query, and what follows a colon within the path or as a whole part of the query. In the path any separator stands between name and value:
    /// <c>/token/x</c>, <c>/password-x</c>. Paths of files stay as they are.
    /// </summary>
    public static string Mask(string source)
    {
        if (!IsAddress(source))
        {
            return source;
        }

        if (Password(source) is { } password)
        {
            source = string.Concat(source.AsSpan(0, password.Start), MaskText, source.AsSpan(password.End));
        }

        return Replace(source, (_, _) => MaskText);
    }

    /// <summary>
    /// What another program says is an address, without the secrets that <see cref="Mask"/> knows and what may hide them. An address of another
    /// kind than ours, one whose sign-in may begin with what looks like a port, one with odd parts in its path, and one whose secrets show only when
    /// it is decoded keep their scheme and computer: <c>rtmp://cam/***</c>. Of a query, whose names are anybody's, nothing is left.
    /// </summary>
    public static string MaskForeign(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return text;
        }

        var rest = text.AsSpan(scheme + 3);
        var end = rest.IndexOfAny("/?#");
        var authority = end < 0 ? rest : rest[..end];
        if (IsAddress(text) && (authority.Contains('@') || !rest.Contains('@')))
        {
            var masked = Mask(text);
            if (!Secrets(Uri.UnescapeDataString(masked)).Any(secret => secret != MaskText))
            {
                var path = masked.AsSpan(PathStart(masked));
                var query = path.IndexOfAny("?#");
                if (!OddPath().IsMatch(query < 0 ? path : path[..query]))
                {
                    return query < 0 ? masked : $"{masked.AsSpan(0, masked.Length - path.Length + query + 1)}{MaskText}";
                }
            }
        }

        var start = scheme;
        while (start > 0 && char.IsAsciiLetter(text[start - 1]))
        {
            start--;
        }

        var computer = rest[(rest.LastIndexOf('@') + 1)..];
        end = computer.IndexOfAny(ComputerEnd);
        return $"{text.AsSpan(start, scheme - start)}://{(end < 0 ? computer : computer[..end])}/{MaskText}";
    }

    /// <summary>
    /// The edited address with the stored one's passwords wherever it says <c>***</c>. The stored passwords are only put
    /// back where the host is the stored one: no other machine is to receive them. Whatever cannot be put back stays masked.
    /// </summary>
    public static string RestoreMask(string edited, string stored)
    {
        if (!IsAddress(edited) || !string.Equals(HostOf(edited), HostOf(stored), StringComparison.OrdinalIgnoreCase))
        {
            return edited;
        }

        if (Password(edited) is { } place && edited[place.Start..place.End] == MaskText && Password(stored) is { } secret)
        {
            edited = string.Concat(edited.AsSpan(0, place.Start), stored.AsSpan(secret.Start, secret.End - secret.Start), edited.AsSpan(place.End));
        }

        // A name may stand twice, each time with a secret of its own.
        var secrets = Named(stored)
            .GroupBy(match => match.Groups["name"].Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                group => group.Key, group => new Queue<string>(group.Select(match => match.Groups["value"].Value)), StringComparer.OrdinalIgnoreCase);
        return Replace(edited, (name, value) =>
            secrets.TryGetValue(name, out var ofName) && ofName.TryDequeue(out var known) && value == MaskText ? known : value);
    }

    /// <summary>Whether a secret in it is masked: such an address cannot be used.</summary>
    public static bool HasMask(string source) =>
        IsAddress(source)
        && ((Password(source) is { } password && source[password.Start..password.End] == MaskText)
            || Named(source).Any(match => match.Groups["value"].Value == MaskText));

    /// <summary>The secrets in it, as written, for taking them out of what others say.</summary>
    public static IEnumerable<string> Secrets(string source)
    {
        if (!IsAddress(source))
        {
            yield break;
        }

        if (Password(source) is { } password)
        {
            yield return source[password.Start..password.End];
        }

        foreach (var match in Named(source))
        {
            var value = match.Groups["value"].Value;
            if (value.Length >= MinTellingLength || PasswordName().IsMatch(match.Groups["name"].Value))
            {
                yield return value;
            }
        }
    }

    private static IEnumerable<Match> Named(string source) => NamedSecret().Matches(source, PathStart(source));

    private static string Replace(string source, Func<string, string, string> valueOf)
    {
        var start = PathStart(source);
        return NamedSecret().Replace(
            source, match => match.Groups["name"].Value + valueOf(match.Groups["name"].Value, match.Groups["value"].Value), -1, start);
    }

    private static int PathStart(string source)
    {
        var start = UserPart(source)?.End ?? AuthorityStart(source);
        var length = source.AsSpan(start).IndexOfAny("/?#");
        return length < 0 ? source.Length : start + length;
    }

    // A value in the query goes on to the next &, as people write characters there that ought to be escaped; one in the path to the next
    // separator, or to the name that cheap cameras put behind it: user=admin_password=x_channel=1. Names in the query begin anywhere.
    [GeneratedRegex(
        $$"""
        (?<name>(?<=\?.*)[^?&;=]*(?:{{Words}})[^?&;=]*?(?:=|%3D))(?<value>[^&]+)
        |(?<name>(?<=[?&])(?:p|pin|code|sig|signature|hash|ticket)=)(?<value>[^&]+)
        |(?<name>(?<=\?.*)(?<=[?&])[^?&;=:/@]+:)(?<value>[^&=]+)(?=&|$)
        |(?<name>(?<!\?.*)[^/?&;=]*(?:{{Words}})[^/?&;=]*?(?:=|%3D))
            (?<value>(?:(?!_(?:channel|stream|subtype|user|real_stream)=)[^/?&;])+)
        |(?<name>(?<!\?.*)/[^/?&;=:@]+:)(?<value>[^/?]+)
        |(?<name>(?<!\?.*)/[^/?&;=]*?(?:{{Words}})[a-z]*=?[-_.,/])(?<value>[^/?&;=]+)(?=[/?]|$)
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedSecret();

    // A sign-in as parameters of a part, or a secret as the part behind its name.
    [GeneratedRegex($"[;:]|/(?:{Words})[^/]*/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OddPath();

    [GeneratedRegex("pass|pwd|psw|psd|cred", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PasswordName();
}
