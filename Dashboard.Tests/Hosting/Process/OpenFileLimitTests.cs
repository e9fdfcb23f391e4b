using Dashboard.Hosting.Process;

namespace Dashboard.Tests.Hosting.Process;

public sealed class OpenFileLimitTests
{
    [Theory]
    [InlineData("256                  256                  files     ", "256")]
    [InlineData("1023                 524288               files     ", "1023")]
    [InlineData("1024                 524288               files     ", null)]
    [InlineData("unlimited            unlimited            files     ", null)]
    [InlineData("", null)]
    public void Limit_ThatIsTooLow_IsNamedWithWhatIsNeeded(string values, string? named)
    {
        var problem = OpenFileLimit.FindFault(["Limit                     Soft Limit           Hard Limit           Units", "Max open files            " + values]);
        if (named is null)
        {
            Assert.Null(problem);
            return;
        }

        Assert.Contains($"may open {named} files", problem);
        Assert.Contains($"{OpenFileLimit.Min} or more", problem);
    }

    [Fact]
    public void Limit_ThatNobodyTells_IsNoProblem() => Assert.Null(OpenFileLimit.FindFault([]));
}
