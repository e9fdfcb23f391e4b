using System.Text;
using Dashboard.Cameras;
using Dashboard.Capture.Http;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Cameras;

/// <summary>Answers of cameras whose heads HTTP does not allow.</summary>
public sealed class MendedHeadsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nServer camera\r\nA: 1\r\n\r\n", "HTTP/1.1 200 OK\r\nA: 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nBad name@: 1\r\n folded\r\nA: 1\r\n folded\r\n\r\n", "HTTP/1.1 200 OK\r\nA: 1\r\n folded\r\n\r\n")]
    [InlineData("\r\n\r\nHTTP/1.0 200\nA: 1\n\n", "HTTP/1.0 200 \r\nA: 1\r\n\r\n")]
    [InlineData("ICY 200 OK\r\nA: 1\r\n\r\n", "HTTP/1.0 200 OK\r\nA: 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\r\nA: 1\r\r\n\r\r\n", "HTTP/1.1 200 OK\r\nA: 1\r\n\r\n")]
    [InlineData("junk\r\n http/1.1 200 ok\r\nA: 1\r\n\r\n", "HTTP/1.1 200 ok\r\nA: 1\r\n\r\n")]
    [InlineData("\u00EF\u00BB\u00BFHTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP 404 Not Found\r\n: 1\r\n\r\n", "HTTP/1.0 404 Not Found\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nA: 1\r\ncontent-length : 5\r\n\r\n", "HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("something else\r\n\r\n", "something else\r\n\r\n")]
    public void Head_IsMended(string head, string expected) => Assert.Equal(expected, MendedHeads.Mend(head));

    /// <summary>Byte by byte as in one piece, one answer after another on the same connection.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10_000)]
    public async Task Answers_WithWhatHttpDoesNotAllow_AreTaken(int piece)
    {
        var heads = new[]
        {
            "\r\nHTTP/1.1 200 OK\r\nServer camera\r\nContent-Length: 5\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nBad name@: x\r\nContent-Length : 5\r\n\r\n",
            "HTTP/1.1 200 OK\nX-Note\nContent-Length: 5\n\n",
            "HTTP/1.1 200 OK\r\r\nContent-Length: 5\r\r\n\r\r\n",
            "ICY 200 OK\r\nno colon\r\n\r\n",
        };
        await using var camera = new FaultCamera(async answer =>
        {
            var whole = Encoding.Latin1.GetBytes(heads[answer.Number - 1] + $"body{answer.Number}");
            for (var at = 0; at < whole.Length; at += piece)
            {
                await answer.WriteAsync(whole.AsMemory(at, Math.Min(piece, whole.Length - at)));
            }

            answer.IsLast = answer.Number == heads.Length;
        });
        using var http = new CameraHttp(camera.Address);
        for (var n = 1; n <= heads.Length; n++)
        {
            using var answer = await http.GetAsync(Cancellation);
            Assert.Equal($"body{n}", await answer.Content.ReadAsStringAsync(Cancellation));
        }
    }
}
