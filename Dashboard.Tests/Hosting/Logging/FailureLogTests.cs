using Dashboard.Hosting.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Dashboard.Tests.Hosting.Logging;

public sealed class FailureLogTests
{
    private readonly FakeLogger _log = new();

    [Fact]
    public void Failure_ThatLasts_IsToldLessAndLess_AndOnceThatItIsOver()
    {
        var failures = new FailureLog(_log, "Nothing is stored");
        failures.Worked();
        for (var i = 0; i < 100; i++)
        {
            failures.Failed(new IOException("the disk is full"));
            Assert.True(failures.IsFailing);
        }

        failures.Worked();
        failures.Worked();
        Assert.False(failures.IsFailing);
        Assert.Equal(
            [
                .. Enumerable.Repeat((LogLevel.Warning, "Nothing is stored: the disk is full"), 7),
                (LogLevel.Information, "Nothing is stored: that is over, after 100 times"),
            ],
            _log.Collector.GetSnapshot().Select(line => (line.Level, line.Message)));
    }

    [Fact]
    public void Failure_AfterOneThatIsOver_IsToldAgain()
    {
        var failures = new FailureLog(_log, "Nothing is stored");
        failures.Failed(new IOException("full"));
        failures.Worked();
        failures.Failed(new IOException("full again"));
        Assert.Equal("Nothing is stored: full again", _log.LatestRecord.Message);
    }

    [Fact]
    public void Failure_ThatNobodyThoughtOf_IsAnErrorWithItsPlaceInTheProgram()
    {
        var fault = new NotSupportedException("no such thing");
        new FailureLog(_log, "Nothing is stored").Failed(fault);
        Assert.Equal((LogLevel.Error, "Nothing is stored: no such thing"), (_log.LatestRecord.Level, _log.LatestRecord.Message));
        Assert.Same(fault, _log.LatestRecord.Exception);
    }
}
