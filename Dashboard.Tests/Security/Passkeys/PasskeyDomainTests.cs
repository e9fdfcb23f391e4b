using Dashboard.Security.Passkeys;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Tests.Security.Passkeys;

/// <summary>For which names passkeys are made, and from which pages they count.</summary>
public sealed class PasskeyDomainTests
{
    [Theory]
    [InlineData("", "plates.example.com", "plates.example.com")]
    [InlineData("", "Plates.Example.COM:8443", "plates.example.com")]
    [InlineData("", "münchen.example", "xn--mnchen-3ya.example")]
    [InlineData("", "localhost:8881", "localhost")]
    [InlineData("example.com", "10.0.0.5:8881", "example.com")]
    public void Name_IsTheSettingOrTheRequestsHost(string setting, string host, string expected) =>
        Assert.Equal(expected, PasskeyDomain.For(setting, RequestTo(host)));

    [Theory]
    [InlineData("", "plates.example.com", "https://plates.example.com")]
    [InlineData("", "plates.example.com", "https://plates.example.com:8443")]
    [InlineData("", "localhost:8881", "http://localhost:8881")]
    [InlineData("example.com", "10.0.0.5", "https://plates.example.com")]
    [InlineData("example.com", "10.0.0.5", "https://example.com")]
    public void Origin_OfAPageOfTheName_IsAccepted(string setting, string host, string origin) =>
        Assert.True(PasskeyDomain.Accepts(setting, RequestTo(host), origin));

    [Theory]
    [InlineData("", "plates.example.com", "http://plates.example.com")]
    [InlineData("", "plates.example.com", "https://evil.plates.example.com")]
    [InlineData("", "plates.example.com", "https://example.com")]
    [InlineData("", "plates.example.com", "https://plates.example.com.evil.example")]
    [InlineData("", "plates.example.com", "https://plates.example.com@evil.example")]
    [InlineData("", "plates.example.com", "https://evil@plates.example.com")]
    [InlineData("example.com", "10.0.0.5", "https://notexample.com")]
    [InlineData("example.com", "10.0.0.5", "http://plates.example.com")]
    [InlineData("", "10.0.0.5", "http://10.0.0.5")]
    [InlineData("", "plates.example.com", "null")]
    [InlineData("", "plates.example.com", "")]
    [InlineData("", "plates.example.com", null)]
    [InlineData("", "plates.example.com", "android:apk-key-hash:abc")]
    public void Origin_OfAnyOtherPage_IsRefused(string setting, string host, string? origin) =>
        Assert.False(PasskeyDomain.Accepts(setting, RequestTo(host), origin));

    [Fact]
    public void Origin_ThatIsNotTheName_IsNeverAccepted_WhateverItsLetters()
    {
        var random = new Random(7);
        const string Letters = "abc.-@:/example.com#?%\\ ";
        for (var i = 0; i < 20_000; i++)
        {
            var tail = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Letters[random.Next(Letters.Length)]));
            var origin = random.Next(2) == 0 ? $"https://plates.example.com{tail}" : $"https://{tail}plates.example.com";
            if (PasskeyDomain.Accepts("", RequestTo("plates.example.com"), origin))
            {
                Assert.True(Uri.TryCreate(origin, UriKind.Absolute, out var page));
                Assert.Equal(("plates.example.com", ""), (page.Host, page.UserInfo));
            }
        }
    }

    [Theory]
    [InlineData("plates.example.com", true)]
    [InlineData("localhost", true)]
    [InlineData("xn--mnchen-3ya.example", true)]
    [InlineData("https://plates.example.com", false)]
    [InlineData("plates.example.com:443", false)]
    [InlineData("plates.example.com/", false)]
    [InlineData("Plates.example.com", false)]
    [InlineData(".example.com", false)]
    [InlineData("example.com.", false)]
    [InlineData("10.0.0.5", false)]
    [InlineData("::1", false)]
    [InlineData("com", false)]
    [InlineData(" ", false)]
    public void Setting_IsAHostName(string setting, bool isName) => Assert.Equal(isName, PasskeyDomain.IsName(setting));

    private static HttpRequest RequestTo(string host)
    {
        var request = new DefaultHttpContext().Request;
        request.Host = new HostString(host);
        return request;
    }
}
