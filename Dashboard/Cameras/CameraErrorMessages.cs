using System.Net.Sockets;
using Dashboard.Domain.Cameras;

namespace Dashboard.Cameras;

/// <summary>What people are told where a camera cannot be had, whatever it speaks: what happened, and what to do.</summary>
internal static class CameraErrorMessages
{
    /// <param name="name">The name of the camera, without its port.</param>
    public static string UnknownName(string name) =>
        $"The name {name} cannot be found: check the address, or give the camera's IP address.";

    /// <param name="place">Host and port of the camera.</param>
    public static string NothingAnswers(string place) => $"Nothing answers at {place}: check the address and the port, and that the camera is on.";

    /// <param name="place">Host and port of the camera.</param>
    public static string Unreachable(string place) => $"{place} cannot be reached: check the address, and that the camera is on and connected.";

    /// <summary>No connection was made: the computer refuses it, or there is no way to it.</summary>
    /// <param name="place">Host and port of the camera.</param>
    /// <param name="exception">What happened.</param>
    public static string NotConnected(string place, Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return socket.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset
                    ? NothingAnswers(place)
                    : Unreachable(place);
            }
        }

        return NothingAnswers(place);
    }

    /// <summary>A stream was promised, and nothing comes.</summary>
    public const string NoPicture = "The camera sends no picture: check the address, and that the camera's stream is on.";

    /// <summary>A stream comes, and nothing that is in it can be shown.</summary>
    public const string Undecodable =
        "The camera's stream comes, but no picture of it can be made: set it to H.264 or H.265, with a key frame every second or two.";

    /// <summary>Nothing came, and nothing that could be told of happened.</summary>
    public static string Late(TimeSpan waited) =>
        $"No picture within {waited.TotalSeconds:0} seconds: check the address, and that the camera is on and connected.";

    /// <summary>Something comes from an address of the web, and it is nothing that is known: what has come first does not matter.</summary>
    public const string Nonsense = "What the camera sends is neither a picture nor a video that can be read: check the address.";

    /// <summary>A page for people is what the address leads to.</summary>
    public const string Page =
        "The camera answers with a web page, perhaps to sign in: enter the address of its pictures or its stream, with user name and password.";

    /// <summary>Something in words, such as an error, is what the address leads to.</summary>
    public const string Words =
        "The camera answers in words, not with a picture: check the address, which must be that of its pictures or its stream.";

    /// <summary>It sends parts as it should, in which nothing stands.</summary>
    public const string EmptyPictures = "The pictures that the camera sends are empty: restart it, or check the settings of its stream.";

    /// <summary>A recording whose beginning alone cannot be read, and whose other parts are not given.</summary>
    public const string RecordingAsAWhole =
        "At this address is a recorded file that can only be read as a whole: enter the address of the live stream, or copy the file to the server "
        + "and enter its path.";

    /// <summary>A video ended as it should, and what is watched should not.</summary>
    public const string Recording =
        "What the camera sends has come to its end, as a recording does: enter the address of its live stream, or the path of a file.";

    /// <summary>A connection was made, and no answer came in time.</summary>
    /// <param name="place">Host and port of the camera.</param>
    public static string Mute(string place) => $"{place} accepts the connection but sends nothing: check the port, or restart the camera.";

    /// <summary>A connection was made, and none that is secure came of it: who refuses what is too old does not say so.</summary>
    /// <param name="address">Of the camera, beginning with https or rtsps.</param>
    public static string Insecure(Uri address) => address.Scheme == "rtsps"
        ? $"The encryption of {address.Authority} is too old, or it has none: check the port, and update the camera's firmware. "
            + "As the last choice, use rtsp:// in place of rtsps://: passwords and pictures can then be read on the way."
        : $"The encryption of {address.Authority} is too old, or it has none: check the port, and update the camera's firmware. "
            + "As the last choice, use http:// in place of https://: passwords and pictures can then be read on the way.";

    /// <summary>Asked for RTSP, it answers in HTTP, and has no tunnel.</summary>
    /// <param name="address">Of the camera, beginning with rtsp or rtsps.</param>
    public static string WebServer(Uri address) =>
        $"A web server answers at {address.Authority}, not RTSP: check the port, which is mostly 554, or enter {InHttp(address)} as the address.";

    /// <summary>Asked in HTTP, it answers in RTSP.</summary>
    /// <param name="address">Of the camera, beginning with http or https.</param>
    public static string RtspServer(Uri address) =>
        $"RTSP is spoken at {address.Authority}, not HTTP: enter {InRtsp(address)} as the camera's address.";

    /// <summary>Asked in HTTP, it does not answer as it should, and the port is one at which RTSP is spoken.</summary>
    /// <param name="address">Of the camera, beginning with http or https.</param>
    public static string RtspPort(Uri address) =>
        $"{address.Authority} does not answer in HTTP, and its port is mostly one of RTSP: enter {InRtsp(address)} as the camera's address.";

    /// <summary>Before what it carries an answer says more than can be taken in.</summary>
    /// <param name="place">Host and port of the camera.</param>
    public static string LongHead(string place) =>
        $"The answer of {place} begins with too long a head: check the address, or restart the camera.";

    /// <summary>An answer had begun, and was not whole in time.</summary>
    /// <param name="place">Host and port of the camera.</param>
    public static string Slow(string place) => $"{place} answers too slowly: check the network, let fewer programs use the camera, or restart it.";

    /// <param name="place">Host and port of where the camera sends on to, which gets no sign-in of the camera's.</param>
    public static string SendsOn(string place) =>
        $"The camera sends on to {place}, which asks for a sign-in: enter that address, with user name and password.";

    /// <param name="place">Host and port of where the camera sends on to.</param>
    public static string SendsInside(string place) =>
        $"The camera sends on to {place}, a local address that is not its own, where it is not followed: enter that address if it is the camera's.";

    /// <summary>What a status other than a good one means, of HTTP or of RTSP.</summary>
    /// <param name="status">300 to 599.</param>
    /// <param name="refusal">What is said of the sign-in that was refused; null: there was none.</param>
    /// <param name="wasAsked">The camera has asked for the sign-in.</param>
    public static string Status(int status, string? refusal, bool wasAsked) => status switch
    {
        401 => refusal ?? "The camera asks for a sign-in: enter user name and password.",
        403 when refusal is null => "The camera refuses access without a user: enter user name and password.",
        403 when !wasAsked => "The camera refuses access without asking for a user: check the address, and which computers the camera admits.",
        403 => "The camera refuses access for this user: check the user's rights on the camera.",
        404 => "The camera is there but does not know this address: check the part after the host.",
        429 or 503 => $"The camera is too busy to answer (error {status}): let fewer programs watch it, or restart it.",
        >= 300 and < 400 => "The camera sends on and never answers itself: enter the address of its pictures or its stream.",
        _ => $"The camera answered with the error {status}: check the address, or restart the camera.",
    };

    private static string InHttp(Uri address) => address.Scheme == "rtsps"
        ? Shown(address, "https", port: 443, known: 322)
        : Shown(address, "http", port: 80, known: 554);

    private static string InRtsp(Uri address) => address.Scheme == "https"
        ? Shown(address, "rtsps", port: 322, known: 443)
        : Shown(address, "rtsp", port: 554, known: 80);

    // Who types it knows what is left out, and nobody else is told: a secret may stand in any query.
    private static string Shown(Uri address, string scheme, int port, int known)
    {
        var host = address.IdnHost.Contains(':') ? $"[{address.IdnHost}]" : address.IdnHost;
        var own = address.Port > 0 ? address.Port : known;
        var place = own == port ? $"{scheme}://{host}" : $"{scheme}://{host}:{own}";
        return CameraSource.MaskForeign(place + address.PathAndQuery).Replace(CameraSource.MaskText, "…", StringComparison.Ordinal);
    }
}
