using Dashboard.Capture;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Capture.Http;

/// <summary>The reader of web addresses on a camera that misbehaves, without ffmpeg.</summary>
[Trait("Category", "Server")]
public sealed class WebPicturesTests : FrameSourceTestBase
{
    private readonly byte[] _jpeg;

    public WebPicturesTests() => _jpeg = TestPictures.Jpeg(Codec, Pool);

    public static TheoryData<string> Names => Defects.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Defect_InEveryFifthPicture_CostsNoGoodOne(string name)
    {
        const int wanted = 24;
        var defects = new Defects(_jpeg, TestPictures.Png(), TimeSpan.FromMilliseconds(20), wanted);
        await using var camera = new FaultCamera(defects.Scripts[name]);

        // Where a picture of a stream has no end of its own, it is seen when the next one begins.
        var isSeenLate = name == "stream: pictures without the last mark";
        var (frames, faults) = await ReadAsync(camera.Address, isSeenLate ? wanted - 1 : wanted);
        Assert.All(frames, frame => Assert.Equal((160, 120), frame));

        // The camera offered no more than these: none was lost.
        Assert.InRange(faults.Count, 0, (wanted / (Defects.Every - 1)) + 1);
        string[] bad = ["fifth", "damaged", "empty"];
        var isBad = bad.Any(word => name.Contains(word, StringComparison.Ordinal));

        // On a busy machine any picture may be late.
        Assert.Equal(isBad, faults.Exists(fault => isBad || !fault.Contains("is late", StringComparison.Ordinal)));
    }

    /// <summary>Each of them, however its bytes come; what stands in parts of another kind is not looked at.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Parts_ThatAreEmpty_AreSkippedAndCounted(int bytesAtOnce)
    {
        const string head = "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ";
        await using var camera = new FaultCamera(async answer =>
        {
            await answer.BeginAsync();
            foreach (var bytes in Parts().Chunk(bytesAtOnce))
            {
                await answer.WriteAsync(bytes);
            }

            await Task.Delay(Timeout.Infinite, answer.Stopped);
        });
        var (frames, faults) = await ReadAsync(camera.Address, 3);
        Assert.Equal(3, frames.Count);
        Assert.Equal(Enumerable.Repeat("The pictures that the camera sends are empty", 3), faults.Select(fault => fault.Split(':')[0]));

        byte[] Parts()
        {
            byte[] picture = [.. Latin($"{head}{_jpeg.Length}\r\n\r\n"), .. _jpeg, .. "\r\n"u8];
            var (empty, other) = (Latin($"{head}0\r\n\r\n\r\n"), Latin("--frame\r\nContent-Type: text/plain\r\n\r\nmotion: yes\r\n\r\n"));
            return [.. empty, .. picture, .. other, .. empty, .. empty, .. picture, .. other, .. picture];
        }

        static byte[] Latin(string text) => System.Text.Encoding.Latin1.GetBytes(text);
    }

    /// <summary>Its end alone would say that all was well before.</summary>
    [Fact]
    public async Task Stream_OfPicturesThatCannotBeRead_IsToldAsThat_ThoughItEnds()
    {
        byte[] rubbish = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, .. "no picture at all"u8, 0xFF, 0xD9];
        await using var camera = new FaultCamera(async answer =>
        {
            await answer.BeginAsync();
            for (var n = 0; n < 3; n++)
            {
                await answer.PartAsync(rubbish);
            }
        });
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(camera.Address, 1));
        Assert.StartsWith("What the camera sends is neither a picture nor a video that can be read: check the address.", failed.Message);
    }

    [Theory]
    [InlineData("snapshot")]
    [InlineData("stream")]
    public async Task Size_ThatChanges_IsThatOfThePicture(string kind)
    {
        byte[][] pictures = [_jpeg, TestPictures.Jpeg(Codec, Pool, 200, 100)];
        await using var camera = new FaultCamera(async answer =>
        {
            if (kind == "snapshot")
            {
                await answer.SendAsync(pictures[answer.Number % 2]);
                return;
            }

            await answer.BeginAsync();
            for (var n = 0; ; n++)
            {
                await answer.PartAsync(pictures[n % 2]);
                await Task.Delay(10, answer.Stopped);
            }
        });
        var (frames, faults) = await ReadAsync(camera.Address, 10);
        Assert.Equal([(160, 120), (200, 100)], frames.Distinct().Order());
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Picture_OfAStream_IsThereBeforeTheNextOneBegins()
    {
        await using var camera = new FaultCamera(async answer =>
        {
            await answer.BeginAsync();
            await answer.PartAsync(_jpeg);
            await Task.Delay(Timeout.Infinite, answer.Stopped);
        });
        Assert.Single((await ReadAsync(camera.Address, 1)).Frames);
    }

    [Fact]
    public async Task Rate_OfAStream_IsThatOfItsArrival()
    {
        await using var camera = new FaultCamera(async answer =>
        {
            await answer.BeginAsync();
            while (true)
            {
                await answer.PartAsync(_jpeg);
                await Task.Delay(5, answer.Stopped);
            }
        });
        var times = new List<DateTimeOffset>();
        await foreach (var frame in Source.ReadAsync(new FrameRequest(camera.Address, 20, Loop: true, RealTime: true), Cancellation))
        {
            times.Add(frame.CapturedAt);
            frame.Dispose();
            if (times.Count == 11)
            {
                break;
            }
        }

        // Ten periods of 50 ms, less the half that the last one may be early.
        Assert.True(times[^1] - times[0] >= TimeSpan.FromMilliseconds(474), $"{times[^1] - times[0]}");
    }

    [Fact]
    public async Task Camera_ThatStaysBroken_FailsWithWhatItSays()
    {
        await using var camera = new FaultCamera(answer => answer.Number <= 3
            ? answer.SendAsync(_jpeg)
            : answer.SendAsync(Array.Empty<byte>(), status: "503 Service Unavailable"));
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(camera.Address, 10));
        Assert.Contains("error 503", failed.Message);
    }

    /// <summary>Those that are not wanted are damaged here: were one decoded, it would be told.</summary>
    [Fact]
    public async Task Pictures_ThatAreOfNoUse_AreNotDecoded()
    {
        const int unwanted = 10;
        var asked = 0;
        var heard = new List<bool>();
        await using var camera = new FaultCamera(
            answer => answer.SendAsync(answer.Number is > 1 and <= unwanted + 1 ? _jpeg.AsMemory(0, _jpeg.Length / 2) : _jpeg));
        var faults = new List<string>();
        var request = new FrameRequest(camera.Address, 30, Loop: true, RealTime: true)
        {
            OnFault = faults.Add,
            OnPicture = heard.Add,
            IsOfUse = () => ++asked > unwanted,
        };
        var frames = 0;
        await foreach (var frame in Source.ReadAsync(request, Cancellation))
        {
            frame.Dispose();
            if (++frames == 2)
            {
                break;
            }
        }

        Assert.Equal(unwanted + 1, asked);
        Assert.Equal([true, false, .. Enumerable.Repeat(false, unwanted), true, false], heard);
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Answer_ThatNeverComes_IsSkippedAndCounted()
    {
        await using var camera = new FaultCamera(answer =>
            answer.Number == 5 ? Task.Delay(Timeout.Infinite, answer.Stopped) : answer.SendAsync(_jpeg));
        var (frames, faults) = await ReadAsync(camera.Address, 8);
        Assert.Equal(8, frames.Count);
        Assert.Contains("is late", Assert.Single(faults));
    }

    /// <summary>A second passes, and no more: a camera that answers at once is not waited for any longer.</summary>
    [Fact]
    public async Task Answer_ThatNeverComes_CostsLittleWhereTheOthersComeAtOnce()
    {
        const int late = 21;
        await using var camera = new FaultCamera(answer =>
            answer.Number == late ? Task.Delay(Timeout.Infinite, answer.Stopped) : answer.SendAsync(_jpeg));
        var time = TestTime.CreateClock();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var faults = new List<string>();
        var reading = ReadOnAsync(camera.Address, time, faults, () => { }, stop.Token);
        await Eventually.TrueAsync(() => camera.Asked == late, "asked");
        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => camera.Asked > late, "asked again");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Contains("is late", Assert.Single(faults));
    }

    [Fact]
    public async Task Camera_WhosePicturesTakeManySeconds_IsGivenThem()
    {
        int[] seconds = [6, 9, 4, 9, 8];
        using var gate = new SemaphoreSlim(0);
        await using var camera = new FaultCamera(async answer =>
        {
            await gate.WaitAsync(answer.Stopped);
            await answer.SendAsync(_jpeg);
        });
        var time = TestTime.CreateClock();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var (faults, frames) = (new List<string>(), 0);
        var reading = ReadOnAsync(camera.Address, time, faults, () => frames++, stop.Token);
        for (var n = 0; n < seconds.Length; n++)
        {
            await Eventually.TrueAsync(() => camera.Asked > n || reading.IsCompleted, "asked");
            time.Advance(TimeSpan.FromSeconds(seconds[n]));
            gate.Release();
            await Eventually.TrueAsync(() => frames > n || reading.IsCompleted, "the picture came");
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(seconds.Length, frames);
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Length_ThatIsTooLongOnAnOpenConnection_IsWaitedForOnce()
    {
        await using var camera = new FaultCamera(answer => answer.SendAsync(_jpeg, length: 2 * _jpeg.Length));
        var (frames, faults) = await ReadAsync(camera.Address, 5);
        Assert.Equal(5, frames.Count);
        Assert.Empty(faults);
        Assert.InRange(camera.Asked, 5, 6);
    }

    [Fact]
    public async Task FirstPicture_ThatComesInDrops_IsWaitedFor()
    {
        await using var camera = new FaultCamera(async answer =>
        {
            await answer.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {_jpeg.Length}\r\n\r\n");
            foreach (var part in _jpeg.Chunk(_jpeg.Length / 10))
            {
                await Task.Delay(100, answer.Stopped);
                await answer.WriteAsync(part);
            }
        });
        var (frames, faults) = await ReadAsync(camera.Address, 2);
        Assert.Equal(2, frames.Count);
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Test_OfAMuteHost_TellsSoWithinItsTime()
    {
        await using var camera = new FaultCamera(answer => Task.Delay(Timeout.Infinite, answer.Stopped));
        var time = TestTime.CreateClock();
        var tester = new SourceTester(
            new CameraFrameSource(Pool, Codec, time), Codec, time,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<SourceTester>.Instance);
        var testing = tester.TestAsync(camera.Address, Cancellation);
        await Eventually.TrueAsync(() => camera.Asked == 1, "asked");
        time.Advance(TimeSpan.FromSeconds(14));
        Assert.Contains("accepts the connection but sends nothing", (await testing).Error);
    }

    /// <summary>It is not asked again and again without a pause.</summary>
    [Fact]
    public async Task Camera_ThatGivesDamagedPicturesOnly_FailsWithThatAfterAFewAttempts()
    {
        await using var camera = new FaultCamera(answer => answer.SendAsync(_jpeg.AsMemory(0, _jpeg.Length / 2)));
        var time = TestTime.CreateClock();
        var source = new CameraFrameSource(Pool, Codec, time);
        var faults = new List<string>();
        var request = new FrameRequest(camera.Address, 1, Loop: true, RealTime: true) { OnFault = faults.Add };
        var reading = ReadAllAsync();
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return reading.IsCompleted;
            },
            "failed");
        Assert.Contains("neither a picture nor a video", (await Assert.ThrowsAsync<CaptureException>(() => reading)).Message);
        Assert.InRange(camera.Asked, 2, 12);
        Assert.Equal(camera.Asked - 1, faults.Count);

        async Task ReadAllAsync()
        {
            await foreach (var frame in source.ReadAsync(request, Cancellation))
            {
                frame.Dispose();
            }
        }
    }

    /// <summary>A camera that locks its user out does so after five refusals or so, the person's own sign-in with it.</summary>
    [Theory]
    [InlineData("picture")]
    [InlineData("stream")]
    public async Task Camera_WhosePasswordIsChangedWhileItIsWatched_IsAskedOnceAndNoMore(string kind)
    {
        await using var camera = new FaultCamera(async answer =>
        {
            if (answer.Number > 1)
            {
                await answer.SendAsync(default, "text/html", "401 Unauthorized");
                return;
            }

            await answer.BeginAsync();
            await answer.PartAsync(_jpeg);
            await answer.PartAsync(kind == "stream" ? _jpeg : default);
        });
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync($"http://ada:Wq8-secret@{camera.Host}/picture", 10));
        Assert.True(failed.IsRefusal);

        // Behind the picture without the sign-in, which it seems to ask for, and with it.
        Assert.Equal(3, camera.Asked);
    }

    [Theory]
    [InlineData("<html><title>Camera</title></html>", "answers with a web page")]
    [InlineData("{\"error\":\"no channel\"}", "answers in words")]
    [InlineData("Error: no such channel", "answers in words")]
    [InlineData("", "answers without a picture")]
    public async Task Answer_WithoutAPicture_IsToldAtOnce(string body, string expected)
    {
        await using var camera = new FaultCamera(answer => answer.SendAsync(System.Text.Encoding.ASCII.GetBytes(body), "image/jpeg"));
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(camera.Address, 1));
        Assert.Contains(expected, failed.Message);
    }

    // Of a camera's pictures each is taken, so that nothing is waited for but the camera.
    private async Task ReadOnAsync(string address, TimeProvider time, List<string> faults, Action onFrame, CancellationToken cancellationToken)
    {
        var request = new FrameRequest(address, 100_000, Loop: true, RealTime: true) { OnFault = faults.Add };
        await foreach (var frame in new CameraFrameSource(Pool, Codec, time).ReadAsync(request, cancellationToken))
        {
            frame.Dispose();
            onFrame();
        }
    }

    [Theory]
    [InlineData("206 Partial Content", "x", "answers without a picture")]
    [InlineData("200 OK", "\u009f\u0002rubbish\u0000\u0000\u0001and more", "neither a picture nor a video")]
    [InlineData("200 OK", "Ung\u00fcltiger Kanal", "answers in words")]
    public async Task Answer_WithoutAPicture_IsCalledWhatItIs(string status, string body, string expected)
    {
        await using var camera = new FaultCamera(answer => answer.SendAsync(System.Text.Encoding.Latin1.GetBytes(body), status: status));
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(camera.Address, 1));
        Assert.Contains(expected, failed.Message);
    }

    private async Task<(List<(int Width, int Height)> Frames, List<string> Faults)> ReadAsync(string address, int count)
    {
        var (frames, faults) = (new List<(int, int)>(), new List<string>());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var request = new FrameRequest(address, 100_000, Loop: true, RealTime: true) { OnFault = faults.Add };
        await foreach (var frame in Source.ReadAsync(request, limit.Token))
        {
            frames.Add((frame.Width, frame.Height));
            frame.Dispose();
            if (frames.Count == count)
            {
                break;
            }
        }

        return (frames, faults);
    }
}
