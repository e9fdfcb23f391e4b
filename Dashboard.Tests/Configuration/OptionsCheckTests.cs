using Dashboard.Configuration;

namespace Dashboard.Tests.Configuration;

public sealed class OptionsCheckTests
{
    [Fact]
    public void Failures_AreAllGatheredAndNameKeyValueAndLimits()
    {
        var check = new OptionsCheck("Camera");
        check.Range("Rate", 0.5, 1, 25);
        check.Range("Rate", double.NaN, 0, 1);
        check.Range("Wait", TimeSpan.FromMinutes(2), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        check.Range("Port", 0, 1, 65535, ", mostly 587");
        check.Require(false, "Kind", "is x; it must be a or b");
        Assert.Equal(
            [
                "Camera:Rate is 0.5; it must be from 1 to 25", "Camera:Rate is NaN; it must be from 0 to 1",
                "Camera:Wait is 00:02:00; it must be from 00:00:00 to 00:01:00",
                "Camera:Port is 0; it must be from 1 to 65535, mostly 587", "Camera:Kind is x; it must be a or b",
            ],
            check.Result.Failures);
    }

    [Fact]
    public void Key_OfNoSection_StandsAlone()
    {
        var check = new OptionsCheck("");
        check.Require(false, "Role", "is x; it must be a or b");
        Assert.Equal(["Role is x; it must be a or b"], check.Result.Failures);
    }

    [Fact]
    public void Limits_AreAllowed()
    {
        var check = new OptionsCheck("Camera");
        check.Range("Rate", 1, 1, 25);
        check.Range("Rate", 25, 1, 25);
        check.Require(true, "Kind", "is wrong");
        Assert.True(check.Result.Succeeded);
    }
}
