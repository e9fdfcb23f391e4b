using System.Text;
using Dashboard.Security.TwoFactor;

namespace Dashboard.Tests.Security.TwoFactor;

/// <summary>Codes of authenticator apps.</summary>
public sealed class TimeCodeTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    public void Compute_MomentsOfTheStandard_GivesItsCodes(long seconds, string code) =>
        Assert.Equal(code, TimeCode.Compute(Key, DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void FindStep_ClockThatDiffers_AllowsHalfAMinute(int seconds, bool isRight)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var code = TimeCode.Compute(Key, now.AddSeconds(seconds));
        Assert.Equal(isRight ? (1234567890 + seconds) / 30 : null, TimeCode.FindStep(Key, code, now));
    }

    [Fact]
    public void ToText_Key_IsBase32() => Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", TimeCode.ToText(Key));

    [Fact]
    public void Hash_RecoveryCodeTypedDifferently_IsTheSameOnlyForOneUser()
    {
        var code = RecoveryCode.Create();
        Assert.Matches("^[0-9a-z]{4}(-[0-9a-z]{4}){3}$", code);
        Assert.Equal(RecoveryCode.Hash(1, code), RecoveryCode.Hash(1, " " + code.ToUpperInvariant().Replace('-', ' ')));
        Assert.Equal(RecoveryCode.Hash(1, "0011"), RecoveryCode.Hash(1, "oOiL"));
        Assert.NotEqual(RecoveryCode.Hash(1, code), RecoveryCode.Hash(2, code));
    }
}
