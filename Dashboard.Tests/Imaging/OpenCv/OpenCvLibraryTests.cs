using Dashboard.Imaging.OpenCv;

namespace Dashboard.Tests.Imaging.OpenCv;

public sealed class OpenCvLibraryTests
{
    [Theory]
    [InlineData("libgtk-3.so.0", "libgtk-3-0")]
    [InlineData("libgdk-3.so.0", "libgtk-3-0")]
    [InlineData("libharfbuzz.so.0", "libharfbuzz0b")]
    [InlineData("libfreetype.so.6", "libfreetype6")]
    public void Explain_MissingLibrary_NamesItsPackage(string file, string package)
    {
        var text = OpenCvLibrary.Explain(
            $"Unable to load shared library 'OpenCvSharpExtern' or one of its dependencies.\n"
                + $"{file}: cannot open shared object file: No such file or directory");

        Assert.Contains($"install the Debian package {package}", text);
        Assert.DoesNotContain('\n', text);
    }

    [Fact]
    public void Explain_AnythingElse_SaysWhatTheLoaderSaid()
    {
        var text = OpenCvLibrary.Explain("wrong ELF class");

        Assert.Contains("wrong ELF class", text);
        Assert.Contains("libgtk-3-0 libharfbuzz0b libfreetype6", text);
    }
}
