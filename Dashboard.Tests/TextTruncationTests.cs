using Dashboard.Domain;

namespace Dashboard.Tests;

public sealed class TextTruncationTests
{
    [Theory]
    [InlineData("", 3, "")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc…")]
    [InlineData("ab\U0001F697", 4, "ab\U0001F697")]
    [InlineData("ab\U0001F697c", 4, "ab\U0001F697…")]
    [InlineData("ab\U0001F697", 3, "ab…")]
    [InlineData("\U0001F697", 1, "…")]
    [InlineData("abc", 0, "…")]
    public void Truncate_CutsBetweenCharactersAndSaysSo(string text, int maxLength, string expected)
    {
        Assert.Equal(expected, text.Truncate(maxLength, "…"));
        Assert.Equal(expected.TrimEnd('…'), text.Truncate(maxLength));
    }
}
