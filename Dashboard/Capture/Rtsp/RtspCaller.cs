using Dashboard.Cameras;
using Dashboard.Capture.Http;
using Dashboard.Capture.Rtsp.Packets;
using Dashboard.Domain.Cameras;

namespace Dashboard.Capture.Rtsp;

/// <summary>Whom to call, and how: kept over several sessions, so that what a camera asked for once is answered in advance the next time.</summary>
internal sealed class RtspCaller
{
    // Of a camera that falls silent again and again, and never soon: so much is lost each time.
    private static readonly TimeSpan LeastSilence = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan MinWatched = TimeSpan.FromSeconds(10);
    private readonly CameraSignIn? _signIn, _tunnelSignIn;

    public RtspCaller(string source, TimeProvider time)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var address))
        {
            throw new CaptureException(CameraValidation.SourceError(source) ?? "The address cannot be understood.");
        }

        Address = new UriBuilder(address) { UserName = "", Password = "" }.Uri;
        (Time, Dialer, HasSecret) = (time, new RtspDialer(time), CameraSource.HasSecretInPath(source));
        var (_, user, password) = CameraSource.SplitSignIn(source);
        if (user.Length + password.Length > 0)
        {
            (_signIn, _tunnelSignIn) = (new CameraSignIn(user, password), new CameraSignIn(user, password));
        }
    }

    /// <summary>The camera's address, without a sign-in.</summary>
    public Uri Address { get; }

    /// <summary>It is signed in to in its address.</summary>
    public bool HasSecret { get; }

    public RtspDialer Dialer { get; }

    public TimeProvider Time { get; }

    /// <summary>How the camera is asked to send.</summary>
    public RtspTransport Way { get; set; }

    /// <summary>Is told of packets that were lost on the way.</summary>
    public Action? OnLoss { get; init; }

    /// <summary>How long the first packet may take.</summary>
    public TimeSpan MaxFirstPacketTime { get; set; }

    /// <summary>A camera that is silent for longer is called again.</summary>
    public TimeSpan MinSilence { get; private set; } = RtspSilence.MinSilence;

    /// <summary>
    /// Learns from a camera that fell silent: the next time it is called again sooner, unless it did so soon after the call.
    /// </summary>
    /// <param name="watched">How long it was watched since it was called.</param>
    /// <param name="pause">The longest between two packets meanwhile.</param>
    public void FellSilent(TimeSpan watched, TimeSpan pause)
    {
        var next = watched > MinWatched ? MinSilence / 2 : 2 * MinSilence;
        var least = RtspSilence.Pauses * pause > LeastSilence ? RtspSilence.Pauses * pause : LeastSilence;
        next = next < least ? least : next;
        MinSilence = next < RtspSilence.MinSilence ? next : RtspSilence.MinSilence;
    }

    /// <summary>An address as cameras are asked by it.</summary>
    public static string Text(Uri address) => address.AbsoluteUri;

    public CameraSignIn? SignInFor(Uri address) => CameraSource.MaySignIn(Address, address) ? _signIn : null;

    public CameraSignIn? TunnelSignInFor(Uri address) => CameraSource.MaySignIn(Address, address) ? _tunnelSignIn : null;

    /// <summary>Where the camera sends on to; null: to nowhere that can be called.</summary>
    public Uri? Follow(Uri from, string location) =>
        Uri.TryCreate(from, location, out var to) && to.Scheme is ("rtsp" or "rtsps")
            ? new UriBuilder(to) { UserName = "", Password = "" }.Uri
            : null;

    /// <summary>What an answer other than a good one means.</summary>
    public CaptureException Explain(int status, Uri address) => status == 401 && !CameraSource.MaySignIn(Address, address)
        ? new CaptureException(CameraErrorMessages.SendsOn(address.Authority))
        : RtspTalk.Explain(status, _signIn, HasSecret);
}
