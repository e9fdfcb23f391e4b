using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition.Vehicles;

namespace Dashboard.Tracking;

/// <summary>
/// The vehicles of all cameras: a tracker each, and the picture of each open group. Pictures are encoded only when a
/// frame is a group's best view so far, or clearly the sharpest. Not thread-safe.
/// </summary>
/// <param name="rules">When reads are one vehicle.</param>
/// <param name="encoder">Makes the picture of a best view.</param>
/// <param name="colors">Tells the colour of a vehicle.</param>
/// <param name="lprVersion">Tells the version of the models that read.</param>
/// <param name="time">Tells how long a camera has been silent.</param>
/// <param name="log">Gets what went wrong with a picture.</param>
internal sealed class VehicleTracking(
    TrackingRules rules,
    IPictureEncoder encoder,
    IVehicleColorReader colors,
    Func<string> lprVersion,
    TimeProvider time,
    ILogger<VehicleTracking> log)
{
    // A view must be so much sharper than those that are kept to be encoded for that alone.
    private const double ClearlySharper = 1.3;

    /// <summary>A camera that sent nothing for this long is silent: its groups are closed by the clock.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, CameraView> _cameras = [];
    private readonly TrackingRules _alone = rules.ForOnePicture();

    /// <summary>How many cameras are known.</summary>
    public int Cameras => _cameras.Count;

    /// <summary>When the first read came of the vehicles of which more may come; null: of none.</summary>
    public DateTimeOffset? OpenSince => _cameras.Values.Min(camera => camera.Tracker.OpenSince);

    /// <summary>How many pictures wait for their group to close.</summary>
    public int Pictures => _cameras.Values.Sum(c => c.Pictures.Count);

    /// <summary>How many best views could not be encoded; their flows have an older picture or none.</summary>
    public long FailedPictures { get; private set; }

    /// <summary>Takes the reads of a frame and returns the vehicles that are complete by its time. The frame stays the caller's.</summary>
    public IReadOnlyList<FlowDraft> Observe(FrameReads item)
    {
        var frame = item.Frame;
        if (frame.IsAlone && !item.IsStill)
        {
            return [.. Close(frame.CameraId), .. ObserveAlone(item)];
        }

        if (_cameras.TryGetValue(frame.CameraId, out var camera) && camera.Turn != frame.Turn)
        {
            // Another machine has watched it in between: what was seen before is of the turn before.
            return [.. Close(camera), .. Observe(item)];
        }

        if (camera is null)
        {
            _cameras[frame.CameraId] = camera = new CameraView(frame.CameraId, frame.Turn, new PlateTracker(rules));
        }

        camera.LastFrameAt = frame.CapturedAt;
        camera.HeardAt = time.GetTimestamp();
        if (item.IsStill)
        {
            camera.Tracker.ObserveStill(frame.CapturedAt);
            return Finish(camera, camera.Tracker.Close(frame.CapturedAt));
        }

        Look(camera, item);
        return Finish(camera, camera.Tracker.Close(frame.CapturedAt));
    }

    /// <summary>Closes what is due on cameras that are silent, and drops cameras that have been for longer than anything is remembered.</summary>
    public IReadOnlyList<FlowDraft> CloseSilent()
    {
        var drafts = new List<FlowDraft>();
        foreach (var camera in _cameras.Values.ToList())
        {
            var silent = time.GetElapsedTime(camera.HeardAt);
            if (silent < Silence)
            {
                continue;
            }

            drafts.AddRange(Finish(camera, camera.Tracker.Close(camera.LastFrameAt + silent)));
            if (silent > rules.ParkedMemory && camera.Tracker.OpenGroups == 0)
            {
                _cameras.Remove(camera.Id);
            }
        }

        return drafts;
    }

    /// <summary>Closes everything: the server stops, or a clip has ended.</summary>
    public IReadOnlyList<FlowDraft> CloseAll() => [.. _cameras.Values.SelectMany(c => Finish(c, c.Tracker.CloseAll()))];

    /// <summary>Closes what is open of one camera and forgets it: another machine is about to watch it.</summary>
    public IReadOnlyList<FlowDraft> Close(int cameraId) => _cameras.TryGetValue(cameraId, out var camera) ? Close(camera) : [];

    private List<FlowDraft> ObserveAlone(FrameReads item)
    {
        var camera = new CameraView(item.Frame.CameraId, item.Frame.Turn, new PlateTracker(_alone));
        Look(camera, item);
        return Finish(camera, camera.Tracker.CloseAll());
    }

    private void Look(CameraView camera, FrameReads item)
    {
        var frame = item.Frame;
        foreach (var read in camera.Tracker.Observe(frame.CapturedAt, frame.Width, frame.Height, item.Reads))
        {
            if (read.IsBestView || read.Outcome == ReadOutcome.Joined)
            {
                Keep(camera, read, item);
            }
        }
    }

    private List<FlowDraft> Close(CameraView camera)
    {
        _cameras.Remove(camera.Id);
        return Finish(camera, camera.Tracker.CloseAll());
    }

    private void Keep(CameraView camera, TrackedRead read, in FrameReads item)
    {
        var frame = item.Frame;
        var corners = read.Read.Corners;
        var sharpness = corners.IsCut(frame.Width, frame.Height) ? 0 : PlateQuality.Measure(LumaImage.FromFrame(frame), corners)?.Sharpness ?? 0;
        if (read.IsBestView)
        {
            KeepPicture(camera, read, item, sharpness);
        }
        else if (camera.Pictures.GetValueOrDefault(read.GroupId) is { } picture && sharpness > ClearlySharper * picture.SharpestSoFar)
        {
            KeepSharp(camera, picture, frame, sharpness);
        }
    }

    private void KeepSharp(CameraView camera, VehiclePicture picture, VideoFrame frame, double sharpness)
    {
        try
        {
            picture.Strip.Add(new TakenView(frame.CapturedAt, encoder.Encode(frame), sharpness));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            FailedPictures++;
            log.LogError(exception, "Camera {Camera}: the sharpest view of a vehicle could not be encoded", camera.Id);
        }
    }

    private void KeepPicture(CameraView camera, TrackedRead best, in FrameReads item, double sharpness)
    {
        var group = best.GroupId;
        var frame = item.Frame;
        try
        {
            var picture = new VehiclePicture(encoder.Encode(frame), frame.Width, frame.Height, item.ProcessingMs, frame.CapturedAt)
            {
                PlateIndex = IndexOf(item.Reads, best.Read),
                Sharpness = sharpness,
            };
            if (camera.Pictures.GetValueOrDefault(group) is { } before)
            {
                picture.Strip = before.Strip;
                picture.Colors = before.Colors;
                picture.Strip.Add(new TakenView(before.At, before.Jpeg, before.Sharpness));
            }

            picture.Colors.Add(colors, frame, best.Read.Corners);
            camera.Pictures[group] = picture;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Its corners would not fit an older picture, and the plate is worth more than a picture.
            camera.Pictures.Remove(group);
            FailedPictures++;
            log.LogError(exception, "Camera {Camera}: the picture of a vehicle could not be encoded", camera.Id);
        }
    }

    private static int IndexOf(IReadOnlyList<PlateRead> reads, PlateRead read)
    {
        var index = 0;
        while (index < reads.Count && !ReferenceEquals(reads[index], read))
        {
            index++;
        }

        return index < reads.Count ? index : 0;
    }

    private List<FlowDraft> Finish(CameraView camera, ClosedGroups closed)
    {
        var drafts = new List<FlowDraft>(closed.Flows.Count);
        foreach (var group in closed.Previews)
        {
            drafts.Add(camera.Previews[group.Id] = Draft(camera, group, camera.Previews.GetValueOrDefault(group.Id)) with { IsPreview = true });
        }

        foreach (var merged in closed.Merged)
        {
            if (camera.Previews.Remove(merged.Part, out var preview) && (!merged.IsOpen || !camera.Previews.TryAdd(merged.Whole, preview)))
            {
                // Its vehicle has another flow already; what was told of it stays as it was told.
                drafts.Add(preview with { IsPreview = false });
            }
            else if (merged.IsOpen)
            {
                UnitePictures(camera, merged);
            }
        }

        foreach (var group in closed.Flows)
        {
            camera.Previews.Remove(group.Id, out var preview);
            drafts.Add(Draft(camera, group, preview));
            camera.Pictures.Remove(group.Id);
        }

        foreach (var group in closed.Dropped)
        {
            camera.Pictures.Remove(group);
        }

        return drafts;
    }

    /// <summary>The better picture of both is the vehicle's, the other one a view beside it.</summary>
    private static void UnitePictures(CameraView camera, MergedGroup merged)
    {
        if (!camera.Pictures.TryGetValue(merged.Part, out var part) || !camera.Pictures.TryGetValue(merged.Whole, out var whole))
        {
            return;
        }

        var (kept, beside) = merged.IsBestView ? (part, whole) : (whole, part);
        kept.Strip.Add(new TakenView(beside.At, beside.Jpeg, beside.Sharpness));
        camera.Pictures[merged.Whole] = kept;
    }

    /// <summary>The group as a draft; under the uuid of its preview where it has one.</summary>
    private FlowDraft Draft(CameraView camera, PlateGroup group, FlowDraft? preview)
    {
        var picture = camera.Pictures.GetValueOrDefault(group.Id);
        var (color, sure) = picture?.Colors.Decide() ?? default;
        var draft = new FlowDraft(
            camera.Id, group, picture?.Jpeg ?? [], picture?.Width ?? 0, picture?.Height ?? 0, lprVersion())
        {
            ProcessingMs = picture?.ProcessingMs ?? 0,
            PlateIndex = picture?.PlateIndex ?? 0,
            Color = color,
            ColorConfidence = sure,
            Views = picture?.Strip.Views ?? [],
            Turn = camera.Turn,
        };
        return preview is null ? draft : draft with { Uuid = preview.Uuid };
    }

    private sealed class CameraView(int id, long? turn, PlateTracker tracker)
    {
        public int Id { get; } = id;

        /// <inheritdoc cref="VideoFrame.Turn"/>
        public long? Turn { get; } = turn;

        public PlateTracker Tracker { get; } = tracker;

        public Dictionary<long, VehiclePicture> Pictures { get; } = [];

        /// <summary>Open groups that were told of, as they were told.</summary>
        public Dictionary<long, FlowDraft> Previews { get; } = [];

        public DateTimeOffset LastFrameAt { get; set; }

        public long HeardAt { get; set; }
    }

    // The best view so far, those that were the best before, and the sharpest.
    private sealed record VehiclePicture(byte[] Jpeg, int Width, int Height, double ProcessingMs, DateTimeOffset At)
    {
        public ViewStrip Strip { get; set; } = new();

        public VehicleColorVote Colors { get; set; } = new();

        public int PlateIndex { get; init; }

        public double Sharpness { get; init; }

        public double SharpestSoFar => Math.Max(Sharpness, Strip.Sharpness);
    }
}
