using Dashboard.Domain.Flows;

namespace Dashboard.Pipeline;

/// <summary>A picture that lies on the disk, with the views beside it, before a row promises it.</summary>
/// <param name="Uuid">The flow that it is of.</param>
/// <param name="Day">The folder of its files.</param>
/// <param name="Sha256">What is in it.</param>
internal sealed record WrittenPicture(Guid Uuid, DateOnly Day, string Sha256)
{
    private int _isReleased;

    public IReadOnlyList<FlowView> Views { get; init; } = [];

    /// <summary>Lets a row promise it.</summary>
    public void GiveTo(Flow flow)
    {
        (flow.HasPicture, flow.PictureSha256, flow.PictureDay) = (true, Sha256, Day);
        flow.Views = FlowViews.ToText(Views, flow.CapturedAt);
    }

    /// <summary>True the first time alone.</summary>
    public bool TryRelease() => Interlocked.Exchange(ref _isReleased, 1) == 0;
}
