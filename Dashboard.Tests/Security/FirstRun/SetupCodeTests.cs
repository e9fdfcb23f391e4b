using Dashboard.Security.FirstRun;

namespace Dashboard.Tests.Security.FirstRun;

/// <summary>The console's one-time code.</summary>
public sealed class SetupCodeTests
{
    [Fact]
    public void Matches_TheCodeHoweverTyped_IsTrue()
    {
        var code = new SetupCode();
        Assert.True(code.Matches(code.Text));
        Assert.True(code.Matches(code.Text.ToLowerInvariant()));
        Assert.True(code.Matches($"  {code.Text.Replace("-", " ")} "));
        Assert.True(code.Matches(code.Text.Replace('0', 'o').Replace('1', 'l')));
    }

    [Fact]
    public void Matches_AnythingElse_IsFalse()
    {
        var code = new SetupCode();
        var other = (code.Text[0] == 'A' ? 'B' : 'A') + code.Text[1..];
        string?[] wrong = [null, "", "-", code.Text[..^1], code.Text + "0", other, new string('A', 100_000), "ÄÖÜäöü-ßßßß"];
        Assert.All(wrong, typed => Assert.False(code.Matches(typed), typed));
    }

    [Fact]
    public void Text_OfEachStart_IsNew() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => new SetupCode().Text).Distinct().Count());
}
