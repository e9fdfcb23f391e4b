using System.Text;
using Dashboard.Capture.Http;

namespace Dashboard.Tests.Capture.Http;

/// <summary>What an answer without a picture is taken for.</summary>
public sealed class AnswerStartTests
{
    private const string Part = "--frame\r\nContent-Type: image/jpeg\r\n\r\n";

    /// <summary>The same nonsense is called the same, however much of it has come, and whether it is a stream or a single answer.</summary>
    [Theory]
    [InlineData("", 300)]
    [InlineData("", 20_000)]
    [InlineData("", 200_000)]
    [InlineData(Part, 300)]
    [InlineData(Part, 200_000)]
    public void Nonsense_OfAnyLength_IsNoVideo(string before, int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        Assert.Equal("Nonsense", KindOf([.. Encoding.Latin1.GetBytes(before), .. noise], isWhole: length < 100_000));
        Assert.Equal("Nonsense", KindOf([.. Encoding.Latin1.GetBytes(before), .. new byte[length]], isWhole: length < 100_000));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><title>Sign in</title>", false, "Page")]
    [InlineData("--frame\r\nContent-Type: text/html\r\n\r\n<!doctype HTML><title>Sign in</title>", false, "Page")]
    [InlineData("\r\n--frame\nContent-Type: text/html\n\n<html>", false, "Page")]
    [InlineData("--frame\r\nContent-Type: text/xml\r\n\r\n<EventNotificationAlert/>\r\n", false, "Unclear")]
    [InlineData("--frame\r\nContent-Type: text/xml\r\n\r\n<EventNotificationAlert/>\r\n", true, "Words")]
    [InlineData("{\"error\":\"no channel\"}", false, "Words")]
    [InlineData("No such channel", true, "Words")]
    [InlineData(Part + "\r\n" + Part + "\r\n" + Part, false, "Unclear")]
    [InlineData(Part + "\r\n" + Part + "\r\n" + Part, true, "Empty")]
    [InlineData("RIFF....AVI LIST", true, "Video")]
    [InlineData("cut off before\0\0\u0001it began", true, "Video")]
    public void Start_IsTakenForWhatItIs(string text, bool isWhole, string expected) =>
        Assert.Equal(expected, KindOf(Encoding.Latin1.GetBytes(text), isWhole));

    /// <summary>A camera that is joined in the middle of a packet.</summary>
    [Theory]
    [InlineData(188)]
    [InlineData(192)]
    public void TransportStream_ThatIsCutAtItsBeginning_IsAVideo(int packet)
    {
        var stream = new byte[70_000];
        for (var at = 57; at < stream.Length; at += packet)
        {
            stream[at] = 0x47;
        }

        Assert.Equal("Video", KindOf(stream, isWhole: false));
    }

    private static string KindOf(byte[] start, bool isWhole) => AnswerStart.KindOf(start, hasPicture: false, isWhole).ToString();
}
