using System.Globalization;

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

    /// <summary>A path behind <c>drop:</c>: a folder in which pictures are dropped, each of which is read once.</summary>
    Drop,
}

/// <summary>Judges and masks addresses of cameras.</summary>
public static partial class CameraSource
{
    /// <summary>What stands in place of a password.</summary>
    public const string MaskText = "***";

    private const string DropScheme = "drop:";
    private const int RtspPort = 554;
    private const int RtspsPort = 322;

    private static readonly string[] Schemes = ["rtsp://", "rtsps://", "http://", "https://"];

    /// <summary>The kind, by the text alone; a folder without a separator at its end counts as a file.</summary>
    public static SourceKind KindOf(string source) =>
        StartsWithAny(source, Schemes.AsSpan(0, 2)) ? SourceKind.Rtsp
        : StartsWithAny(source, Schemes.AsSpan(2)) ? SourceKind.Http
        : DropPath(source) is not null ? SourceKind.Drop
        : source.EndsWith('/') || source.EndsWith('\\') ? SourceKind.Folder
        : SourceKind.File;

    /// <summary>The folder in which pictures are dropped, such as that of <c>drop:/srv/ftp/gate</c>; null: it is another kind of source.</summary>
    public static string? DropPath(string source) =>
        source.StartsWith(DropScheme, StringComparison.OrdinalIgnoreCase) ? source[DropScheme.Length..].Trim() : null;

    /// <summary>The source of a folder in which pictures are dropped.</summary>
    public static string OfDrop(string folder) => DropScheme + folder;

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

    /// <summary>Computer of an address, without the port; empty for paths.</summary>
    public static string HostNameOf(string source)
    {
        var host = HostOf(source);
        var colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? host[..colon] : host;
    }

    /// <summary>Scheme, computer and port: what people see who may not change the camera. Paths stay as they are.</summary>
    public static string PlaceOf(string source)
    {
        if (!IsAddress(source))
        {
            return source;
        }

        var start = source[..AuthorityStart(source)];
        return start + HostOf(DoubtfulSignIn(source) is { } signIn ? start + source[(signIn.End + 1)..] : source);
    }

    /// <summary>What people may be told who may not edit cameras: scheme, host and port of an address, the name of a file or folder.</summary>
    public static string PublicPlaceOf(string source) => IsAddress(source)
        ? PlaceOf(source)
        : source.TrimEnd('/', '\\') is var path && path.LastIndexOfAny(['/', '\\']) is var slash ? path[(slash + 1)..] : path;

    /// <summary>
    /// An address as it is compared with others: without its sign-in, its computer in lower case and its port named. A path stays as it is.
    /// </summary>
    public static string Locate(string source)
    {
        var address = SplitSignIn(source.Trim()).Address;
        if (!IsAddress(address) || !Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return address;
        }

        var port = uri.Port >= 0 ? uri.Port : uri.Scheme.EndsWith('s') ? RtspsPort : RtspPort;
        return string.Create(CultureInfo.InvariantCulture, $"{uri.Scheme}://{uri.Host}:{port}{uri.PathAndQuery}");
    }

    /// <summary>Whether what looks like its computer and path may be a user and a password that has a / in it, since an @ follows.</summary>
    public static bool IsDoubtful(string source) => IsAddress(source) && DoubtfulSignIn(source) is not null;

    /// <summary>Whether a user without a password may be a token, which some cameras take in place of both.</summary>
    public static bool MayBeToken(string user) => user.Length > 0 && !SecretNames.IsCommonUser(user);

    private static (int Start, int End)? Password(string source)
    {
        if (UserPart(source) is not { } user)
        {
            return null;
        }

        // Encoded it is part of the user's name, and whoever wrote it so meant a password.
        var signIn = source.AsSpan(user.Start, user.End - user.Start);
        var (colon, length) = signIn.IndexOf(':') is var plain and >= 0 ? (plain, 1) : (signIn.IndexOf("%3A", StringComparison.OrdinalIgnoreCase), 3);
        var start = user.Start + colon + length;
        return colon >= 0 ? start == user.End ? null : (start, user.End)
            : MayBeToken(signIn.ToString()) ? user
            : null;
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

    // rtsp://admin:12/secret@cam/1 has the port 12 of the computer admin to who reads it to the letter.
    private static (int Start, int End)? DoubtfulSignIn(string source)
    {
        var start = AuthorityStart(source);
        var rest = source.AsSpan(start);
        var length = rest.IndexOfAny("/?#");
        if (length < 0 || rest[0] == '[' || !rest[..length].Contains(':'))
        {
            return null;
        }

        var path = rest[length..];
        var query = path[0] == '/' ? path.IndexOf('?') : -1;
        var at = (query < 0 ? path : path[..query]).LastIndexOf('@');
        return at < 0 || path[0] == '?' && path[..at].Contains("://", StringComparison.Ordinal) ? null : (start, start + length + at);
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
}
