using Dashboard.Tables;

namespace Dashboard.Tests.Tables;

public sealed class CsvFieldTests
{
    [Theory]
    [InlineData("North gate", "North gate")]
    [InlineData("Gate \"A\", north", "\"Gate \"\"A\"\", north\"")]
    [InlineData("=HYPERLINK(\"http://a.example\")", "\"'=HYPERLINK(\"\"http://a.example\"\")\"")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0")]
    [InlineData("-1", "-1")]
    [InlineData("+48.2", "+48.2")]
    [InlineData("", "")]
    public void Field_IsWrittenAsATextThatNoSpreadsheetRuns(string text, string written) => Assert.Equal(written, CsvField.Write(text));
}
