using Dashboard.Capture;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture;

/// <summary>What the test of a source says when its time is up.</summary>
public sealed class SourceTesterTests : IDisposable
{
    private const string Address = "rtsp://cam/1";
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly FramePool _pool = new();
    private readonly PictureCodec _codec;
    private readonly ScriptedSource _source;

    public SourceTesterTests() => (_codec, _source) = (new PictureCodec(_pool), new ScriptedSource(_pool, _time));

    public void Dispose() => _codec.Dispose();

    [Fact]
    public async Task Test_OfASilentSource_AsksForTheAddress() => Assert.StartsWith("No picture within 15 seconds", await TestAsync(_ => { }));

    /// <summary>The address is right, and the camera is on.</summary>
    [Fact]
    public async Task Test_OfAStreamWithoutPictures_SaysThatItComes() =>
        Assert.StartsWith("The camera's stream comes, but no picture", await TestAsync(request => request.OnStream!()));

    [Fact]
    public async Task Test_OfACameraThatAgreesAndSendsNothing_SaysThat() =>
        Assert.StartsWith("The camera sends no picture: check the address, and that the camera's stream is on", await TestAsync(request => request.OnAnswer!()));

    [Fact]
    public async Task Test_OfACameraWhoseStreamComesAtLast_SaysThatItComes() => Assert.StartsWith(
        "The camera's stream comes, but no picture",
        await TestAsync(request =>
        {
            request.OnAnswer!();
            request.OnStream!();
        }));

    [Fact]
    public async Task Test_OfASourceThatStumbles_SaysWhatWasWrongLast() => Assert.Equal(
        "The stream ended: check the camera and the network.",
        await TestAsync(request =>
        {
            request.OnStream!();
            request.OnFault!("The stream ended: check the camera and the network.");
            request.OnStream();
        }));

    private async Task<string?> TestAsync(Action<FrameRequest> happen)
    {
        var testing = new SourceTester(_source, _codec, _time, NullLogger<SourceTester>.Instance).TestAsync(Address, Cancellation);
        happen((await _source.NextAsync(Address)).Request);
        _time.Advance(TimeSpan.FromSeconds(15));
        return (await testing.WaitAsync(TimeSpan.FromSeconds(30), Cancellation)).Error;
    }
}
