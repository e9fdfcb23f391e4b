using System.Runtime.CompilerServices;
using Dashboard.Capture.Drops;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Capture.Files;
using Dashboard.Capture.Http;
using Dashboard.Capture.Rtsp;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Capture;

/// <summary>
/// Frames of any source: RTSP and video by ffmpeg, pictures over HTTP and folders of pictures by <see cref="PictureCodec"/>.
/// </summary>
internal sealed class CameraFrameSource(
    FramePool pool, PictureCodec codec, TimeProvider time, HardwareDecoder? hardware = null, ServerOptions? server = null) : IFrameSource
{
    private readonly RtspMemory _ways = new();
    private readonly WebMemory _times = new();
    private readonly PictureFile _files = new(pool, codec);

    public IAsyncEnumerable<VideoFrame> ReadAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        var kind = CameraSource.KindOf(request.Source);
        return kind == SourceKind.Rtsp ? new RtspFrames(pool, _ways, time, hardware).ReadAsync(request, cancellationToken)
            : request.Demand is { } demand ? demand.WhileWantedAsync(Open, cancellationToken)
            : Open(cancellationToken);

        IAsyncEnumerable<VideoFrame> Open(CancellationToken cancellationToken) => kind switch
        {
            SourceKind.Http => ReadWebAsync(request, cancellationToken),
            SourceKind.Drop => ReadNewestAsync(request.Source, cancellationToken),
            _ when Directory.Exists(request.Source) => new PictureFolder(_files, time).ReadAsync(request, cancellationToken),
            _ => ReadFileAsync(request, cancellationToken),
        };
    }

    private async Task<IReadOnlyList<string>> HardwareAsync() => hardware is null ? [] : await hardware.ArgumentsAsync();

    private async IAsyncEnumerable<VideoFrame> ReadFileAsync(FrameRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!File.Exists(request.Source))
        {
            throw new CaptureException(CameraSource.KindOf(request.Source) == SourceKind.Folder
                ? $"There is no folder {request.Source} on the server: check the path."
                : $"There is no file {request.Source} on the server: check the path.");
        }

        var start = time.GetUtcNow();
        var arguments = FfmpegArguments.For(request, null, await HardwareAsync());
        await using var session = await FfmpegSession.StartAsync(arguments, request.Source, pool);
        var sequence = 0L;
        if (await session.Frames.ReadHeaderAsync(cancellationToken))
        {
            var rate = request.RatePerSecond ?? session.Frames.FramesPerSecond ?? 25;
            while (await session.Frames.ReadFrameAsync(cancellationToken) is { } frame)
            {
                // A file at full speed keeps its own time, so that what happens in it is as far apart as it was.
                frame.CapturedAt = request.RealTime ? time.GetUtcNow() : start + TimeSpan.FromSeconds(sequence / rate);
                frame.Sequence = sequence++;
                yield return frame;
            }
        }

        await session.ThrowIfFailedAsync(sequence > 0, isFile: true, cancellationToken);
    }

    private async IAsyncEnumerable<VideoFrame> ReadWebAsync(FrameRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var pictures = new WebPictures(request.Source, codec, time, _times);
        var frames = await pictures.IsVideoAsync(request, cancellationToken)
            ? new LiveFrames(token => OpenVideoAsync(request, pictures, token), time).ReadAsync(cancellationToken)
            : pictures.ReadAsync(request, cancellationToken);
        await foreach (var frame in frames.WithCancellation(cancellationToken))
        {
            yield return frame;
        }
    }

    // What was dropped last, to try the folder: a camera of it is watched otherwise (DropWatch).
    private async IAsyncEnumerable<VideoFrame> ReadNewestAsync(string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = new DropFolder(CameraSource.DropPath(source)!, time, server);
        folder.Prepare();
        yield return folder.Newest() is { } newest
            ? await _files.DecodeAsync(newest.Path, cancellationToken)
            : throw new CaptureException("The folder is there, and no picture is in it yet: save the camera, and let one be dropped.");
    }

    private Task<LiveStream> OpenVideoAsync(FrameRequest request, WebPictures first, CancellationToken cancellationToken)
    {
        var camera = new WebCamera(request.Source, time)
        {
            MaxTime = first.MaxVideoTime,
            OnBegin = request.OnStream,
            OnFault = request.OnFault,
            OnPause = request.OnPause,
        };
        return DecodeAsync(request, new WebForward(camera, time, first.TakeVideo()), first, cancellationToken);
    }

    private async Task<LiveStream> DecodeAsync(FrameRequest request, WebForward forward, WebPictures first, CancellationToken cancellationToken)
    {
        try
        {
            var arguments = FfmpegArguments.For(
                request, forward.Address, await HardwareAsync(), forward.Over, time.GetUtcNow(), isPaced: first.IsRecording && request.RealTime);
            cancellationToken.ThrowIfCancellationRequested();
            var session = await FfmpegSession.StartAsync(arguments, request.Source, pool, forward.Address);
            forward.Admit(session.ProcessId);
            return new WebStream(forward, session, time, first.HasLength)
            {
                DecodeNext = next => DecodeAsync(request, next, first, CancellationToken.None),
            };
        }
        catch
        {
            await forward.DisposeAsync();
            throw;
        }
    }
}
