using System.Security.Claims;
using Dashboard.Domain.Users;
using Dashboard.Tests.Web.Pages.Flows;
using Dashboard.Web.Layout.Palette;
using Dashboard.Web.Pages.Help;
using Dashboard.Web.Pages.Settings.Sections;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Tests.Web.Layout.Palette;

/// <summary>What Ctrl+K finds of what somebody types.</summary>
public sealed class PaletteSearchTests
{
    [Theory]
    [InlineData("gö-ab", "GOAB123")]
    [InlineData("а123вс", "A123BC77")]
    [InlineData("ＧＯ・ＡＢ", "GOAB123")]
    [InlineData("京", null)]
    [InlineData("a/b", null)]
    [InlineData("goab123goab123goab123", null)]
    public async Task Plates_HoweverTheyAreTyped_AreFound(string typed, string? plate)
    {
        var flows = new FakeFlowSource();
        flows.Add("GOAB123", "A123BC77");
        var found = await new PaletteSearch(flows, [], new UserGuide(), new Nobody()).FindThingsAsync(typed, Cancellation);
        Assert.Equal(plate is null ? [] : [plate], found.Where(item => item.IsPlate).Select(item => item.Text));
        Assert.Equal(plate is null ? 0 : 1, PaletteSearch.FindSearch(typed).Count());
    }

    /// <summary>A camera's name leads to its page first, and to its flows as before.</summary>
    [Fact]
    public async Task Camera_ByItsName_LeadsToItsPage_AndToItsFlows()
    {
        var flows = new FakeFlowSource();
        var found = await new PaletteSearch(flows, [], new UserGuide(), new Nobody()).FindThingsAsync(FakeFlowSource.Alias, Cancellation);
        Assert.Equal(
            [("", "/app/cameras/1"), ("its flows", "/app/flows?camera=1")],
            found.Where(item => item.Kind == "Camera").Select(item => (item.Note, item.Url)));
    }

    [Theory]
    [InlineData("add camera", "Add a camera")]
    [InlineData("sign-in", null)]
    [InlineData("out sign", "Sign out")]
    [InlineData("logout", "Sign out")]
    [InlineData("two-factor", "My account and API keys")]
    [InlineData("misread", "When plates are misread")]
    [InlineData("inside", "Still inside")]
    [InlineData("mail server", "Mail")]
    public async Task Actions_AreFoundByTheirWords_AndSettingsByTheirFields(string typed, string? expected)
    {
        var search = new PaletteSearch(new FakeFlowSource(), [new MailSection()], new UserGuide(), new Nobody(Roles.Administrator));
        var found = (await search.FindPagesAsync(typed)).Select(item => item.Text).ToList();
        Assert.Equal(expected is null ? [] : [expected], found);
    }

    private sealed class Nobody(string? role = null) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(
            new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(role is null ? [] : [new Claim(ClaimTypes.Role, role)], "test"))));
    }
}
