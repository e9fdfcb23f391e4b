using Dashboard.Capture;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Support.Sources;

/// <summary>Real ffmpeg as the program calls it, on clips of its own; <see cref="Tester"/> is the test behind a camera's address.</summary>
public abstract class FrameSourceTestBase : IDisposable
{
    private protected FrameSourceTestBase()
    {
        Codec = new PictureCodec(Pool);
        Source = new CameraFrameSource(Pool, Codec, TimeProvider.System);
        Tester = new SourceTester(Source, Codec, TimeProvider.System, NullLogger<SourceTester>.Instance);
    }

    private protected TestClips Clips { get; } = new();

    private protected FramePool Pool { get; } = new();

    private protected PictureCodec Codec { get; }

    private protected CameraFrameSource Source { get; }

    private protected SourceTester Tester { get; }

    public virtual void Dispose()
    {
        Codec.Dispose();
        Clips.Dispose();
        GC.SuppressFinalize(this);
    }
}
