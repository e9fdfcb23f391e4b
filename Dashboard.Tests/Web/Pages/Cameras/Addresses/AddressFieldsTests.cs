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

    /// <summary>Read over and over, dropped pictures would make flows that nobody passed for; the choice stands where the path is typed.</summary>
    [Fact]
    public async Task Folder_IsForTrial_OrForDroppedPictures()
    {
        var addresses = new CameraAddresses { Address = "/srv/clip.mp4" };
        var fields = Show(addresses);
        Assert.Empty(fields.FindAll("[name=drop]"));

        await fields.Find("#address").ChangeAsync(new() { Value = "/srv/ftp/gate" });
        await fields.FindAll("[name=drop]")[0].ChangeAsync(new() { Value = "on" });
        Assert.Equal(("drop:/srv/ftp/gate", true), (addresses.Source, fields.FindAll("[name=drop]")[0].HasAttribute("checked")));
        Assert.Equal("drop:/srv/ftp/gate", fields.Find("#address").GetAttribute("value"));
        Assert.Empty(fields.FindAll("#user"));
        Assert.Null(addresses.AddressError);

        await fields.FindAll("[name=drop]")[1].ChangeAsync(new() { Value = "on" });
        Assert.Equal("/srv/ftp/gate", addresses.Source);
    }

    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7")]
    [InlineData("http://10.0.0.7:8080/x", "10.0.0.7")]
    [InlineData("", "192.168.1.20")]
    public async Task AddressOfAMake_IsTakenOnTheComputerThatWasTyped(string typed, string host)
    {
        var addresses = new CameraAddresses { Address = typed, User = "ada" };
        var fields = Show(addresses);
        await fields.Find("[aria-label='Use the address: Reolink']").ClickAsync(new());
        Assert.Equal($"rtsp://{host}:554/h264Preview_01_main", fields.Find("#address").GetAttribute("value"));
        Assert.Equal($"rtsp://{host}:554/h264Preview_01_sub", fields.Find("#substream").GetAttribute("value"));
        Assert.Equal("ada", addresses.User);
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

    /// <summary>It is told while the address is typed, and exactly where a save would ask for the password.</summary>
    [Theory]
    [InlineData("rtsp://host:5541/1", true)]
    [InlineData("rtsp://hos:554/1", true)]
    [InlineData("rtsp://host:554/12", false)]
    public async Task Address_AsItIsTyped_TellsWhatBecomesOfThePassword(string typed, bool isAsked)
    {
        var addresses = new CameraAddresses(Main);
        var fields = Show(addresses);

        await fields.Find("#address").InputAsync(new() { Value = typed });

        var hint = fields.Find("#password-hint").TextContent;
        Assert.Equal(isAsked, hint.Contains("is for host:554 as it was entered", StringComparison.Ordinal));
        Assert.Equal(!isAsked, hint.Contains("Leave this empty to keep it", StringComparison.Ordinal));
        Assert.Equal(isAsked, addresses.PasswordError is not null);
        Assert.Equal(isAsked, addresses.PasswordError?.Contains("host and port", StringComparison.Ordinal) ?? false);
    }

    /// <summary>A letter that is typed and taken away again is no change, so none is told; what a search finds is shown all the same.</summary>
    [Fact]
    public async Task Address_TypedAndTakenAway_ShowsWhatIsFilledInLater()
    {
        var addresses = new CameraAddresses();
        var fields = Show(addresses);
        await fields.Find("#address").InputAsync(new() { Value = "r" });
        await fields.Find("#address").InputAsync(new() { Value = "" });
        await fields.Find("#address").BlurAsync(new());

        addresses.Address = "rtsp://found:554/1";
        fields.Render();

        Assert.Equal("rtsp://found:554/1", fields.Find("#address").GetAttribute("value"));
    }

    private IRenderedComponent<AddressFields> Show(CameraAddresses addresses) =>
        Render<AddressFields>(fields => fields.Add(part => part.Addresses, addresses));
}
