using Dashboard.Hosting.Process;

namespace Dashboard.Tests.Hosting.Process;

public sealed class ReleaseRuleTests
{
    private const long Megabyte = 1 << 20;

    private readonly ReleaseRule _rule = new(1500 * Megabyte);

    public ReleaseRuleTests() => _rule.Settle(isCalm: true, 250 * Megabyte);

    [Fact]
    public void WhatIsUsedUnderACrowd_IsNoMeasureForLater()
    {
        Assert.True(_rule.IsDue(isCalm: false, 1600 * Megabyte, 0));
        _rule.Settle(isCalm: false, 1400 * Megabyte);
        Assert.False(_rule.IsDue(isCalm: false, 1400 * Megabyte, 0));

        Assert.True(_rule.IsDue(isCalm: true, 1200 * Megabyte, 0));
        _rule.Settle(isCalm: true, 900 * Megabyte);
        Assert.True(_rule.IsDue(isCalm: true, 900 * Megabyte, 0));
        _rule.Settle(isCalm: true, 255 * Megabyte);
        Assert.False(_rule.IsDue(isCalm: true, 260 * Megabyte, 0));
        Assert.True(_rule.IsDue(isCalm: true, 260 * Megabyte, ReleaseRule.WorthBytes + 1));
    }

    [Fact]
    public void WhatIsNeededForGood_IsNotAskedForForEver()
    {
        for (var round = 0; round < ReleaseRule.MaxTries; round++)
        {
            Assert.True(_rule.IsDue(isCalm: true, 400 * Megabyte, 0));
            _rule.Settle(isCalm: true, 400 * Megabyte);
        }

        Assert.False(_rule.IsDue(isCalm: true, 400 * Megabyte, 0));
    }
}
