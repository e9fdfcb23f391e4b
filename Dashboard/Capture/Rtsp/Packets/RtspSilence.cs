using Dashboard.Cameras;

namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>Tells when a stream is silent: longer than a few times the longest pause that it made so far.</summary>
internal sealed class RtspSilence(TimeProvider time)
{
    /// <summary>Less is no silence, of a camera that nothing is known of.</summary>
    public static readonly TimeSpan MinSilence = TimeSpan.FromSeconds(4);

    /// <summary>So many times as long as the longest pause is silence.</summary>
    public const int Pauses = 4;

    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(2);
    private TimeSpan _first, _min, _maxGap, _recentGap, _gapBefore;
    private long _last, _recentSince;
    private bool _hasAny;

    /// <summary>The longest between two packets so far.</summary>
    public TimeSpan LongestPause => _maxGap;

    /// <summary>It has fallen silent.</summary>
    public bool HasFallen { get; private set; }

    /// <param name="maxFirst">How long the first packet may take.</param>
    /// <param name="min">Less is no silence.</param>
    public void Begin(TimeSpan maxFirst, TimeSpan min) => (_first, _min, _last) = (maxFirst, min, time.GetTimestamp());

    public void Came()
    {
        var passed = time.GetElapsedTime(_last);
        _maxGap = _hasAny && passed > _maxGap ? passed : _maxGap;
        if (time.GetElapsedTime(_recentSince) > Recent)
        {
            (_gapBefore, _recentGap, _recentSince) = (_recentGap, TimeSpan.Zero, time.GetTimestamp());
        }

        _recentGap = _hasAny && passed > _recentGap ? passed : _recentGap;
        (_last, _hasAny) = (time.GetTimestamp(), true);
    }

    public bool IsSilentFor(TimeSpan span) => time.GetElapsedTime(_last) > span;

    /// <summary>Whether it is silent for longer than it usually is, of late.</summary>
    /// <param name="min">No silence that is shorter counts.</param>
    public bool IsQuiet(TimeSpan min)
    {
        var usual = 3 * (_recentGap > _gapBefore ? _recentGap : _gapBefore);
        return IsSilentFor(usual < min ? min : usual < MinSilence ? usual : MinSilence);
    }

    public void ThrowIfSilent()
    {
        var maxSilence = !_hasAny ? _first
            : Pauses * _maxGap < _min ? _min
            : Pauses * _maxGap > MaxSilence ? MaxSilence
            : Pauses * _maxGap;
        if (IsSilentFor(maxSilence))
        {
            HasFallen = _hasAny;
            throw _hasAny
                ? new CaptureException("A picture of the camera is late: check the network.")
                : new OtherWayException(new CaptureException(CameraErrorMessages.NoPicture));
        }
    }
}
