using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Dashboard.Capture.Drops;
using Dashboard.Domain.Flows;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tracking;

namespace Dashboard.Flows.Drops;

/// <summary>
/// The vehicles in the pictures of one folder. Their uuids follow from camera and time, so that pictures that are read again, because the server
/// was killed before they were moved, make no second flow.
/// </summary>
/// <param name="track">Makes what puts pictures of one vehicle together.</param>
/// <param name="read">Finds and reads the plates of a picture.</param>
/// <param name="queues">Where flows go.</param>
internal sealed class DroppedVehicles(
    Func<VehicleTracking> track, Func<VideoFrame, CancellationToken, Task<FrameReads>> read, PipelineQueues queues)
    : IDroppedVehicles
{
    // Where more of it is another, it is another view, and so are its vehicles; unless the same plate is read.
    private const double NewView = 0.5;

    // Clocks of cameras and servers are set by so much without a word.
    private static readonly TimeSpan StepBack = TimeSpan.FromSeconds(2);

    // For so long nothing is told apart by what came at the same moment.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly Dictionary<long, Guid> _uuids = [];
    private readonly Dictionary<DateTimeOffset, int> _begun = [];
    private VehicleTracking _tracking = track();
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private PictureSketch? _view;
    private HashSet<string> _texts = [];

    public async Task ReadAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        var reads = await read(frame, cancellationToken);
        var isElsewhere = IsAnotherView(reads);
        if (isElsewhere || _last - frame.CapturedAt > StepBack)
        {
            // Of other vehicles, as older pictures are that were dropped behind newer ones.
            await StoreAsync(_tracking.CloseAll(), cancellationToken);
            _tracking = track();
            Forget();
        }
        else if (frame.CapturedAt < _last)
        {
            frame.CapturedAt = _last;
        }

        _last = frame.CapturedAt;
        await StoreAsync(_tracking.Observe(reads), cancellationToken);
    }

    public async Task<DateTimeOffset?> SettleAsync(CancellationToken cancellationToken)
    {
        await StoreAsync(_tracking.CloseSilent(), cancellationToken);
        var open = _tracking.OpenSince;
        if (open is null)
        {
            Forget();
        }

        return open;
    }

    private bool IsAnotherView(FrameReads reads)
    {
        var (view, before) = (new PictureSketch(reads.Frame), _view);
        HashSet<string> texts = [.. reads.Reads.Select(read => read.Text)];
        var isKnown = texts.Overlaps(_texts);
        (_view, _texts) = (view, texts);
        return before is not null && !isKnown && view.DifferenceFrom(before) > NewView;
    }

    private async Task StoreAsync(IReadOnlyList<FlowDraft> drafts, CancellationToken cancellationToken)
    {
        foreach (var draft in drafts)
        {
            var stored = new TaskCompletionSource<Flow>(TaskCreationOptions.RunContinuationsAsynchronously);
            try
            {
                await queues.FlowDrafts.Writer.WriteAsync(draft with { Uuid = UuidOf(draft), Stored = stored }, cancellationToken);
            }
            catch (ChannelClosedException exception)
            {
                // The picture lies where it was, and is read again.
                throw new OperationCanceledException("The server is stopping.", exception);
            }

            try
            {
                await stored.Task.WaitAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The recorder has told of it: the database will never take it.
            }
        }
    }

    // Of vehicles in the same picture, the order tells them apart: it is the same whenever the picture is read.
    private Guid UuidOf(FlowDraft draft)
    {
        var group = draft.Group;
        if (!_uuids.TryGetValue(group.Id, out var uuid))
        {
            _begun[group.FirstSeen] = _begun.GetValueOrDefault(group.FirstSeen) + 1;
            _uuids[group.Id] = uuid = UuidOf(draft.CameraId, group.FirstSeen, _begun[group.FirstSeen]);
        }

        return uuid;
    }

    // As version 7 has it (RFC 9562): milliseconds, then what is random there.
    private static Guid UuidOf(int cameraId, DateTimeOffset firstSeen, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"drop|{cameraId}|{firstSeen.UtcTicks}|{number}");
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (firstSeen.ToUnixTimeMilliseconds() << 16) | 0x7000 | (bytes[6] & 0x0FL) << 8 | bytes[7]);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private void Forget()
    {
        _uuids.Clear();
        foreach (var moment in _begun.Keys.Where(moment => _last - moment > Remembered).ToList())
        {
            _begun.Remove(moment);
        }
    }
}
