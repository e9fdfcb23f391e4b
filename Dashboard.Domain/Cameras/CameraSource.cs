using System.Text.RegularExpressions;

namespace Dashboard.Domain.Cameras;

/// <summary>Kinds of things that give frames.</summary>
public enum SourceKind
{
    /// <summary>A stream: <c>rtsp</c>, <c>rtsps</c>.</summary>
    Rtsp,

    /// <summary>A stream or single pictures over <c>http</c>, <c>https</c>.</summary>
    Http,

    /// <summary>A path: a video or a picture.</summary>
    File,

    /// <summary>A path with a separator at its end: a folder of pictures.</summary>
    Folder,
}

/// <summary>Judges and masks addresses of cameras.</summary>
public static partial class CameraSource
{
    /// <summary>What stands in place of a password.</summary>
    public const string MaskText = "***";

    private static readonly string[] Schemes = ["rtsp://", "rtsps://", "http://", "https://"];

    /// <summary>The kind, by the text alone; a folder without a separator at its end counts as a file.</summary>
    public static SourceKind KindOf(string source) =>
        StartsWithAny(source, Schemes.AsSpan(0, 2)) ? SourceKind.Rtsp
        : StartsWithAny(source, Schemes.AsSpan(2)) ? SourceKind.Http
        : source.EndsWith('/') || source.EndsWith('\\') ? SourceKind.Folder
        : SourceKind.File;

    /// <summary>Whether it is an address in a network.</summary>
    public static bool IsAddress(string source) => StartsWithAny(source, Schemes);

    /// <summary>Computer and port of an address, such as <c>cam.local:554</c>; empty for paths.</summary>
    public static string HostOf(string source)
    {
        if (!IsAddress(source))
        {
            return "";
        }

        var host = source[(UserPart(source)?.End ?? AuthorityStart(source))..].TrimStart('@');
        var end = host.AsSpan().IndexOfAny("/?#");
        return end < 0 ? host : host[..end];
    }

    /// <summary>
    /// The source without secrets: the password in the user part and the values of the query parameters <c>pwd</c>,
    /// <c>password</c> and <c>pass</c> become <c>***</c>. Paths stay as they are.
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

        return SecretParameter().Replace(source, match => match.Groups["value"].Length == 0 ? match.Value : match.Groups["name"].Value + MaskText);
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

        var secrets = SecretParameter().Matches(stored)
            .GroupBy(match => match.Groups["name"].Value[1..], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First().Groups["value"].Value, StringComparer.OrdinalIgnoreCase);
        return SecretParameter().Replace(edited, match =>
            match.Groups["value"].Value == MaskText && secrets.TryGetValue(match.Groups["name"].Value[1..], out var value)
                ? match.Groups["name"].Value + value
                : match.Value);
    }

    /// <summary>Whether a password in it is masked: such an address cannot be used.</summary>
    public static bool HasMask(string source) =>
        IsAddress(source)
        && ((Password(source) is { } password && source[password.Start..password.End] == MaskText)
            || SecretParameter().Matches(source).Any(match => match.Groups["value"].Value == MaskText));

    /// <summary>The passwords in it, as written.</summary>
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

        foreach (Match match in SecretParameter().Matches(source))
        {
            if (match.Groups["value"].Length > 0)
            {
                yield return match.Groups["value"].Value;
            }
        }
    }

    private static (int Start, int End)? Password(string source)
    {
        if (UserPart(source) is not { } user)
        {
            return null;
        }

        var colon = source.AsSpan(user.Start, user.End - user.Start).IndexOf(':');
        var start = user.Start + colon + 1;
        return colon < 0 || start == user.End ? null : (start, user.End);
    }

    // The user part ends at the last @ of the authority. People paste passwords with / ? # @ in them as they are: where
    // what looks like a port is none, it is taken for the start of such a password, so that it is masked as well.
    private static (int Start, int End)? UserPart(string source)
    {
        var start = AuthorityStart(source);
        var rest = source.AsSpan(start);
        var length = rest.IndexOfAny("/?#");
        var authority = length < 0 ? rest : rest[..length];
        var at = authority.LastIndexOf('@');
        var host = authority[(at + 1)..];
        if (host.IndexOf(':') is var colon and >= 0 && host.IndexOf('[') < 0 && host[(colon + 1)..].ContainsAnyExceptInRange('0', '9'))
        {
            at = rest.LastIndexOf('@');
        }

        return at < 0 ? null : (start, start + at);
    }

    private static int AuthorityStart(string source) => source.IndexOf("://", StringComparison.Ordinal) + 3;

    private static bool StartsWithAny(string source, ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
        {
            if (source.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex("(?<name>[?&;](?:pwd|password|pass)=)(?<value>[^&]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretParameter();
}
