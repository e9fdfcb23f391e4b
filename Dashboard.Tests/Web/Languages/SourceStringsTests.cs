namespace Dashboard.Tests.Web.Languages;

public sealed class SourceStringsTests
{
    [Theory]
    [InlineData("""
                throw new E("No \"such\" list."); // "not this"
                """, "No \"such\" list.")]
    [InlineData("""var c = '"'; var d = '\''; Say("Here.");""", "Here.")]
    [InlineData("""
                Say("One and "
                    + $"two {n}.");
                """, "One and two 7.")]
    [InlineData("""Say($"It has {(n == 1 ? "one" : $"{n}")} {{x}}.");""", "It has 7 {x}.")]
    [InlineData("""Say(@"A ""path"" C:\"); Say($@"{a:0.0}\");""", "A \"path\" C:\\", "7\\")]
    [InlineData(""""
                /* "no" */ Say($$"""{"a": {{b}}}""");
                """", "{\"a\": 7}")]
    public void Source_IsReadAsTheCompilerDoes(string source, params string[] texts) =>
        Assert.Equal(texts, SourceStrings.Read(source).Select(said => said.Text));

    [Fact]
    public void String_HasWhatStandsBeforeItInItsLine() =>
        Assert.Equal([("log.LogWarning(", "A."), ("    ", "B.")], SourceStrings.Read("log.LogWarning(\"A.\");\n    \"B.\""));
}
