using System.Diagnostics;
using Dashboard.Capture.Files;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;

namespace Dashboard.Capture.Drops;

/// <summary>
/// Watches a folder in which pictures are dropped: each is read once, and moved as its vehicles are stored, so that a server that is killed reads
/// it again. That pictures stay away is no fault.
/// </summary>
internal sealed class DropWatch(Camera camera, CameraServices services, PictureFile files, IDropReader reader, ServerOptions? server = null)
    : ICameraWatch
{
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PruneEvery = TimeSpan.FromHours(1);

    // A picture that is damaged may be half of one that is still being sent.
    private static readonly TimeSpan MaxSending = TimeSpan.FromSeconds(30);

    private readonly CameraLog _log = new(() => camera, services.Time, services.Log);
    private readonly FrameRateMeter _meter = new();
    private Camera _camera = camera;

    public Camera Camera
    {
        get => Volatile.Read(ref _camera);
        set => Volatile.Write(ref _camera, value);
    }

    private TimeProvider Time => services.Time;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Update(status => status with { State = CameraState.Connecting, IsFedByOthers = true, RetryAt = null });
        try
        {
            while (true)
            {
                try
                {
                    await WatchAsync(cancellationToken);
                }
                catch (CaptureException exception)
                {
                    Fail(exception.Message);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    services.Log.LogError(exception, "Camera {Camera}: dropped pictures could not be read", Camera.Id);
                    Fail("The dropped pictures could not be read because of a server error; see the server's log.");
                }

                await Task.Delay(RetryAfter, Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop.
        }
        finally
        {
            Update(status => status with { State = CameraState.Stopped, FramesPerSecond = 0, LastError = null, Lack = null, RetryAt = null });
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var folder = new DropFolder(CameraSource.DropPath(Camera.Source)!, Time, server);
        folder.Prepare();
        var vehicles = reader.Open();
        var pending = new List<DroppedPicture>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var prunedAt = DateTimeOffset.MinValue;
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            var pictures = folder.Look();
            var pause = Stopwatch.GetElapsedTime(began) * 10;
            Update(status => status with { State = CameraState.Running, LastError = null, RetryAt = null });
            if (pictures.Count == 0)
            {
                Update(status => status with { FramesPerSecond = 0 });
            }

            _log.Came();
            foreach (var picture in pictures.Where(picture => taken.Add(picture.Path)))
            {
                if (await ReadAsync(picture, folder, vehicles, cancellationToken))
                {
                    pending.Add(picture);
                }
                else
                {
                    taken.Remove(picture.Path);
                }

                await SettleAsync();
            }

            await SettleAsync();
            if (Time.GetUtcNow() - prunedAt >= PruneEvery)
            {
                folder.Prune();
                prunedAt = Time.GetUtcNow();
            }

            await Task.Delay(pause < MinPause ? MinPause : pause > MaxPause ? MaxPause : pause, Time, cancellationToken);
        }

        async Task SettleAsync()
        {
            var open = await vehicles.SettleAsync(cancellationToken);

            // The newest first: if that is cut short, what is read again begins with the same picture, and so its flow is known.
            foreach (var done in pending.Where(picture => open is null || picture.DroppedAt < open).Reverse().ToList())
            {
                folder.Move(done.Path, isRead: true);
                pending.Remove(done);
                taken.Remove(done.Path);
            }
        }
    }

    /// <summary>Reads one; false: it could not be, and was moved aside or waits to be whole.</summary>
    private async Task<bool> ReadAsync(DroppedPicture picture, DropFolder folder, IDroppedVehicles vehicles, CancellationToken cancellationToken)
    {
        try
        {
            using var frame = await files.DecodeAsync(picture.Path, cancellationToken);
            frame.CapturedAt = picture.DroppedAt;
            services.Fill(frame, Camera);
            services.Pictures.Offer(frame);
            var (width, height, at) = (frame.Width, frame.Height, Time.GetUtcNow());
            await vehicles.ReadAsync(frame, cancellationToken);
            var rate = _meter.Add(at);
            Update(status => status with
            {
                Captured = status.Captured + 1,
                Width = width,
                Height = height,
                LastFrameAt = at,
                FramesPerSecond = rate,
            });
            return true;
        }
        catch (CaptureException exception)
        {
            if (Time.GetUtcNow() - picture.DroppedAt >= MaxSending)
            {
                Update(status => status with { Faults = status.Faults + 1, LastFault = exception.Message });
                folder.Move(picture.Path, isRead: false);
            }

            return false;
        }
    }

    private void Fail(string error)
    {
        _log.Failed(error, RetryAfter);
        Update(status => status with
        {
            State = CameraState.Waiting,
            FramesPerSecond = 0,
            LastError = error,
            RetryAt = Time.GetUtcNow() + RetryAfter,
        });
    }

    private void Update(Func<CameraStatus, CameraStatus> change) => services.Board.Update(Camera.Id, change);
}
