namespace Dashboard.Live;

/// <summary>
/// Adapts the size of live pictures to a viewer's line: smaller at once where sending takes long, larger again only after it was quick for a while.
/// </summary>
internal sealed class LineSpeed(int maxWidth)
{
    private const int QuickInARow = 25;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(40);

    private readonly int _largest = LivePictures.Widths.Count(width => width <= maxWidth) - 1;
    private int _step = LivePictures.Widths.Count(width => width <= maxWidth) - 1;
    private int _quick;

    /// <summary>The width to send, in pixels.</summary>
    public int Width => LivePictures.Widths[Math.Max(_step, 0)];

    /// <summary>Notes how long sending one picture took.</summary>
    public void Sent(TimeSpan took)
    {
        if (took > Slow)
        {
            (_step, _quick) = (Math.Max(_step - 1, 0), 0);
        }
        else if (took > Quick)
        {
            _quick = 0;
        }
        else if (++_quick >= QuickInARow)
        {
            (_step, _quick) = (Math.Min(_step + 1, _largest), 0);
        }
    }
}
