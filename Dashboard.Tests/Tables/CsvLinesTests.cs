using System.Text;
using Dashboard.Tables;

namespace Dashboard.Tests.Tables;

/// <summary>Which line people are sent to, where something is wrong with one.</summary>
public sealed class CsvLinesTests
{
    [Theory]
    [InlineData("a,b\nA,1\nB,\"2\nC,3\n", 3, true)]
    [InlineData("a,b\nA,1\nB,\"2\nC,3", 3, true)]
    [InlineData("a,b\r\nA,1\r\nB,\"2\r\nC,3\r\n", 3, true)]
    [InlineData("a,b\nA,1\nB,\"2\n", 3, true)]
    [InlineData("a,b\nA,1\nB,\"2", 3, true)]
    [InlineData("a,b\n\n\nA,1\nB,\"2\nC,\"3\"\nD,4\n", 5, true)]
    [InlineData("a,b\nA\"x,1\nB,2\n", 2, false)]
    [InlineData("a,b\nA,x\"1\nB,2\n", 2, false)]
    public void Quote_ThatIsWrong_IsInTheLineInWhichItOpens(string text, int line, bool isOpen)
    {
        using var lines = new CsvLines(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        var wrong = new List<(int, bool)>();
        while (lines.Read((_, _) => { }))
        {
            if (lines.HasBadQuotes)
            {
                wrong.Add((lines.Line, lines.IsOpen));
            }
        }

        Assert.Equal([(line, isOpen)], wrong);
    }

    /// <summary>It begins long before the line in which it has become too long.</summary>
    [Fact]
    public void Field_ThatHasNoEnd_IsInTheLineInWhichItBegins()
    {
        var text = "a,b\nA,1\nB,\"2\n" + string.Concat(Enumerable.Repeat("123456789\n", 3000));
        using var lines = new CsvLines(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        var broken = 0;
        while (lines.Read((line, _) => broken = line))
        {
        }

        Assert.Equal(3, broken);
    }
}
