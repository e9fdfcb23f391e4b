using Dashboard.Cameras.Onvif;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Flows.Profiles;
using Dashboard.Recognition.TestRead;
using Dashboard.Web.Pages.Cameras.Countries;
using Dashboard.Web.Pages.Cameras.Profile;
using Dashboard.Web.Pages.Cameras.RegionsOfInterest;
using Dashboard.Web.Pages.Cameras.Testing;
using Dashboard.Web.Pages.Cameras.Wizard;
using Dashboard.Web.Pages.Cameras.Wizard.Network;

namespace Dashboard.Tests.Web.Pages.Cameras.Wizard;

public sealed class CameraWizardFormTests
{
    [Theory]
    [InlineData("rtsp://ada:s3cret@cam/1", "", "rtsp://cam/1")]
    [InlineData("http://cam/still.jpg?user=ada&pwd=s3cret", "", "http://cam/still.jpg?user=ada&pwd=***")]
    [InlineData("rtsp://cam/1", "s3cret", "rtsp://cam/1")]
    public void WhatTheBrowserKeeps_HasNoSecretInIt_AndSaysThatOneIsMissing(string address, string password, string kept)
    {
        var text = new CameraWizardForm { Address = address, Password = password }.Write(2, 2);
        Assert.DoesNotContain("s3cret", text);

        var form = new CameraWizardForm();
        Assert.True(form.Read(text)!.HasLostSecret);
        Assert.Equal(kept, form.Address);
    }

    [Fact]
    public void Secrets_ThatWereLost_AreAskedForAtTheirFields_UntilTheyAreThere()
    {
        var text = new CameraWizardForm { Address = "http://cam/still.jpg?pwd=s3cret", User = "ada", Password = "s3cret" }.Write(5, 5);
        var form = new CameraWizardForm();
        form.Read(text);

        Assert.Contains("in place of ***", form.AddressError, StringComparison.Ordinal);
        Assert.Contains("Type the password again", form.Camera.Addresses.PasswordError, StringComparison.Ordinal);
        Assert.False(form.HasAddresses);

        // The server is restarted once more, before anything was typed.
        var again = new CameraWizardForm();
        Assert.True(again.Read(form.Write(1, 5)) is { HasLostSecret: true, HasLostPassword: true });

        form.Address = "http://cam/still.jpg?pwd=s3cret";
        form.Password = "s3cret";
        Assert.True(form.HasAddresses);
        (again.Address, again.User) = ("http://cam/still.jpg", "");
        Assert.True(again.HasAddresses);
    }

    [Theory]
    [InlineData("rtsp://cam/1", "ada", "p@ss:w/o#rd?", "rtsp://ada:p%40ss%3Aw%2Fo%23rd%3F@cam/1")]
    [InlineData("rtsp://cam/1", "ada", "", "rtsp://ada@cam/1")]
    [InlineData("rtsp://cam/1", "", "", "rtsp://cam/1")]
    [InlineData("rtsp://old:one@cam/1", "ada", "new", "rtsp://ada:new@cam/1")]
    [InlineData("/srv/clip.mp4", "ada", "x", "/srv/clip.mp4")]
    public void Source_AddressAndSignIn_IsOneAddress(string address, string user, string password, string expected)
    {
        var form = new CameraWizardForm { Address = address, User = user, Password = password };

        Assert.Equal(expected, form.Source);
        Assert.Equal(expected, form.ToCamera().Source);
        Assert.True(form.IsChanged);
    }

    [Theory]
    [InlineData(" rtsp://ada:p%40ss@cam:554/1 ", "p@ss")]
    [InlineData("rtsp://ada:p@ss:w/o%41@cam:554/1", "p@ss:w/o%41")]
    [InlineData("rtsp://ada:p/?#%41@cam:554/1", "p/?#%41")]
    public void SplitSignIn_AddressPastedWithPassword_FillsTheFields(string pasted, string password)
    {
        var form = new CameraWizardForm { Address = pasted };

        form.SplitSignIn();

        Assert.Equal(("rtsp://cam:554/1", "ada", password), (form.Address, form.User, form.Password));
        Assert.Equal($"rtsp://ada:{Uri.EscapeDataString(password)}@cam:554/1", form.Source);
        Assert.Null(form.AddressError);
    }

    [Fact]
    public void Use_AFoundStream_FillsTheAddressesAndTheSignIn()
    {
        var form = new CameraWizardForm();

        form.Use(new FoundSource(new OnvifAddresses("rtsp://cam/main", "http://cam/snap.jpg"), "ada", "p@ss"));

        Assert.Equal(("rtsp://cam/main", "ada", "p@ss"), (form.Address, form.User, form.Password));
        Assert.Equal("http://ada:p%40ss@cam/snap.jpg", form.ToCamera().SnapshotUrl);

        // Another camera after all: the pictures of the first would be taken with the password of this one.
        form.Address = "rtsp://other/main";
        Assert.Null(form.ToCamera().SnapshotUrl);
    }

    /// <summary>The sign-in goes with the substream of the same machine, to no other, and not where it has its own.</summary>
    [Theory]
    [InlineData("rtsp://cam:8554/2", "rtsp://ada:p%40ss@cam:8554/2")]
    [InlineData("rtsp://other/2", "rtsp://other/2")]
    [InlineData("rtsp://bob:x@cam/2", "rtsp://bob:x@cam/2")]
    [InlineData("", null)]
    public void Substream_OfTheWizard_HasTheSignInOfTheSameMachineOnly(string typed, string? expected)
    {
        var form = new CameraWizardForm { Address = "rtsp://cam/1", Substream = typed, User = "ada", Password = "p@ss" };

        Assert.Equal(expected, form.ToCamera().Substream);
        Assert.Null(form.SubstreamError);
    }

    [Fact]
    public void Substream_WithTheAddressOfTheMainStream_IsRefused()
    {
        var form = new CameraWizardForm { Address = "rtsp://cam/1", Substream = "rtsp://cam/1", User = "ada", Password = "p@ss" };

        Assert.Contains("the address of the main stream", form.SubstreamError, StringComparison.Ordinal);
    }

    [Fact]
    public void Form_NothingTyped_IsUnchangedAndAsksForTheAddress()
    {
        var form = new CameraWizardForm();

        Assert.False(form.IsChanged);
        Assert.NotNull(form.AddressError);
        form.Camera.Alias = "Gate";
        Assert.True(form.IsChanged);
    }

    /// <summary>What a step has fields for, it refuses itself: in a later one there is no field to put it right.</summary>
    [Theory]
    [InlineData(1, nameof(Camera.Source))]
    [InlineData(3, nameof(Camera.Direction))]
    [InlineData(3, nameof(Camera.RegionOfInterest))]
    [InlineData(4, nameof(Camera.Countries))]
    [InlineData(5, nameof(Camera.Alias))]
    [InlineData(5, nameof(Camera.AnalysisRate))]
    public void Check_OfAStep_KnowsItsOwnFieldsAndThoseBefore(int step, string field)
    {
        var form = new CameraWizardForm { Address = field == nameof(Camera.Source) ? "rtsp://" : "rtsp://cam/1" };
        form.Camera.Alias = field == nameof(Camera.Alias) ? "" : "Gate";
        (form.Camera.Direction.Name, form.Camera.Direction.Opposite) = ("in", field == nameof(Camera.Direction) ? "IN" : "out");
        form.Camera.Polygons = field == nameof(Camera.RegionOfInterest) ? [new DrawnPolygon([new PicturePoint(.1f, .1f)])] : [];
        form.Camera.Countries = ExpectedCountries.FromText(field == nameof(Camera.Countries) ? "nowhere" : "de");
        form.Camera.AnalysisRate = field == nameof(Camera.AnalysisRate) ? 99 : 5;

        Assert.Empty(form.Check(step - 1));
        Assert.Equal([field], form.Check(step).Fields);
        Assert.Equal([field], form.Check(5).Fields);
        Assert.Equal(step, WizardSteps.StepOf(field));
    }

    [Theory]
    [InlineData("KD472MX", .99, 40, "ok")]
    [InlineData("KD472MX", .99, 22, "warn")]
    [InlineData("KD472MX", .99, 15, "warn")]
    [InlineData("KD472MX", .4, 15, "bad")]
    [InlineData("", 0, 15, "bad")]
    [InlineData("", 0, 40, "warn")]
    [InlineData("KD472MX", .54, 40, "warn")]
    public void Advice_IsByHeightAndBySureness(string text, double confidence, double height, string tone) =>
        Assert.Equal(tone, PlateSizeAdvice.From(new TestedPlate(text, confidence, null, 4 * height, height, 1, [])).Tone);

    [Fact]
    public void Advice_OnHeight_IsTheSameRuleEverywhere()
    {
        const string Rule = "Plates should be at least 20 pixels high in the picture, better 25.";
        Assert.EndsWith(Rule, PlateSizeAdvice.From(new TestedPlate("KD472MX", .99, null, 60, 15, 1, [])).Text);
        Assert.EndsWith(Rule, PlateSizeAdvice.From(new TestedPlate("", 0, null, 60, 15, 1, [])).Text);
        Assert.EndsWith(Rule, PlateSizeAdvice.From(new TestedPlate("KD472MX", .99, null, 85, 21, 1, [])).Text);
        var light = new PlateLight(9, .05, 120, 200, 0);
        Assert.EndsWith(Rule, ProfileAdvice.From(new CameraProfile(light, light, 14, 0, 0))[0].Text);
        Assert.EndsWith(Rule, ProfileAdvice.From(new CameraProfile(light, light, 22, 0, 0))[0].Text);
    }

    [Fact]
    public void CountryNames_EveryKnownCountry_HasOne() => Assert.DoesNotContain(CountryNames.All, country => country.Name == country.Code);
}
