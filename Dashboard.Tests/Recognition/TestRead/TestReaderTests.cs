using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Recognition.TestRead;
using Dashboard.Tests.Bench.Accuracy;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Recognition.TestRead;

public sealed class TestReaderTests : IDisposable
{
    private const string Source = "rtsp://ada:secret@camera.example/s";
    private static readonly TestReadRequest Request = new(Source, null, null, ExpectedCountries.None);
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly FramePool _pool = new();
    private readonly PictureCodec _codec;
    private readonly ScriptedSource _source;
    private readonly NewestPictures _pictures;
    private readonly TestReader _reader;
    private readonly Queue<PlateRead[]> _reads = new();

    public TestReaderTests()
    {
        _codec = new PictureCodec(_pool);
        _source = new ScriptedSource(_pool, _time);
        _pictures = new NewestPictures(_pool, _codec);
        var recognizer = new ScriptedRecognizer(_ => _reads.Peek());
        _reader = new TestReader(_source, _pictures, new Lazy<IPlateRecognizer>(recognizer), _codec, _time, NullLogger<TestReader>.Instance);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _codec.Dispose();
    }

    [Fact]
    public async Task Read_SeveralFrames_TellsEachPlateOnceAsItWasSeenBest()
    {
        _reads.Enqueue([
            ScriptedRecognizer.At(2, 2, 40, 10, ("KD472MX", .6)),
            ScriptedRecognizer.At(2, 30, 20, 6)]);
        var (reading, connection) = (_reader.ReadAsync(Request, null, Cancellation), await _source.NextAsync(Source));
        connection.Frame();
        connection.Frame();
        connection.End();

        var result = await reading;

        Assert.Null(result.Error);
        Assert.Equal(2, result.Frames);
        Assert.Equal(["KD472MX", ""], result.Plates.Select(plate => plate.Text));
        Assert.Equal((2, 10), (result.Plates[0].Frames, (int)result.Plates[0].Height));
        Assert.All(result.Plates, plate => Assert.NotEmpty(plate.Jpeg));
    }

    [Fact]
    public async Task Read_MoreFramesThanATrialTakes_EndsAndLetsGoOfTheSource()
    {
        _reads.Enqueue([]);
        var (reading, connection) = (_reader.ReadAsync(Request, null, Cancellation), await _source.NextAsync(Source));
        for (var i = 0; i < TestReader.MaxFrames + 5; i++)
        {
            connection.Frame();
        }

        Assert.Equal(TestReader.MaxFrames, (await reading).Frames);
        await connection.Closed;
    }

    [Fact]
    public async Task Read_CameraThatFails_SaysWhy()
    {
        var (reading, connection) = (_reader.ReadAsync(Request, null, Cancellation), await _source.NextAsync(Source));
        connection.Fail("The camera refused the sign-in.");

        Assert.Equal("The camera refused the sign-in.", (await reading).Error);
    }

    [Fact]
    public async Task Read_CameraThatIsSilent_EndsByItself()
    {
        var (reading, connection) = (_reader.ReadAsync(Request, null, Cancellation), await _source.NextAsync(Source));
        _time.Advance(TimeSpan.FromSeconds(26));

        Assert.Contains("No picture within", (await reading).Error);
        await connection.Closed;
    }

    [Fact]
    public async Task Read_RunningCamera_TakesItsFramesWithoutAnotherConnection()
    {
        _reads.Enqueue([ScriptedRecognizer.At(2, 2, 40, 10, ("KD472MX", .6))]);
        var heard = new List<TestReading>();
        var reading = _reader.ReadAsync(Request with { RunningCamera = 3 }, new Heard(heard), Cancellation);
        using (var frame = _pool.Rent(64, 48))
        {
            (frame.CameraId, frame.CapturedAt) = (3, _time.GetUtcNow());
            await Eventually.TrueAsync(
                () =>
                {
                    _pictures.Offer(frame);
                    return heard.Count > 0;
                },
                "a frame was looked at");
        }

        Assert.False(_source.IsOpened(Source));
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return reading.IsCompleted;
            },
            "it gives up on a camera without new frames");
        Assert.Equal("KD472MX", Assert.Single((await reading).Plates).Text);
    }

    private sealed class Heard(List<TestReading> heard) : IProgress<TestReading>
    {
        public void Report(TestReading value) => heard.Add(value);
    }
}
