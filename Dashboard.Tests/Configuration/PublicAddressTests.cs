using System.Globalization;
using Dashboard.Configuration;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Configuration;

/// <summary>Where a server says that it is reached.</summary>
public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("http://[::]:8881", "http://{0}:8881")]
    [InlineData("http://*:80", "http://{0}:80")]
    [InlineData("https://0.0.0.0:443", "https://{0}:443")]
    [InlineData("http://127.0.0.1:8881", "http://127.0.0.1:8881")]
    [InlineData("http://localhost:8881", "http://localhost:8881")]
    public void Root_WithoutTheSetting_IsWhereTheServerListens(string listening, string expected)
    {
        var address = Address("", listening);

        Assert.Equal(string.Format(CultureInfo.InvariantCulture, expected, Environment.MachineName), address.Root);
        Assert.Null(address.Given);
    }

    [Theory]
    [InlineData("https://plates.example.com", "https://plates.example.com")]
    [InlineData("https://plates.example.com/", "https://plates.example.com")]
    [InlineData("http://10.0.0.5:8881/lpr/", "http://10.0.0.5:8881/lpr")]
    public void Root_WithTheSetting_IsThat_WithoutASlashAtItsEnd(string setting, string expected)
    {
        var address = Address(setting, "http://*:8881");

        Assert.Equal((expected, expected), (address.Root, address.Given));
    }

    [Theory]
    [InlineData("plates.example.com")]
    [InlineData("/plates")]
    [InlineData("ftp://plates.example.com")]
    [InlineData("mqtt://plates.example.com")]
    [InlineData("https://")]
    [InlineData("https://plates.example.com/?a=1")]
    [InlineData("https://plates.example.com?")]
    [InlineData("https://plates.example.com/#top")]
    [InlineData("https://me:secret@plates.example.com")]
    [InlineData(" https://plates.example.com")]
    [InlineData("https://plates.example.com/a b")]
    public void Setting_ThatIsNoAddress_IsNamed(string setting)
    {
        var result = new ServerOptionsValidator().Validate(null, new ServerOptions { PublicUrl = setting });

        Assert.StartsWith($"PublicUrl '{setting}' is not the address of a server; enter one such as ", Assert.Single(result.Failures!));
    }

    [Fact]
    public async Task Setting_UnderItsOldName_IsUnderstood()
    {
        await using var app = DashboardServer.Build(["--Email:BaseUrl=https://old.example.com"]);

        Assert.Equal("https://old.example.com", app.Services.GetRequiredService<PublicAddress>().Given);
        Assert.Equal("PublicUrl", Assert.Single(app.Services.GetRequiredService<RenamedSettings>().Found).NewName);
    }

    private static PublicAddress Address(string setting, string listening) =>
        new(FixedOptions.From(new ServerOptions { PublicUrl = setting }), () => [listening]);
}
