using Dashboard.Agents.Pictures;
using Dashboard.Scout;

namespace Dashboard.Tests.Agents.Pictures;

public sealed class PictureSignatureTests
{
    private const string Path = "/img/A-1-2.jpg?max_width=100";
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Secret = PictureSignature.SecretOf("lpr_key");

    [Fact]
    public void Signature_OfTheServer_IsValidForItsPathAndMomentOnly()
    {
        var header = PictureSignature.Sign(Secret, Path, Now);

        Assert.True(PictureSignature.IsValid(header, Secret, Path, Now.AddMinutes(4)));
        Assert.False(PictureSignature.IsValid(header, Secret, Path, Now.AddMinutes(6)));
        Assert.False(PictureSignature.IsValid(header, Secret, Path, Now.AddMinutes(-6)));
        Assert.False(PictureSignature.IsValid(header, Secret, "/img/A-1-3.jpg?max_width=100", Now));
        Assert.False(PictureSignature.IsValid(header, PictureSignature.SecretOf("lpr_other"), Path, Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("1777636800:zz")]
    [InlineData("x:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("1777636800:zzzz000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("1777636800:0000000000000000000000000000000000000000000000000000000000000000")]
    public void Signature_ThatIsNone_IsNotValid(string? header) => Assert.False(PictureSignature.IsValid(header, Secret, Path, Now));

    [Theory]
    [InlineData("AGENT-7-1700000000123", "AGENT", 7, 1_700_000_000_123)]
    public void ImageId_AsAgentsWriteIt_IsRead(string text, string uid, long camera, long ms)
    {
        Assert.Equal(new ImageId(uid, camera, ms), ImageId.Parse(text));
        Assert.Equal(text, ImageId.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("A-1")]
    [InlineData("A-1-2-3")]
    [InlineData("-1-2")]
    [InlineData("A--2")]
    [InlineData("A-x-2")]
    [InlineData("A-1-99999999999999999999")]
    public void ImageId_ThatIsNone_IsNull(string text) => Assert.Null(ImageId.Parse(text));
}
