using Dashboard.Domain.Cameras;
using Dashboard.Web.Pages.Cameras.Addresses;

namespace Dashboard.Tests.Web.Pages.Cameras.Addresses;

/// <summary>The fields of a camera that is stored: its sign-in, and what its substream takes of it.</summary>
public sealed class CameraAddressesTests
{
    private const string Main = "rtsp://cam:s3cret@host:554/1";

    [Fact]
    public void Fields_OfAStoredCamera_ShowTheUser_AndNoPassword()
    {
        var addresses = new CameraAddresses(Main, "rtsp://cam:s3cret@host:554/2");

        Assert.Equal(
            ("rtsp://host:554/1", "cam", "", "rtsp://host:554/2"),
            (addresses.Address, addresses.User, addresses.Password, addresses.Substream));
        Assert.True(addresses.HasStoredPassword);
        Assert.Equal(("rtsp://cam:***@host:554/1", "rtsp://cam:***@host:554/2"), (addresses.Source, addresses.SubstreamSource));
        Assert.Equal((Main, "rtsp://cam:s3cret@host:554/2"), (addresses.SourceToTry, addresses.SubstreamToTry));
    }

    /// <summary>Whoever corrects the password corrects it for both streams.</summary>
    [Theory]
    [InlineData("right pass")]
    [InlineData("p@ss/w#rd")]
    [InlineData("p:?&=%41***+é'\"<>")]
    public void Password_OfAnyCharacters_GoesIntoBothAddresses(string password)
    {
        var addresses = new CameraAddresses(Main, "rtsp://cam:s3cret@host:554/2") { Password = password };

        var signIn = $"cam:{Uri.EscapeDataString(password)}";
        Assert.Equal(($"rtsp://{signIn}@host:554/1", $"rtsp://{signIn}@host:554/2"), (addresses.Source, addresses.SubstreamSource));
        Assert.Null(addresses.AddressError ?? addresses.SubstreamError ?? addresses.PasswordError);
        Assert.Equal(password, CameraSource.SplitSignIn(addresses.SourceToTry).Password);
    }

    [Theory]
    [InlineData("rtsp://cam:right pass@host/us", "right pass")]
    [InlineData("rtsp://cam:p@ss:w/o%41@host/us", "p@ss:w/o%41")]
    [InlineData("rtsp://cam:p%40ss%2F@host/us", "p@ss/")]
    [InlineData("rtsp://cam:***@host/us", "")]
    public void SignIn_TypedIntoTheAddress_MovesIntoItsFields(string typed, string password)
    {
        var addresses = new CameraAddresses(Main) { Address = typed };

        addresses.SplitSignIn();

        Assert.Equal(("rtsp://host/us", "cam", password), (addresses.Address, addresses.User, addresses.Password));
    }

    /// <summary>Part of a password is never taken for a computer that is looked for.</summary>
    [Theory]
    [InlineData("rtsp://cam:p@ss/w#rd@host/us")]
    [InlineData("rtsp://cam:p@ss/word@host/us")]
    [InlineData("rtsp://cam:p@ss?word@host/us")]
    [InlineData("rtsp://cam:12/word@host/us")]
    public void SignIn_ThatEndsNobodyKnowsWhere_IsRefused_AndTheFieldsAreNamed(string typed)
    {
        var addresses = new CameraAddresses(Main, typed) { Address = typed, Substream = typed };

        addresses.SplitSignIn();

        Assert.Equal(typed, addresses.Address);
        Assert.Contains("in their own fields", addresses.AddressError, StringComparison.Ordinal);
        Assert.Contains("in their own fields", addresses.SubstreamError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://cam:p@host/still.cgi?mail=a@b.example")]
    [InlineData("rtsp://cam@host/live@main")]
    public void SignIn_BesideAnAtOfThePath_IsClear(string typed) => Assert.False(CameraSource.IsSignInUnclear(typed));

    [Theory]
    [InlineData("rtsp://other:554/1")]
    [InlineData("rtsp://host:555/1")]
    [InlineData("http://host:554/1", "https://cam:s3cret@host:554/1")]
    public void Address_OfAnotherMachine_NeverGetsTheStoredPassword(string typed, string stored = Main)
    {
        var addresses = new CameraAddresses(stored) { Address = typed };

        Assert.DoesNotContain("s3cret", addresses.SourceToTry);
        Assert.Contains("Enter the password again", addresses.PasswordError, StringComparison.Ordinal);
        Assert.Null(addresses.AddressError);

        addresses.Password = "new";
        Assert.Null(addresses.PasswordError);
    }

    [Theory]
    [InlineData("ada", "rtsp://ada:s3cret@host:554/1")]
    [InlineData("", "rtsp://host:554/1")]
    public void User_Changed_KeepsThePassword_AndWithoutAUserThereIsNoSignIn(string user, string expected) =>
        Assert.Equal(expected, new CameraAddresses(Main) { User = user }.SourceToTry);

    [Theory]
    [InlineData("rtsp://T0ken@host/1", "rtsp://T0ken@host/2")]
    [InlineData("rtsp://:pw@host/1", "rtsp://:pw@host/2")]
    public void SignIn_WithoutAUser_StaysAsItIs_WhereThePathIsChanged(string stored, string expected)
    {
        var addresses = new CameraAddresses(stored);
        Assert.Equal(("rtsp://host/1", "", true), (addresses.Address, addresses.User, addresses.HasStoredPassword));

        addresses.Address = "rtsp://host/2";
        Assert.Equal(expected, addresses.SourceToTry);
    }

    [Theory]
    [InlineData("rtsp://host:554/sub", "rtsp://cam:s3cret@host:554/sub")]
    [InlineData("rtsp://cam:***@host:554/sub", "rtsp://cam:s3cret@host:554/sub")]
    [InlineData("rtsps://host:322/sub", "rtsps://cam:s3cret@host:322/sub")]
    [InlineData("rtsp://ada:***@host:554/sub", "rtsp://ada:***@host:554/sub")]
    [InlineData("rtsp://cam:***@other/sub", "rtsp://cam:***@other/sub")]
    [InlineData("rtsp://other/sub", "rtsp://other/sub")]
    [InlineData("http://host:554/sub", "http://host:554/sub")]
    [InlineData("rtsp://bob:p@ss w@host/sub", "rtsp://bob:p%40ss%20w@host/sub")]
    [InlineData("rtsp://host:554/sub", "rtsp://host:554/sub", "rtsps://cam:s3cret@host:322/1")]
    [InlineData("http://host/sub", "http://host/sub", "https://cam:s3cret@host/1")]
    public void Substream_Added_TakesTheSignInOfTheSameMachineAlone(string typed, string expected, string main = Main)
    {
        var addresses = new CameraAddresses(main) { Substream = typed };

        Assert.Equal(expected, addresses.SubstreamToTry);
        Assert.Equal(CameraSource.HasMask(expected), addresses.SubstreamError is not null);
        Assert.DoesNotContain("s3cret", addresses.SubstreamSource);
    }

    [Theory]
    [InlineData("rtsp://cam:own@host:554/2")]
    [InlineData("rtsp://bob:own@host:554/2")]
    [InlineData("rtsp://T0ken@host:554/2")]
    public void Substream_WithASignInOfItsOwn_KeepsIt(string stored)
    {
        var addresses = new CameraAddresses(Main, stored) { Password = "new" };
        Assert.Equal(stored, addresses.SubstreamToTry);

        addresses.Substream = addresses.Substream.Replace("/2", "/3", StringComparison.Ordinal);
        Assert.Equal(stored.Replace("/2", "/3", StringComparison.Ordinal), addresses.SubstreamToTry);
    }

    [Theory]
    [InlineData("127.0.0.1:6830/eu", "rtsp://127.0.0.1:6830/eu")]
    [InlineData("gate.local", "rtsp://gate.local")]
    [InlineData("[2001:db8::5]:554/1", "rtsp://[2001:db8::5]:554/1")]
    [InlineData("192.168.1.20/snapshot.jpg", "http://192.168.1.20/snapshot.jpg")]
    [InlineData("cam:p@ss@10.0.0.5/1", "rtsp://cam:p@ss@10.0.0.5/1")]
    [InlineData("/srv/clip.mp4", null)]
    [InlineData("rtsp://cam/1", null)]
    [InlineData("clip", null)]
    [InlineData("", null)]
    public void Meant_OfABareHost_IsItsAddress(string typed, string? expected) =>
        Assert.Equal(expected, new CameraAddresses { Address = typed }.Meant);

    [Fact]
    public void UseMeant_KeepsWhatWasTyped_OrTakesTheSignInOfTheAddress()
    {
        var addresses = new CameraAddresses { Address = "10.0.0.5/1", User = "cam", Password = "p" };
        Assert.True(addresses.TakesSignIn);
        addresses.UseMeant();
        Assert.Equal("rtsp://cam:p@10.0.0.5/1", addresses.Source);

        addresses.Address = "ada:q@10.0.0.5/1";
        addresses.UseMeant();
        Assert.Equal(("ada", "q", "rtsp://ada:q@10.0.0.5/1"), (addresses.User, addresses.Password, addresses.Source));
    }

    /// <summary>What the field of the password says is what becomes of the stored one.</summary>
    [Theory]
    [InlineData("rtsp://host:554/2", "cam", "", StoredPassword.Kept)]
    [InlineData("rtsp://host:554/1", "ada", "", StoredPassword.Kept)]
    [InlineData("rtsp://host:554/1", "cam", "new", StoredPassword.Replaced)]
    [InlineData("rtsp://host:554/1", "", "", StoredPassword.Removed)]
    [InlineData("rtsp://other:554/1", "cam", "", StoredPassword.OfOtherHost)]
    [InlineData("rtsp://other:554/1", "", "", StoredPassword.Removed)]
    [InlineData("rtsp://cam/1", "", "new", StoredPassword.None, "")]
    internal void StoredPassword_IsToldAsItIsSaved(string address, string user, string password, StoredPassword expected, string stored = Main)
    {
        var addresses = new CameraAddresses(stored) { Address = address, User = user, Password = password };

        Assert.Equal(expected, addresses.StoredPassword);
        Assert.Equal(expected == StoredPassword.Kept, addresses.SourceToTry.Contains("s3cret", StringComparison.Ordinal));
        Assert.Equal(expected == StoredPassword.OfOtherHost, addresses.PasswordError is not null);
    }

    [Theory]
    [InlineData("rtsp://host:555/2?a=host", "rtsp://new:555/2?a=host")]
    [InlineData("rtsp://host:***@HOST/2", "rtsp://host:***@new/2")]
    [InlineData("http://***@host/snap", "http://***@new/snap")]
    [InlineData("rtsp://other/2", null)]
    [InlineData("/srv/clip.mp4", null)]
    [InlineData("", null)]
    public void OtherAddress_OnTheFormerHost_IsMovedToTheNewOne(string typed, string? expected)
    {
        var addresses = new CameraAddresses(Main);
        Assert.Null(addresses.OnNewHost(typed));

        addresses.Address = "rtsp://new:8554/1";
        Assert.Equal(expected, addresses.OnNewHost(typed));
    }

    [Fact]
    public void Snapshot_MovedToTheNewHost_TakesThePasswordThatWasTypedForIt()
    {
        const string Snapshot = "http://cam:s3cret@host/snap.jpg";
        var addresses = new CameraAddresses(Main) { Address = "rtsp://new:554/1", Password = "new pass" };

        Assert.Equal("http://cam:new%20pass@new/snap.jpg", addresses.Follow(Snapshot, addresses.OnNewHost(CameraSource.Mask(Snapshot))!));
        Assert.Equal("http://cam:***@host/snap.jpg", addresses.Follow(Snapshot, "http://cam:***@host/snap.jpg"));
        Assert.Equal("http://cam:***@evil/snap.jpg", addresses.Follow(Snapshot, "http://cam:***@evil/snap.jpg"));
    }
}
