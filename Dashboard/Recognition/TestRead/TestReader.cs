using System.Runtime.CompilerServices;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition.Onnx;

namespace Dashboard.Recognition.TestRead;

/// <summary>
/// Reads the plates of a few frames of a source, as they would be read if it were watched, and keeps nothing. One trial at a time, so that the
/// cameras that are watched are not slowed.
/// </summary>
internal sealed class TestReader(
    IFrameSource source, NewestPictures pictures, Lazy<IPlateRecognizer> recognizer, PictureCodec codec, TimeProvider time, ILogger<TestReader> log)
    : IDisposable
{
    public const int MaxFrames = 20;

    private const double FramesPerSecond = 2;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _turn = new(1);

    public void Dispose() => _turn.Dispose();

    /// <summary>Reads for up to 25 seconds.</summary>
    /// <param name="progress">Hears after each frame what was read so far.</param>
    /// <param name="cancellationToken">Ends it; what was heard until then counts.</param>
    public async Task<TestReading> ReadAsync(TestReadRequest request, IProgress<TestReading>? progress, CancellationToken cancellationToken)
    {
        if (CameraValidation.SourceError(request.Source) is { } error)
        {
            return Failed(error);
        }

        await _turn.WaitAsync(cancellationToken);
        var soFar = new TestReading(0, []);
        using var timeout = new CancellationTokenSource(MaxTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var seen = new SeenPlates(codec);
            await foreach (var frame in FramesAsync(request, either.Token))
            {
                using (frame)
                {
                    var reads = await Task.Run(() => Read(frame, request), either.Token);
                    seen.Add(frame, reads);
                }

                soFar = new TestReading(soFar.Frames + 1, seen.Plates);
                progress?.Report(soFar);
                if (soFar.Frames == MaxFrames)
                {
                    break;
                }
            }

            return soFar.Frames > 0 ? soFar : Failed("There is no picture at this address.");
        }
        catch (CaptureException exception)
        {
            return soFar.Frames > 0 ? soFar : Failed(exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return soFar.Frames > 0
                ? soFar
                : Failed($"No picture within {MaxTime.TotalSeconds:0} seconds: check the address, and that the camera is on and connected.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogError(exception, "A test read failed");
            return Failed(
                exception is OnnxException
                    ? "The recogniser cannot start; the overview says why."
                    : "The test failed because of a server error; see the server's log.");
        }
        finally
        {
            _turn.Release();
        }
    }

    private static TestReading Failed(string error) => new(0, [], error);

    private IReadOnlyList<Domain.Recognition.PlateRead> Read(VideoFrame frame, TestReadRequest request)
    {
        var luma = LumaImage.FromFrame(frame);
        return recognizer.Value.Read(luma, recognizer.Value.Detect(luma, request.RegionOfInterest), candidates: 1, request.Countries);
    }

    private IAsyncEnumerable<VideoFrame> FramesAsync(TestReadRequest request, CancellationToken cancellationToken) =>
        request.RunningCamera is { } camera
            ? RunningAsync(camera, cancellationToken)
            : source.ReadAsync(new FrameRequest(request.Source, FramesPerSecond, Loop: false, RealTime: false), cancellationToken);

    private async IAsyncEnumerable<VideoFrame> RunningAsync(int camera, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = DateTimeOffset.MinValue;
        while (true)
        {
            if (await pictures.NextAsync(camera, MaxAge, time, cancellationToken, isWhole: true) is not { } frame)
            {
                throw new CaptureException("No picture has come from this camera yet.");
            }

            if (frame.CapturedAt <= last || time.GetUtcNow() - frame.CapturedAt > MaxAge)
            {
                frame.Dispose();
                throw new CaptureException("No new picture comes from this camera at the moment.");
            }

            last = frame.CapturedAt;
            yield return frame;
            await Task.Delay(TimeSpan.FromSeconds(1 / FramesPerSecond), time, cancellationToken);
        }
    }
}
