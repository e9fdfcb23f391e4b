using Dashboard.Settings;
using Dashboard.Tracking;

namespace Dashboard.Tests.Settings;

public sealed class SettingTests
{
    [Theory]
    [InlineData("is -00:00:03; it must be from 00:00:00.5000000 to 00:10:00", "is -3; it must be from 0.5 to 600 seconds")]
    [InlineData("is 1157407.09:46:39; it must be from 00:00:00 to 1.00:00:00", "is 99999999999; it must be from 0 to 86400 seconds")]
    public void Span_ThatIsWrong_IsToldInTheSecondsInWhichItIsEntered(string said, string told) =>
        Assert.Equal(told, new Setting("Tracking:ParkedMemory", typeof(TrackingOptions), isSecret: false, needsRestart: false).Tell(said));
}
