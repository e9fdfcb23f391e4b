using System.Security.Cryptography;
using System.Text;
using Dashboard.Capture;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Capture.Http;

/// <summary>Sign-in of web addresses, and where it goes.</summary>
public sealed class CameraSignInTests : FrameSourceTestBase
{
    private const string User = "ada";
    private const string Password = "pass:w/rd";
    private readonly byte[] _jpeg;

    public CameraSignInTests() => _jpeg = TestPictures.Jpeg(Codec, Pool);

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    public async Task Digest_IsAnsweredOnce_AndThenInAdvance(string algorithm)
    {
        var refused = 0;
        await using var camera = new FaultCamera(answer => IsDigest(answer, algorithm, "n1")
            ? answer.SendAsync(_jpeg)
            : RefuseAsync(answer, Challenge(algorithm, $"n{Interlocked.Increment(ref refused)}")));
        await ReadAsync(SignedIn(camera), 10);
        Assert.Equal(1, refused);
    }

    [Fact]
    public async Task Digest_OfferedInSeveralWays_IsTheStrongest()
    {
        await using var camera = new FaultCamera(answer => IsDigest(answer, "SHA-256", "n1")
            ? answer.SendAsync(_jpeg)
            : RefuseAsync(answer, "Basic realm=\"cam\"", Challenge("MD5", "n0"), Challenge("SHA-512-256", "n2"), Challenge("SHA-256", "n1")));
        await ReadAsync(SignedIn(camera), 2);
    }

    [Theory]
    [InlineData("NTLM", "(NTLM)")]
    [InlineData("Digest realm=\"a\", nonce=\"b\", qop=\"auth\", algorithm=SHA-512-256", "(Digest SHA-512-256)")]
    [InlineData("Digest realm=\"a\", nonce=\"b\", qop=\"auth-int\"", "(Digest auth-int)")]
    [InlineData("Basic realm=\"a\"", "check user name and password")]
    public async Task SignIn_OfAKindThatIsNotKnown_IsCalledThat(string asked, string expected)
    {
        await using var camera = new FaultCamera(answer => RefuseAsync(answer, asked));
        Assert.Contains(expected, (await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(SignedIn(camera), 1))).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nonce_ThatExpires_IsNoRefusal(bool isSaid)
    {
        var nonce = 0;
        var faults = new List<string>();
        await using var camera = new FaultCamera(answer =>
        {
            if (IsDigest(answer, "MD5", $"n{nonce}"))
            {
                nonce += answer.Number % 3 == 0 ? 1 : 0;
                return answer.SendAsync(_jpeg);
            }

            return RefuseAsync(answer, Challenge("MD5", $"n{nonce}") + (isSaid ? ", stale=true" : ""));
        });
        await ReadAsync(SignedIn(camera), 20, faults);
        Assert.Empty(faults);
        Assert.True(nonce > 3);
    }

    [Fact]
    public async Task Password_ThatIsWrong_IsTriedOnce()
    {
        await using var camera = new FaultCamera(answer => RefuseAsync(answer, Challenge("MD5", $"n{answer.Number}")));
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(SignedIn(camera), 1));
        Assert.Contains("refused the sign-in", failed.Message);
        Assert.Equal(1, camera.Questions.Count(question => question.Contains("Authorization", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SignIn_ThatIsMissing_IsAskedFor()
    {
        await using var camera = new FaultCamera(answer => RefuseAsync(answer, Challenge("MD5", "n1")));
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(camera.Address, 1));
        Assert.Contains("asks for a sign-in", failed.Message);
    }

    /// <summary>As cheap cameras do, which know none but the basic one.</summary>
    [Fact]
    public async Task SignIn_ThatIsWantedWithoutAWordOnItsKind_IsTheBasicOne()
    {
        await using var camera = new FaultCamera(answer => IsBasic(answer) ? answer.SendAsync(_jpeg) : RefuseAsync(answer));
        await ReadAsync(SignedIn(camera), 3);
        Assert.Equal(1, camera.Questions.Count(question => !question.Contains("Authorization", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Refusal_OfWhatWasTakenBefore_CostsNoMoreThanItsPictures()
    {
        var faults = new List<string>();
        await using var camera = new FaultCamera(answer =>
            IsBasic(answer) && answer.Number % 10 is not (4 or 8 or 9) ? answer.SendAsync(_jpeg) : RefuseAsync(answer, "Basic realm=\"cam\""));
        await ReadAsync(SignedIn(camera), 20, faults);
        Assert.InRange(faults.Count, 6, 9);
        Assert.All(faults, fault => Assert.Contains("refused the sign-in", fault));
    }

    /// <summary>A camera that locks its user out does so after five refusals or so.</summary>
    [Fact]
    public async Task Password_ThatIsChangedBehindPictures_IsTriedOnceMore()
    {
        var sent = 0;
        await using var camera = new FaultCamera(answer =>
            IsBasic(answer) && ++sent <= 5 ? answer.SendAsync(_jpeg) : RefuseAsync(answer, "Basic realm=\"cam\""));
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(SignedIn(camera), 20));
        Assert.True(failed.IsRefusal);
        Assert.Equal(5 + 2, sent);
    }

    [Fact]
    public async Task Access_ThatIsRefusedWithoutAskingForAUser_IsNoRefusedSignIn()
    {
        await using var camera = new FaultCamera(answer => answer.SendAsync("no"u8.ToArray(), "text/plain", "403 Forbidden"));
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(SignedIn(camera), 1));
        Assert.StartsWith("The camera refuses access without asking for a user: ", failed.Message);
        Assert.False(failed.IsRefusal);
    }

    [Fact]
    public async Task Redirect_OnTheCamerasHost_KeepsTheSignIn()
    {
        await using var other = new FaultCamera(answer =>
            IsDigest(answer, "SHA-256", "n1") ? answer.SendAsync(_jpeg) : RefuseAsync(answer, Challenge("SHA-256", "n1")));
        await using var camera = new FaultCamera(answer => answer.Path == "/picture"
            ? answer.SendAsync(Array.Empty<byte>(), status: "302 Found", more: $"Location: http://{other.Host}/new\r\n")
            : throw new InvalidOperationException(answer.Path));
        await ReadAsync(SignedIn(camera), 3);
        Assert.All(other.Questions, question => Assert.StartsWith("GET /new ", question));
    }

    [Fact]
    public async Task Redirect_ToAnotherHost_NeverGetsTheSignIn()
    {
        await using var other = new FaultCamera(answer => RefuseAsync(answer, "Basic realm=\"fishing\""));
        var port = other.Host.Split(':')[1];
        await using var camera = new FaultCamera(answer =>
            answer.SendAsync(Array.Empty<byte>(), status: "302 Found", more: $"Location: http://localhost:{port}/new\r\n"));
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(SignedIn(camera), 1));
        Assert.Contains($"sends on to localhost:{port}", failed.Message);
        Assert.DoesNotContain(other.Questions, question => question.Contains("Authorization", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Redirect_InACircle_Ends()
    {
        await using var camera = new FaultCamera(
            answer => answer.SendAsync(Array.Empty<byte>(), status: "302 Found", more: "Location: /picture\r\n"));
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync(camera.Address, 1));
        Assert.Contains("sends on and never answers itself", failed.Message);
        Assert.Equal(6, camera.Asked);
    }

    private static string SignedIn(FaultCamera camera) => $"http://{User}:{Uri.EscapeDataString(Password)}@{camera.Host}/picture";

    private static string Challenge(string algorithm, string nonce) =>
        $"Digest realm=\"the, cam\", qop=\"auth-int, auth\", algorithm={algorithm}, nonce=\"{nonce}\", opaque=\"o\"";

    private static Task RefuseAsync(FaultAnswer answer, params string[] challenges) => answer.SendAsync(
        "no"u8.ToArray(), "text/plain", "401 Unauthorized",
        string.Concat(challenges.Select(challenge => $"WWW-Authenticate: {challenge}\r\n")));

    private static bool IsBasic(FaultAnswer answer) =>
        answer.Header("Authorization") == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));

    // RFC 7616, section 3.4.
    private static bool IsDigest(FaultAnswer answer, string algorithm, string nonce)
    {
        if (answer.Header("Authorization") is not { } sent || !sent.Contains($"nonce=\"{nonce}\"", StringComparison.Ordinal))
        {
            return false;
        }

        string Part(string name) => sent.Split(name + "=")[^1].Split(',')[0].Trim('"');
        var secret = Hash($"{User}:the, cam:{Password}");
        return Part(" response") == Hash($"{secret}:{nonce}:{Part(" nc")}:{Part(" cnonce")}:auth:{Hash("GET:" + answer.Path)}")
            && sent.Contains("opaque=\"o\"", StringComparison.Ordinal);

#pragma warning disable CA5351 // What cameras speak.
        string Hash(string text) => Convert.ToHexStringLower(
            algorithm == "MD5" ? MD5.HashData(Encoding.UTF8.GetBytes(text)) : SHA256.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
    }

    private async Task ReadAsync(string address, int count, List<string>? faults = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var request = new FrameRequest(address, 1000, Loop: true, RealTime: true) { OnFault = faults is null ? null : faults.Add };
        await foreach (var frame in Source.ReadAsync(request, limit.Token))
        {
            frame.Dispose();
            if (--count == 0)
            {
                break;
            }
        }
    }
}
