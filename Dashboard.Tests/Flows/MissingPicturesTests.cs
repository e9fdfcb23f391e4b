using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Overview;
using Microsoft.Extensions.Logging.Testing;

namespace Dashboard.Tests.Flows;

/// <summary>Two servers on one database, each with a folder of pictures of its own.</summary>
public sealed class MissingPicturesTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private readonly PictureCodec _codec = new(new FramePool());
    private readonly FakeLogger<MissingPictures> _log = new();
    private readonly FlowImages _here;
    private readonly FlowImages _elsewhere;

    public MissingPicturesTests()
    {
        _here = new FlowImages(new ServerOptions { DataDirectory = _folder.PathOf("here") }, _codec);
        _elsewhere = new FlowImages(new ServerOptions { DataDirectory = _folder.PathOf("elsewhere") }, _codec);
    }

    public void Dispose()
    {
        _codec.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Pictures_ThatAnotherServerStoredElsewhere_AreToldOf_UntilTheyAreHere()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        using var missing = new MissingPictures(database.Factory, _here, TestTime.CreateClock(), _log);
        var flows = new List<Flow>();
        for (var i = 0; i < 3; i++)
        {
            flows.Add(await StoreAsync(database, _elsewhere, camera, i));
        }

        // A flow whose picture an agent keeps, and one that has none.
        await database.AddFlowsAsync(
            new Flow { CameraId = camera, HasPicture = true, PictureSha256 = new string('a', 64), CapturedAt = Noon },
            new Flow { CameraId = camera, CapturedAt = Noon });

        await missing.LookAsync(Cancellation);
        Assert.Null(missing.Warning);
        await missing.LookAsync(Cancellation);
        Assert.Equal(new MissingCount(3, 3), missing.Current);
        Assert.StartsWith("Of the newest 3 pictures 3 are not", missing.Warning, StringComparison.Ordinal);
        Assert.Equal("Pictures are missing", OverviewWarning.ListOfMachine(missing.Current, null).Single().Title);

        foreach (var name in flows.SelectMany(PictureNames.All))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_here.Root, name))!);
            File.Copy(Path.Combine(_elsewhere.Root, name), Path.Combine(_here.Root, name));
        }

        await missing.LookAsync(Cancellation);
        Assert.Null(missing.Warning);
        Assert.Equal(2, _log.Collector.Count);
    }

    [Fact]
    public async Task Pictures_ThatAreHere_AreNotMissed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        using var missing = new MissingPictures(database.Factory, _here, TestTime.CreateClock(), _log);
        await missing.LookAsync(Cancellation);
        await StoreAsync(database, _here, camera, 1);
        await missing.LookAsync(Cancellation);
        await missing.LookAsync(Cancellation);
        Assert.Null(missing.Warning);
        Assert.Equal(0, _log.Collector.Count);
    }

    private static async Task<Flow> StoreAsync(TestDatabase database, FlowImages images, int camera, int number)
    {
        var uuid = Guid.NewGuid();
        var picture = await images.WriteAsync(uuid, Noon, new byte[] { 0xFF, (byte)number }, cancellationToken: Cancellation);
        var flow = new Flow
        {
            Uuid = uuid,
            CameraId = camera,
            CapturedAt = Noon,
            HasPicture = true,
            PictureDay = picture.Day,
            PictureSha256 = picture.Sha256,
        };
        await database.AddFlowsAsync(flow);
        images.Release(picture);
        return flow;
    }
}
