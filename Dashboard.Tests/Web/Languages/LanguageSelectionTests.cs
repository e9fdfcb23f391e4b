using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;

namespace Dashboard.Tests.Web.Languages;

/// <summary>Who is given which language.</summary>
[Trait("Category", "Server")]
public sealed class LanguageSelectionTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    [Fact]
    public async Task SignIn_ByTheBrowsersWish_AndThenByItsCookie()
    {
        using var client = app.AnonymousClient();
        await app.UserAsync(Roles.Administrator);
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        Assert.Contains("lang=\"en\"", await client.GetStringAsync(Urls.SignIn, Cancellation));
        client.DefaultRequestHeaders.Add("Accept-Language", "fr, pt-PT;q=0.8, de;q=0.9");
        Assert.Contains("lang=\"de\"", await client.GetStringAsync(Urls.SignIn, Cancellation));
        client.DefaultRequestHeaders.Add("Cookie", "language=es");
        Assert.Contains("Contrase", await client.GetStringAsync(Urls.SignIn, Cancellation));
    }

    [Theory]
    [InlineData("/api/search/plate?topn=nonsense")]
    [InlineData("/flows/4711")]
    [InlineData("/docs")]
    [InlineData("/healthz/ready")]
    public async Task Programs_WhateverTheyAccept_AreAnsweredTheSame(string path)
    {
        using var client = await app.ApiClientAsync();
        var english = await client.GetAsync(path, Cancellation);
        client.DefaultRequestHeaders.Add("Accept-Language", "de");
        client.DefaultRequestHeaders.Add("Cookie", "language=de");
        var german = await client.GetAsync(path, Cancellation);
        Assert.Equal(english.StatusCode, german.StatusCode);
        Assert.Equal(await english.Content.ReadAsStringAsync(Cancellation), await german.Content.ReadAsStringAsync(Cancellation));
    }
}
