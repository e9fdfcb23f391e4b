using System.Text;
using Dashboard.Capture;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Capture.Http;

/// <summary>
/// Many cameras take user and password in the address, and some refuse them in words only. They lock their users out like others: a refusal is one,
/// whatever it looks like.
/// </summary>
[Trait("Category", "Server")]
public sealed class SignInInAddressTests : FrameSourceTestBase
{
    private const string InQuery = "/cgi-bin/api.cgi?cmd=Snap&user=admin&password=Wq8-secret";
    private readonly byte[] _jpeg;

    public SignInInAddressTests() => _jpeg = TestPictures.Jpeg(Codec, Pool);

    public static TheoryData<string, string, string> Refusals => new()
    {
        { InQuery, "401 Unauthorized", "" },
        { InQuery, "403 Forbidden", "" },
        { InQuery, "200 OK", """[{"cmd":"Snap","code":1,"error":{"detail":"login failed","rspCode":-7}}]""" },
        { "/cgi-bin/CGIProxy.fcgi?cmd=snapPicture2&usr=admin&pwd=Wq8-secret", "200 OK", "<CGI_Result><result>-2</result></CGI_Result>" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Password_ChangedWhileItIsWatched_IsTriedTwiceAndNoMore(string path, string status, string body)
    {
        await using var camera = new FaultCamera(answer => answer.Number <= 3
            ? answer.SendAsync(_jpeg)
            : answer.SendAsync(Encoding.ASCII.GetBytes(body), "text/plain", status));
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync($"http://{camera.Host}{path}"));
        Assert.True(failed.IsRefusal);
        Assert.Equal(5, camera.Asked);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Password_WrongFromTheStart_IsTriedOnce(string path, string status, string body)
    {
        await using var camera = new FaultCamera(answer => answer.SendAsync(Encoding.ASCII.GetBytes(body), "text/plain", status));
        var failed = await Assert.ThrowsAsync<CaptureException>(() => ReadAsync($"http://{camera.Host}{path}"));
        Assert.True(failed.IsRefusal);
        Assert.Equal(1, camera.Asked);
    }

    /// <summary>One refusal among pictures says nothing of the password.</summary>
    [Fact]
    public async Task Camera_ThatRefusesOnceInAWhile_IsWatchedOn()
    {
        await using var camera = new FaultCamera(answer => answer.Number % 5 == 0
            ? answer.SendAsync(default, "text/plain", "403 Forbidden")
            : answer.SendAsync(_jpeg));
        Assert.Equal(20, await ReadAsync($"http://{camera.Host}{InQuery}", 20));
    }

    private async Task<int> ReadAsync(string address, int count = int.MaxValue)
    {
        var frames = 0;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await foreach (var frame in Source.ReadAsync(new FrameRequest(address, 100_000, Loop: true, RealTime: true), limit.Token))
        {
            frame.Dispose();
            if (++frames == count)
            {
                break;
            }
        }

        return frames;
    }
}
