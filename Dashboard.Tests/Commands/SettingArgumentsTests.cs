using Dashboard.Commands;

namespace Dashboard.Tests.Commands;

public sealed class SettingArgumentsTests
{
    [Theory]
    [InlineData("user add --email a@example.com --role Viewer", "", "user add --email a@example.com --role Viewer")]
    [InlineData("--Role Server --DataDirectory=/d", "--Role=Server --DataDirectory=/d", "")]
    [InlineData("seed --Database:Provider Sqlite --flows 5 --urls http://x", "--Database:Provider=Sqlite --urls=http://x", "seed --flows 5")]
    [InlineData("--PublicUrl=https://plates.example.com --Language de", "--PublicUrl=https://plates.example.com --Language=de", "")]
    public void Split_SettingsAmongArguments_AreToldApart(string line, string settings, string others)
    {
        var split = SettingArguments.Split(line.Split(' '));
        Assert.Equal(settings, string.Join(' ', split.Settings));
        Assert.Equal(others, string.Join(' ', split.Others));
    }
}
