using System.Security.Claims;
using Dashboard.Tests.Web.Pages.Flows;
using Dashboard.Web.Layout.Palette;
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
        var found = await new PaletteSearch(flows, new Nobody()).FindThingsAsync(typed, Cancellation);
        Assert.Equal(plate is null ? [] : [plate], found.Where(item => item.IsPlate).Select(item => item.Text));
    }

    private sealed class Nobody : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal()));
    }
}
