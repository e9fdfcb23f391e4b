using Bunit;
using Dashboard.Web.Pages.Cameras.Addresses;

namespace Dashboard.Tests.Web.Pages.Cameras.Addresses;

/// <summary>What the fields of a camera's addresses say while they are typed into, before anything is saved.</summary>
public sealed class AddressFieldsTests : BunitContext
{
    private const string Main = "rtsp://cam:s3cret@host:554/1";

    public AddressFieldsTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    [Fact]
    public async Task Password_WithoutAUser_IsToldAtTheField()
    {
        var fields = Show(new CameraAddresses { Address = "rtsp://host/1" });
        Assert.Empty(fields.FindAll("#user-hint"));

        await fields.Find("#password").ChangeAsync(new() { Value = "secret" });
        Assert.Contains("without its user", fields.Find("#user-hint").TextContent);

        await fields.Find("#user").ChangeAsync(new() { Value = "admin" });
        Assert.Empty(fields.FindAll("#user-hint"));
    }

    [Fact]
    public async Task Host_Changed_SaysOneThingOfThePassword_AndOffersToMoveTheSubstream()
    {
        var fields = Show(new CameraAddresses(Main, "rtsp://cam:s3cret@host:554/2"));
        Assert.Contains("Leave this empty to keep it", fields.Find("#password-hint").TextContent);
        Assert.DoesNotContain("still an address of", fields.Markup);

        await fields.Find("#address").ChangeAsync(new() { Value = "rtsp://new:554/1" });
        Assert.DoesNotContain("keep it", fields.Markup);
        Assert.Contains("is for host:554 as it was entered", fields.Find("#password-hint").TextContent);
        Assert.Contains("still an address of host", fields.Markup);

        await fields.Find("p > .plain-button").ClickAsync(new());
        Assert.Equal("rtsp://new:554/2", fields.Find("#substream").GetAttribute("value"));
        Assert.DoesNotContain("still an address of", fields.Markup);

        await fields.Find("#user").ChangeAsync(new() { Value = "" });
        Assert.Contains("is removed as you save", fields.Find("#password-hint").TextContent);
    }

    private IRenderedComponent<AddressFields> Show(CameraAddresses addresses) =>
        Render<AddressFields>(fields => fields.Add(part => part.Addresses, addresses));
}
