using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Processes;
using Dashboard.Tests.Support.Sources.FaultCamera;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Capture.Rtsp;

/// <summary>Real ffmpeg on a camera with RTSP that misbehaves.</summary>
[Trait("Category", "System")]
public sealed class RtspFaultTests : FrameSourceTestBase
{
    private readonly string _clip;

    public RtspFaultTests() => _clip = Clip("c.h264", "320x240");

    [Fact]
    public async Task Camera_ThatRefusesTcp_ComesByUdpAndAtOnceTheNextTime()
    {
        await using var camera = new FaultRtspServer(_clip, new RtspFaults { RefusesTcp = true });
        Assert.NotEmpty(await ReadAsync(camera, 3));
        Assert.NotEmpty(await ReadAsync(camera, 3));
        Assert.Equal(["tcp", "udp", "udp"], camera.Asked);
    }

    [Fact]
    public async Task Camera_ThatSendsNothingByTcp_ComesByUdp()
    {
        await using var camera = new FaultRtspServer(_clip, new RtspFaults { IsSilentByTcp = true });
        Assert.NotEmpty(await ReadAsync(camera, 3));
        Assert.Equal(["tcp", "udp"], camera.Asked);
    }

    /// <summary>Some cameras do not say that they send by UDP alone.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Camera_ThatHangsUpOrIsMuteWhereTcpIsSetUp_ComesByUdp(bool hangsUp)
    {
        await using var camera = new FaultRtspServer(_clip, new RtspFaults { HangsUpOnTcp = hangsUp, IsMuteOnTcp = !hangsUp });
        Assert.NotEmpty(await ReadAsync(camera, 3));
        Assert.Equal(["tcp", "udp"], camera.Asked);
    }

    [Theory]
    [InlineData("goes backwards")]
    [InlineData("stands")]
    [InlineData("jumps by an hour")]
    public async Task Frames_OfACameraWhoseClock_ComeByTheirArrival(string defect)
    {
        await using var camera = new FaultRtspServer(_clip, new RtspFaults
        {
            Clock = defect switch
            {
                "goes backwards" => n => (uint)(n * 3600) - (uint)(n / 10 * 90_000),
                "stands" => _ => 1000,
                _ => n => (uint)(n * 3600) + (uint)(n / 10 * 90_000 * 3600),
            },
        });
        var times = await ReadAsync(camera, 11, rate: 5);

        // Ten periods of 200 ms, less the half that the last one may be early; were the clock believed, hours or nothing.
        Assert.InRange((times[^1] - times[0]).TotalSeconds, 1.8, 30);
    }

    [Fact]
    public async Task Camera_ThatClosesEveryFewSeconds_IsOpenedAgainAndAgain()
    {
        await using var camera = new FaultRtspServer(_clip, new RtspFaults { ClosesAfter = 125 });
        var board = new CameraStatusBoard();
        using var stop = new CancellationTokenSource();
        var services = new CameraServices(
            Source, new PipelineQueues(), board, new NewestPictures(Pool, Codec), TimeProvider.System, Random.Shared, NullLogger.Instance);
        var gate = new Camera { Id = 1, Alias = "Gate", Source = camera.Address, AnalysisRate = 10 };
        var running = new CameraWorker(gate, services).RunAsync(stop.Token);
        try
        {
            await Eventually.TrueAsync(() => board.Get(1).Faults >= 2 && board.Get(1).State == CameraState.Running, "opened again", 60);
            Assert.True(camera.Played >= 2);
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }
    }

    [Fact]
    public async Task Test_OfAMuteHost_TellsSoWithinItsTime()
    {
        await using var camera = new FaultRtspServer(_clip, new RtspFaults { IsMute = true });
        var time = TestTime.CreateClock();
        var testing = new SourceTester(new CameraFrameSource(Pool, Codec, time), Codec, time, NullLogger<SourceTester>.Instance)
            .TestAsync(camera.Address, Cancellation);
        await Eventually.TrueAsync(() => camera.IsHeard, "heard");
        time.Advance(TimeSpan.FromSeconds(14));
        Assert.Contains("accepts the connection but sends nothing", (await testing).Error);
        Assert.Empty(ChildPrograms.Ffmpeg(camera.Address));
    }

    [Theory]
    [InlineData("WWW-Authenticate: Digest realm=\"cam\", algorithm=SHA-256, nonce=\"n\"")]
    [InlineData("WWW-Authenticate: Basic realm=\"cam\"")]
    public async Task Test_OfARefusal_TellsSo(string refusal)
    {
        await using var camera = new FaultRtspServer(_clip, new RtspFaults { Refusal = refusal });
        Assert.Contains("refused the sign-in", (await Tester.TestAsync(camera.SignedAddress, Cancellation)).Error);
    }

    /// <summary>A camera that locks its user out does so after five refusals or so, the person's own sign-in with it.</summary>
    [Fact]
    public async Task Camera_WhosePasswordIsChangedWhileItIsWatched_IsAskedOnceAndNoMore()
    {
        await using var camera = new FaultRtspServer(
            _clip, new RtspFaults { ClosesAfter = 30, Refusal = "WWW-Authenticate: Basic realm=\"cam\"", RefusesAfter = 1 });
        var failed = await Assert.ThrowsAsync<CaptureException>(async () =>
        {
            await foreach (var frame in FramesAsync(camera.SignedAddress))
            {
                frame.Dispose();
            }
        });
        Assert.True(failed.IsRefusal);

        // Without the sign-in, which it asks for, and with it.
        Assert.Equal((1, 2), (camera.Played, camera.Refused));
    }

    [Theory]
    [InlineData("SHA-256", false)]
    [InlineData("MD5", false)]
    [InlineData("SHA-256", true)]
    public async Task Camera_ThatAsksForADigest_GetsItAndNoCommandLineTellsThePassword(string algorithm, bool isSecure)
    {
        // Four questions on each of three connections: nonces go stale within a connection and between them.
        await using var camera = new FaultRtspServer(
            _clip, new RtspFaults { Digest = algorithm, NonceUses = 5, ClosesAfter = 25, IsSecure = isSecure });
        var seen = 0;
        await foreach (var frame in FramesAsync(camera.SignedAddress))
        {
            frame.Dispose();
            seen++;
            if (seen % 20 == 1)
            {
                Assert.False(ChildPrograms.IsInAnyCommandLine(RtspDigest.Password), "The password stands on a command line.");
            }

            if (camera.Played >= 3 && seen > 60)
            {
                break;
            }
        }

        Assert.True(camera.SignedQuestions > 9);
    }

    [Fact]
    public async Task Redirect_OnTheSameHost_KeepsTheSignIn_AndOnAnotherOneNever()
    {
        await using var other = new FaultRtspServer(_clip, new RtspFaults { Digest = "SHA-256" });
        await using var same = new FaultRtspServer(_clip, new RtspFaults { Location = other.Address });
        Assert.NotEmpty(await ReadAsync(same.SignedAddress, 3));

        var before = other.SignedQuestions;
        var elsewhere = same.SignedAddress.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        Assert.Contains("sends on to", (await Tester.TestAsync(elsewhere, Cancellation)).Error);
        Assert.Equal(before, other.SignedQuestions);
    }

    [Fact]
    public async Task Redirect_ToAnotherMachineOfTheLocalNetwork_IsNotFollowed()
    {
        await using var camera = new FaultRtspServer(_clip, new RtspFaults { Location = "rtsp://127.0.0.2:1/stream" });
        Assert.StartsWith("The camera sends on to 127.0.0.2:1, a local address", (await Tester.TestAsync(camera.SignedAddress, Cancellation)).Error);
    }

    /// <summary>The next key frame behind that with which they do is twenty seconds away.</summary>
    [Theory]
    [InlineData("640x480", false)]
    [InlineData("240x320", false)]
    [InlineData("240x320", true)]
    [InlineData("240x320", true, true)]
    public async Task Pictures_ThatBecomeOthers_ComeFromTheSameCallWithoutAGap(string size, bool isSplit, bool isH265 = false)
    {
        var other = isH265 ? Clips.H265("other.h265", size, seconds: 20, keyEvery: 500) : Clip("other.h264", size, seconds: 20, keyEvery: 500);
        var faults = new RtspFaults { Then = (50, other), SplitsParameters = isSplit, IsH265 = isH265 };
        await using var camera = new FaultRtspServer(isH265 ? Clips.H265("first.h265", "320x240", seconds: 4, keyEvery: 50) : _clip, faults);
        var (others, sequence) = (0, 0L);
        await foreach (var frame in FramesAsync(camera.Address))
        {
            using (frame)
            {
                Assert.Equal(sequence++, frame.Sequence);
                others += $"{frame.Width}x{frame.Height}" == size ? 1 : 0;
                Assert.True(others > 0 || camera.Sent < 50 + 500, "It waited for the next key frame.");
            }

            if (others == 10)
            {
                break;
            }
        }

        Assert.Equal(10, others);
        Assert.Equal(1, camera.Played);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public async Task Size_ThatTheDecoderAloneSeesChange_IsThatOfTheFrames_WhereTheCameraHasSoManyViewers(int maxViewers)
    {
        var large = Clip("large.h264", "640x360");
        var faults = new RtspFaults { Then = (50, large), MaxViewers = maxViewers, HidesParameters = true };
        await using var camera = new FaultRtspServer(_clip, faults);
        var sizes = new HashSet<(int, int)>();
        while (sizes.Count < 2)
        {
            try
            {
                await foreach (var frame in FramesAsync(camera.Address))
                {
                    sizes.Add((frame.Width, frame.Height));
                    frame.Dispose();
                    if (sizes.Count == 2)
                    {
                        break;
                    }
                }
            }
            catch (CaptureException) when (maxViewers == 1)
            {
                // The camera had not noticed yet that the one before has gone.
            }
        }

        Assert.Equal([(320, 240), (640, 360)], sizes.Order());

        // The first goes on until the second has a picture.
        Assert.Equal(maxViewers, camera.MostViewers);
    }

    [Fact]
    public async Task Camera_WithTheNewestViewerAlone_IsCalledOnceAsItsSizeChanges()
    {
        // Of the same shape: a picture that is squeezed ends the first viewer after two seconds, within which a busy machine may have no second one.
        var faults = new RtspFaults { Then = (50, Clip("large.h264", "640x480")), ClosesOlder = true, HidesParameters = true };
        await using var camera = new FaultRtspServer(_clip, faults);
        var large = 0;
        await foreach (var frame in FramesAsync(camera.Address))
        {
            large += frame.Width == 640 ? 1 : 0;
            frame.Dispose();
            if (large == 25)
            {
                break;
            }
        }

        Assert.Equal(25, large);
        Assert.Equal(2, camera.Played);
    }

    [Fact]
    public async Task Pixels_ThatChangeTheirShape_ChangeThatOfTheFrames()
    {
        var wide = Clip("wide.h264", "320x240", "setsar=3/2");
        await using var camera = new FaultRtspServer(_clip, new RtspFaults { Then = (50, wide) });
        await foreach (var frame in FramesAsync(camera.Address))
        {
            using (frame)
            {
                if (frame.Width > 320)
                {
                    Assert.Equal((480, 240), (frame.Width, frame.Height));
                    return;
                }
            }
        }

        Assert.Fail("It stayed as it was.");
    }

    /// <summary>The first viewer's picture is squeezed out of its shape meanwhile.</summary>
    [Fact]
    public async Task Camera_ThatIsTurnedAndSaysNothingToASecondViewer_IsWatchedByOneAgain()
    {
        var time = TestTime.CreateClock();
        var described = 0;
        await using var camera = new FaultRtspServer(_clip, new RtspFaults
        {
            Then = (50, Clip("turned.h264", "240x320")),
            HidesParameters = true,
            BeforeDescription = () => Interlocked.Increment(ref described) == 2 ? Task.Delay(Timeout.Infinite, Cancellation) : Task.CompletedTask,
        });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var reading = ReadTurnedAsync();
        await Eventually.TrueAsync(() => Volatile.Read(ref described) == 2, "second viewer");
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.True(await reading);

        async Task<bool> ReadTurnedAsync()
        {
            var source = new CameraFrameSource(Pool, Codec, time);
            await foreach (var frame in source.ReadAsync(new FrameRequest(camera.Address, 25, Loop: true, RealTime: true), limit.Token))
            {
                using (frame)
                {
                    if ((frame.Width, frame.Height) == (240, 320))
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }

    [Fact]
    public async Task Camera_WhosePortSpeaksHttp_IsReadThroughATunnel()
    {
        await using var camera = new FaultRtspServer(_clip, new RtspFaults());
        await using var tunnel = new TunnelCamera(camera.Port);
        Assert.Equal(30, (await ReadAsync(tunnel.Address, 30)).Count);
        Assert.Contains(("GET", true), tunnel.Asked);
        Assert.Contains(("POST", true), tunnel.Asked);
        Assert.Equal(["tcp"], camera.Asked);

        // It is remembered.
        var before = tunnel.Asked.Count(one => one.Method == "OPTIONS");
        Assert.NotEmpty(await ReadAsync(tunnel.Address, 3));
        Assert.Equal(before, tunnel.Asked.Count(one => one.Method == "OPTIONS"));
    }

    [Fact]
    public async Task Test_OfAWebCamera_ThatSpeaksNoRtsp_TellsSo()
    {
        await using var camera = new FaultCamera(async answer =>
        {
            answer.IsLast = true;
            await answer.WriteAsync("SSH-2.0-OpenSSH\r\n");
        });
        Assert.Contains("does not answer as a camera with RTSP", (await Tester.TestAsync($"rtsp://{camera.Host}/x", Cancellation)).Error);
    }

    private string Clip(string name, string size, string filter = "null", int seconds = 2, int keyEvery = 25) => Clips.Make(
        name, "-f", "lavfi", "-i", $"testsrc=size={size}:rate=25:duration={seconds}", "-vf", filter, "-c:v", "libx264", "-preset", "ultrafast",
        "-g", $"{keyEvery}", "-pix_fmt", "yuv420p", "-bf", "0", "-x264-params", "slices=1:aud=0", "-f", "h264");

    private Task<List<DateTimeOffset>> ReadAsync(FaultRtspServer camera, int count, double rate = 25) => ReadAsync(camera.Address, count, rate);

    private async Task<List<DateTimeOffset>> ReadAsync(string address, int count, double rate = 25)
    {
        var times = new List<DateTimeOffset>();
        await foreach (var frame in FramesAsync(address, rate))
        {
            times.Add(frame.CapturedAt);
            frame.Dispose();
            if (times.Count == count)
            {
                break;
            }
        }

        return times;
    }

    private async IAsyncEnumerable<VideoFrame> FramesAsync(string address, double rate = 25)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await foreach (var frame in Source.ReadAsync(new FrameRequest(address, rate, Loop: true, RealTime: true), limit.Token))
        {
            yield return frame;
        }
    }
}
