using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Domain.Cameras;

/// <summary>Which parts of an address are secret: told by a rule, since every make of cameras has other names for them.</summary>
public static partial class CameraSource
{
    // Shorter ones, such as the 1 of keyframe=1, stand in any text.
    private const int MinTellingLength = 4;

    private const int MaxForeignLength = 16_384;

    private static readonly SearchValues<char> ComputerEnd = SearchValues.Create("/?#;&! ");

    /// <summary>
    /// The source without secrets, which become <c>***</c>: the password in the user part, or the whole of it where it is no user that many cameras
    /// have; each value whose name <see cref="SecretNames"/> knows, in the query or the path; and what follows a colon within the path, a whole part
    /// of the query, a value or the address of another camera. Any separator stands between name and value: <c>/token/x</c>, <c>?pwd%20x</c>. What
    /// looks like a sign-in or a token is one wherever it stands, a fragment always. Encoding hides nothing. Paths of files stay as they are.
    /// </summary>
    public static string Mask(string source)
    {
        if (!IsAddress(source))
        {
            return source;
        }

        if ((DoubtfulPassword(source) ?? Password(source)) is { } password)
        {
            source = string.Concat(source.AsSpan(0, password.Start), MaskText, source.AsSpan(password.End));
        }

        return Replace(source, (_, _) => MaskText);
    }

    /// <summary>
    /// What another program says is an address, without the secrets that <see cref="Mask"/> knows and what may hide them. An address of another
    /// kind than ours, one whose sign-in may begin with what looks like a port, one with odd parts in its path, and one of which something is encoded
    /// there keep their scheme and computer: <c>rtmp://cam/***</c>. Of a query, whose names are anybody's, nothing is left.
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
        if (IsAddress(text) && text.Length <= CameraValidation.MaxSourceLength && (authority.Contains('@') || !rest.Contains('@')))
        {
            var masked = Mask(text);
            var path = masked.AsSpan(PathStart(masked));
            var query = path.IndexOfAny("?#");
            if (!OddPath().IsMatch(query < 0 ? path : path[..query]))
            {
                return query < 0 ? masked : $"{masked.AsSpan(0, masked.Length - path.Length + query + 1)}{MaskText}";
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
    /// Any text that another program writes, without the secrets in it: an address as <see cref="MaskForeign"/> has it, otherwise what stands between
    /// a user and an @, and all of it where it gives a value to the name of a secret, or is longer than anything that has to be looked through.
    /// </summary>
    public static string MaskAny(string text) =>
        text.Length > MaxForeignLength ? MaskText
        : text.Contains("://", StringComparison.Ordinal) ? MaskForeign(text)
        : SecretPairs.DecodedAddress(text) is { } address ? MaskForeign(address)
        : SecretNames.GivesValue(text) || SecretPairs.Stand(text) || Bearer().IsMatch(text) || IsEncodedSignIn(text) ? MaskText
        : PlainSignIn().Replace(text, MaskText);

    /// <summary>
    /// Whether what a person has written may have a secret in it: in an address, where one without its scheme counts as well, behind a name or as a
    /// sign-in. What is masked is none.
    /// </summary>
    public static bool TellsSecret(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Any(WordTells)
            || Bearer().IsMatch(text)
            || SecretNames.GivesValue(string.Join(' ', words.Where(word => !IsAddress(word))));

        static bool WordTells(string word) =>
            IsAddress(word) ? Mask(word) != word || !Uri.TryCreate(word, UriKind.Absolute, out _)
            : MaskAny(word) != word || (PlainAddress().IsMatch(word) && WordTells("http://" + word));
    }

    /// <summary>Whether what goes by that name, in whatever another program writes, is a secret.</summary>
    public static bool IsSecretName(string name) => SecretNames.IsName(name);

    /// <summary>
    /// The edited address with the stored one's passwords wherever it says <c>***</c>. The stored passwords are only put
    /// back where the host is the stored one: no other machine is to receive them, and nobody in clear what was entered for a secure address.
    /// Whatever cannot be put back stays masked.
    /// </summary>
    public static string RestoreMask(string edited, string stored)
    {
        if (edited == Mask(stored))
        {
            return stored;
        }

        // What begins as an address and has no host yet, such as rtsp://, has that of no stored path.
        if (!IsAddress(edited) || !IsAddress(stored) || !string.Equals(HostOf(edited), HostOf(stored), StringComparison.OrdinalIgnoreCase)
            || (IsSecure(stored) && !IsSecure(edited)))
        {
            return edited;
        }

        if (Password(edited) is { } place && edited[place.Start..place.End] == MaskText && Password(stored) is { } secret
            && IsAlone(edited, place) == IsAlone(stored, secret))
        {
            edited = string.Concat(edited.AsSpan(0, place.Start), stored.AsSpan(secret.Start, secret.End - secret.Start), edited.AsSpan(place.End));
        }

        // A name may stand twice, each time with a secret of its own.
        var secrets = Named(stored)
            .GroupBy(part => part.Name, part => Value(stored, part), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => new Queue<string>(group), StringComparer.OrdinalIgnoreCase);
        return Replace(edited, (name, value) =>
            secrets.TryGetValue(name, out var ofName) && ofName.TryDequeue(out var known) && value == MaskText ? known : value);
    }

    /// <summary>Whether a secret in it is masked, wherever what was edited has put it: such an address cannot be used.</summary>
    public static bool HasMask(string source) =>
        IsAddress(source)
        && ((UserPart(source) is { } user && source[user.Start..user.End].Split(':', 2).Contains(MaskText))
            || source.AsSpan(PathStart(source)).Contains(MaskText, StringComparison.Ordinal));

    /// <summary>The secrets in it, as written, for taking them out of what others say.</summary>
    public static IEnumerable<string> Secrets(string source)
    {
        if (!IsAddress(source))
        {
            yield break;
        }

        if ((DoubtfulPassword(source) ?? Password(source)) is { } password)
        {
            yield return source[password.Start..password.End];
        }

        foreach (var part in Named(source))
        {
            var value = Value(source, part);
            if (value.Length >= MinTellingLength || PasswordName().IsMatch(part.Name))
            {
                yield return value;
            }
        }
    }

    /// <summary>Whether the sign-in stands in the path or the query, where the camera alone knows what it is for.</summary>
    public static bool HasSecretInPath(string source) => Secrets(SplitSignIn(source).Address).Any();

    // Without a user before it.
    private static bool IsAlone(string source, (int Start, int End) password) => UserPart(source)?.Start == password.Start;

    private static bool IsSecure(string source) => StartsWithAny(source, ["rtsps://", "https://"]);

    private static (int Start, int End)? DoubtfulPassword(string source) =>
        DoubtfulSignIn(source) is { } signIn ? (source.IndexOf(':', signIn.Start) + 1, signIn.End) : null;

    private static List<SecretPart> Named(string source) => SecretParts.Find(source, PathStart(source));

    private static string Value(string source, SecretPart part) => source[part.Start..part.End];

    private static string Replace(string source, Func<string, string, string> valueOf)
    {
        var text = new StringBuilder();
        var at = 0;
        foreach (var part in Named(source))
        {
            text.Append(source, at, part.Start - at).Append(valueOf(part.Name, Value(source, part)));
            at = part.End;
        }

        return text.Append(source, at, source.Length - at).ToString();
    }

    private static int PathStart(string source)
    {
        var start = UserPart(source)?.End ?? AuthorityStart(source);
        var length = source.AsSpan(start).IndexOfAny("/?#");
        return length < 0 ? source.Length : start + length;
    }

    // A sign-in as parameters of a part, a secret as the part behind its name, or whatever is encoded.
    [GeneratedRegex($"[;:%]|[^ -~]|/(?:{SecretNames.Words})[^/]*/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OddPath();

    [GeneratedRegex(@"(?<=[^\s:/@]:)[^\s:/@][^\s]{0,255}(?=@[^\s@])", RegexOptions.CultureInvariant)]
    private static partial Regex PlainSignIn();

    [GeneratedRegex(@"^[^/\s]*[.:][^/\s]*/|^[^/?\s]+\?.*=", RegexOptions.CultureInvariant)]
    private static partial Regex PlainAddress();

    // As HTTP writes user:password (RFC 7617), without its word before it.
    private static bool IsEncodedSignIn(string text)
    {
        const int max = 400;
        Span<byte> bytes = stackalloc byte[max];
        return text.Length is >= 8 and <= max && text.Length % 4 == 0 && Convert.TryFromBase64String(text, bytes, out var length)
            && bytes[..length].IndexOf((byte)':') > 0 && bytes[..length].IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;
    }

    [GeneratedRegex(@"^\s*(?:authorization\s*:\s*)?(?:bearer|basic|digest)\s+\S", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bearer();

    [GeneratedRegex("pass|pwd|psw|psd|cred", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PasswordName();
}
