using Dashboard.Configuration;
using System.Security.Cryptography;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Flows;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tests.Flows.Recording;
using Microsoft.Extensions.Logging.Testing;

namespace Dashboard.Tests.Flows;

public sealed class FlowImagesTests
{
    [Fact]
    public async Task Picture_IsAFileOfItsDayInUtc()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var bench = new RecorderBench(database);
        var uuid = Guid.Parse("0190a0a0-0000-7000-8000-00000000abcd");
        var lateInVienna = new DateTimeOffset(2026, 1, 1, 0, 30, 0, TimeSpan.FromHours(1));

        var flow = new Flow { Uuid = uuid, CapturedAt = lateInVienna };
        (await bench.Images.WriteAsync(uuid, lateInVienna, new byte[] { 9, 8, 7 }, cancellationToken: Cancellation)).GiveTo(flow);

        var sum = Convert.ToHexStringLower(SHA256.HashData([9, 8, 7]));
        var file = database.Server.DataPath("pictures", "2025", "12", "31", $"{uuid}-{sum[..16]}.jpg");
        Assert.Equal([9, 8, 7], await File.ReadAllBytesAsync(file, Cancellation));
        Assert.Equal(sum, flow.PictureSha256);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file));
        Assert.Equal([9, 8, 7], await bench.Images.ReadAsync(flow, Cancellation));
    }

    [Fact]
    public async Task Picture_OfTheReleaseBefore_IsFoundByItsFlowsName()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var bench = new RecorderBench(database);
        var flow = new Flow { Uuid = Guid.NewGuid(), CapturedAt = RecorderBench.Noon, HasPicture = true, Views = "-200" };
        var folder = Directory.CreateDirectory(Path.Combine(bench.Images.Root, "2026", "04", "01")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, $"{flow.Uuid}.jpg"), [1], Cancellation);
        await File.WriteAllBytesAsync(Path.Combine(folder, $"{flow.Uuid}.1.jpg"), [2], Cancellation);

        Assert.Equal([1], await bench.Images.ReadAsync(flow, Cancellation));
        Assert.Equal([2], await bench.Images.ReadViewAsync(flow, 1, Cancellation));
        bench.Images.Delete(flow);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task Picture_ThatSomebodyChanged_IsNotShown_AndToldOfOnce()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var bench = new RecorderBench(database);
        var log = new FakeLogger<PictureFaults>();
        var faults = new PictureFaults(log);
        var images = new FlowImages(database.Server, new PictureCodec(new FramePool()), faults: faults);
        var flow = new Flow { Id = 17, Uuid = Guid.NewGuid(), CapturedAt = RecorderBench.Noon };
        (await images.WriteAsync(flow.Uuid, flow.CapturedAt, new byte[] { 1, 2, 3 }, cancellationToken: Cancellation)).GiveTo(flow);
        await File.WriteAllBytesAsync(Path.Combine(images.Root, PictureNames.Picture(flow)!), [1, 2, 4], Cancellation);

        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<PictureChangedException>(() => images.ReadAsync(flow, Cancellation));
        }

        Assert.Equal((1, 17L), faults.Current);
        Assert.Contains("17", Assert.Single(log.Collector.GetSnapshot()).Message);
    }

    /// <summary>Who waits for memory to decode holds the file already, and any number may ask.</summary>
    [Fact]
    public async Task WholePictures_AreMadeSomethingOf_AFewAtATime()
    {
        using var codec = new PictureCodec(new FramePool());
        var images = new FlowImages(new ServerOptions(), codec);
        var places = new List<IDisposable>();
        for (var i = 0; i < FlowImages.MaxMakers; i++)
        {
            places.Add(await images.EnterAsync(Cancellation));
        }

        var next = images.EnterAsync(Cancellation);
        Assert.False(next.IsCompleted);
        places[0].Dispose();
        using var place = await next;
        places.ForEach(left => left.Dispose());
    }

    [Fact]
    public async Task File_ThatStands_IsNotWrittenAgain()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var bench = new RecorderBench(database);
        var uuid = Guid.NewGuid();
        var first = await bench.Images.WriteAsync(uuid, RecorderBench.Noon, new byte[] { 1 }, cancellationToken: Cancellation);
        var file = Assert.Single(Directory.GetFiles(bench.Images.Root, "*", SearchOption.AllDirectories));
        File.SetLastWriteTimeUtc(file, RecorderBench.Noon.UtcDateTime);

        await bench.Images.WriteAsync(uuid, RecorderBench.Noon, new byte[] { 1 }, cancellationToken: Cancellation);
        var other = await bench.Images.WriteAsync(uuid, RecorderBench.Noon, new byte[] { 2 }, cancellationToken: Cancellation);

        Assert.NotEqual(first.Sha256, other.Sha256);
        Assert.Equal(RecorderBench.Noon.UtcDateTime, File.GetLastWriteTimeUtc(file));
        Assert.Equal([1], await File.ReadAllBytesAsync(file, Cancellation));
        Assert.Equal(2, Directory.GetFiles(bench.Images.Root, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task MissingPicture_IsNull()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var bench = new RecorderBench(database);
        var flow = new Flow
        {
            Uuid = Guid.NewGuid(),
            CapturedAt = RecorderBench.Noon,
            HasPicture = true,
            Corners = PlateCorners.FromBox(1, 1, 9, 9).ToText(),
        };

        Assert.Null(await bench.Images.ReadAsync(flow, Cancellation));
        Assert.Null(await bench.Images.ReadPlateAsync(flow, Cancellation));
    }

    [Fact]
    public async Task Plate_IsCutByItsCorners()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var bench = new RecorderBench(database);
        var codec = new PictureCodec(new FramePool());
        using var frame = new FramePool().Rent(320, 240);
        var jpeg = codec.Encode(frame);
        var flow = new Flow { Uuid = Guid.NewGuid(), CapturedAt = RecorderBench.Noon };
        (await bench.Images.WriteAsync(flow.Uuid, flow.CapturedAt, jpeg, cancellationToken: Cancellation)).GiveTo(flow);

        Assert.Null(await bench.Images.ReadPlateAsync(flow, Cancellation));
        flow.Corners = PlateCorners.FromBox(100, 100, 80, 20).ToText();
        using var plate = codec.Decode(await bench.Images.ReadPlateAsync(flow, Cancellation));
        Assert.True(plate.Width > 2 * plate.Height, $"{plate.Width} by {plate.Height} is no plate's shape");
    }

    [Fact]
    public async Task Views_OfAVehicle_AreStoredSmallWithItAndGoWithIt()
    {
        await using var database = await TestDatabase.CreateAsync();
        var cameras = await database.AddCamerasAsync("Gate");
        await using var bench = new RecorderBench(database);
        var codec = new PictureCodec(new FramePool());
        using var frame = new FramePool().Rent(1280, 720);
        var jpeg = codec.Encode(frame);
        var draft = RecorderBench.Vehicle(cameras[0], RecorderBench.Noon, jpeg: jpeg) with
        {
            Views = [new TakenView(RecorderBench.Noon.AddSeconds(-2), jpeg), new TakenView(RecorderBench.Noon.AddSeconds(-1), [1, 2, 3])],
        };

        var flow = (await bench.Writer.StoreAsync([draft with { IsPreview = true }], Cancellation))[0].Flow;
        Assert.Null(flow.Views);
        flow = (await bench.Writer.StoreAsync([draft], Cancellation))[0].Flow;

        // What is no picture is left out.
        Assert.Equal([RecorderBench.Noon.AddSeconds(-2)], FlowViews.Read(flow));
        using var view = codec.Decode(await bench.Images.ReadViewAsync(flow, 1, Cancellation));
        Assert.Equal((640, 360), (view.Width, view.Height));
        Assert.Null(await bench.Images.ReadViewAsync(flow, 2, Cancellation));
        Assert.Null(await bench.Images.ReadViewAsync(flow, 0, Cancellation));

        var folder = Path.Combine(bench.Images.Root, "2026", "04", "01");
        var orphan = Path.Combine(folder, $"{Guid.NewGuid()}.1.jpg");
        await File.WriteAllBytesAsync(orphan, jpeg, Cancellation);
        Assert.Equal(1, await bench.Cleanup.CleanUpAsync(Cancellation));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
        bench.Images.Delete(flow);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task Cleanup_RemovesOnlyWhatACrashLeft()
    {
        await using var database = await TestDatabase.CreateAsync();
        var cameras = await database.AddCamerasAsync("Gate");
        await using var bench = new RecorderBench(database);
        var stored = RecorderBench.Vehicle(cameras[0], RecorderBench.Noon);
        await bench.Writer.StoreAsync([stored], Cancellation);
        var beingWritten = await bench.Images.WriteAsync(Guid.NewGuid(), RecorderBench.Noon, new byte[] { 1 }, cancellationToken: Cancellation);
        var folder = Path.Combine(bench.Images.Root, "2026", "04", "01");
        string[] kept = [.. Directory.GetFiles(folder), Path.Combine(folder, "note.txt")];
        var another = $"{stored.Uuid}-{new string('a', 16)}.jpg"; // The picture that a preview had.
        string[] left = [$"{Guid.NewGuid()}.jpg", $"{Guid.NewGuid()}.jpg.tmp", $"{stored.Uuid}.jpg", another, another + ".x.tmp"];
        foreach (var name in left.Append("note.txt"))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), "x", Cancellation);
        }

        Assert.Equal(5, await bench.Cleanup.CleanUpAsync(Cancellation));

        Assert.Equal(kept.Order(), Directory.GetFiles(folder).Order());
        bench.Images.Release(beingWritten);
        Assert.Equal(1, await bench.Cleanup.CleanUpAsync(Cancellation));
    }

    // One that is started beside another by mistake never listens.
    [Fact]
    public async Task Cleanup_BeforeTheServerListens_RemovesNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var bench = new RecorderBench(database);
        var folder = Directory.CreateDirectory(Path.Combine(bench.Images.Root, "2026", "04", "01")).FullName;
        var beingWritten = Path.Combine(folder, $"{Guid.NewGuid()}.jpg");
        await File.WriteAllBytesAsync(beingWritten, [], Cancellation);

        await bench.Cleanup.StartAsync(Cancellation);
        await bench.Cleanup.StopAsync(Cancellation);
        Assert.True(File.Exists(beingWritten));

        bench.Lifetime.NotifyStarted();
        await bench.Cleanup.StartAsync(Cancellation);
        await bench.Cleanup.ExecuteTask!;
        Assert.False(File.Exists(beingWritten));
    }

    [Fact]
    public async Task Cleanup_OnAnotherDatabase_RemovesNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var bench = new RecorderBench(database);
        var folder = Directory.CreateDirectory(Path.Combine(bench.Images.Root, "2026", "04", "01")).FullName;
        for (var i = 0; i <= OrphanedPictureCleanup.MaxOrphans; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{Guid.NewGuid()}.jpg"), [], Cancellation);
        }

        Assert.Equal(0, await bench.Cleanup.CleanUpAsync(Cancellation));
        Assert.Equal(OrphanedPictureCleanup.MaxOrphans + 1, Directory.GetFiles(folder).Length);
    }
}
