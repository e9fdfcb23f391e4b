using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Web.Languages;
using Dashboard.Web.Pages.Cameras;

namespace Dashboard.Tests.Web.Pages.Cameras;

public sealed class CameraFormTests
{
    private static readonly Camera Stored = new()
    {
        Id = 7,
        Alias = "Gate",
        Source = "rtsp://ada:secret@10.0.0.5/stream",
        Substream = "rtsp://ada:secret@10.0.0.5/small",
        SnapshotUrl = "http://10.0.0.5/snap?pwd=hidden",
        AnalysisRate = 5,
    };

    [Fact]
    public void Form_OfStoredCamera_ShowsNoPassword()
    {
        var form = new CameraForm(Stored);

        Assert.DoesNotContain("secret", form.Addresses.Typed + form.ToCamera().Source + form.ToCamera().Substream);
        Assert.Equal(Stored.Substream, form.Addresses.SubstreamToTry);
        Assert.DoesNotContain("hidden", form.SnapshotUrl);
        Assert.False(form.IsChanged);
    }

    [Fact]
    public void SourceToTry_PathChangedOnSameCamera_HasStoredPassword()
    {
        var form = new CameraForm(Stored);
        form.Addresses.Address = "rtsp://10.0.0.5/other";

        Assert.Equal("rtsp://ada:secret@10.0.0.5/other", form.Addresses.SourceToTry);
        Assert.True(form.IsChanged);
        Assert.Empty(form.Check());
    }

    [Fact]
    public void SourceToTry_OtherMachine_NeverGetsTheStoredPassword_AndTheFieldSaysSo()
    {
        var form = new CameraForm(Stored);
        form.Addresses.Address = "rtsp://10.0.0.66/stream";

        Assert.DoesNotContain("secret", form.Addresses.SourceToTry);
        Assert.True(CameraSource.HasMask(form.Addresses.SourceToTry));
        Assert.Equal([CameraForm.PasswordField], form.Check().Fields);
    }

    /// <summary>In one round: who mends one field is not told of the next one only then.</summary>
    [Fact]
    public void Check_OfSeveralWrongFields_TellsThemAllAtOnce()
    {
        var form = new CameraForm(Stored) { Alias = "", AnalysisRate = 99, ManualTriggerDelay = null, Latitude = 123, Longitude = 5 };
        form.Addresses.Substream = "small";

        Assert.Equal(
            [nameof(Camera.Alias), nameof(Camera.AnalysisRate), nameof(Camera.Latitude), nameof(Camera.ManualTriggerDelay), nameof(Camera.Substream)],
            form.Check().Fields.Order());
    }

    /// <summary>What two people change at once is told by what was loaded: what nobody typed is as it was.</summary>
    [Fact]
    public void ToCamera_NothingTyped_IsAsLoaded()
    {
        var form = new CameraForm(Stored);

        Assert.Equal(
            (form.Loaded.Source, form.Loaded.Substream, form.Loaded.SnapshotUrl),
            (form.ToCamera().Source, form.ToCamera().Substream, form.ToCamera().SnapshotUrl));
    }

    [Fact]
    public void ToCamera_NewPassword_GoesWithTheSnapshotThatHadTheOldOne()
    {
        var form = new CameraForm(Stored with { SnapshotUrl = "http://ada:secret@10.0.0.5/snap.jpg" });
        form.Addresses.Password = "n/w";

        Assert.True(form.IsChanged);
        Assert.Equal("http://ada:n%2Fw@10.0.0.5/snap.jpg", form.ToCamera().SnapshotUrl);

        form.SnapshotUrl = "http://10.0.0.5/other.jpg";
        Assert.Equal("http://10.0.0.5/other.jpg", form.ToCamera().SnapshotUrl);
    }

    [Fact]
    public void Check_NumbersMissingAndRegionUnfinished_NamesEachField()
    {
        var form = new CameraForm(
            Stored)
        { AnalysisRate = null, ManualTriggerDelay = null, Polygons = [new([new PicturePoint(0, 0), new PicturePoint(1, 1)])] };

        var errors = form.Check();

        Assert.Equal(
            [nameof(Camera.AnalysisRate), nameof(Camera.ManualTriggerDelay), nameof(Camera.RegionOfInterest)],
            errors.Fields.Order());
    }

    [Fact]
    public void ToCamera_EmptySnapshotAddressAndSpaces_AreTidied()
    {
        var form = new CameraForm(Stored)
        {
            Alias = " Gate 2 ",
            SnapshotUrl = "  ",
            Polygons = [new([new(0, 0), new(1, 0), new(1, 1)]), new([], IsExcluded: true)],
        };

        var camera = form.ToCamera();

        Assert.Equal("Gate 2", camera.Alias);
        Assert.Null(camera.SnapshotUrl);
        Assert.Equal(3, Assert.Single(camera.RegionOfInterest!.Polygons).Corners.Count);
        Assert.Equal(7, camera.Id);
    }

    [Fact]
    public void IsChanged_CornerMoved_IsTrue()
    {
        var form = new CameraForm(Stored) { Polygons = [new([new(.5f, .5f)])] };

        Assert.True(form.IsChanged);
    }

    /// <summary>An error stands below its field, and speaks of it by the name that stands above.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("pt")]
    [InlineData("de")]
    public void Error_OfAField_NamesItAsItsLabelDoes(string language)
    {
        var texts = Localizer.In(Language.Find(language)!);
        (string Field, string Label)[] labels =
        [
            (nameof(Camera.Alias), "Name"), (nameof(Camera.AnalysisRate), "Frames per second"),
            (nameof(Camera.ManualTriggerDelay), "Manual delay, ms"), (nameof(Camera.CaptureMode), "Capture mode"),
            (nameof(Camera.SnapshotUrl), "Snapshot URL (optional)"), (nameof(Camera.Latitude), "Latitude"), (nameof(Camera.Longitude), "Longitude"),
        ];
        var wrong = Stored with
        {
            Alias = "",
            AnalysisRate = 31,
            ManualTriggerDelay = -1,
            CaptureMode = (CaptureMode)9,
            SnapshotUrl = "ftp://cam",
            Latitude = 91,
            Longitude = 181,
        };
        var emptied = new CameraForm(Stored) { AnalysisRate = null, ManualTriggerDelay = null };
        var errors = new[]
        {
            CameraValidation.Check(wrong, []), CameraValidation.Check(wrong with { Latitude = null }, []),
            CameraValidation.Check(wrong with { Longitude = null }, []), emptied.Check(),
        };
        foreach (var (field, label) in labels)
        {
            var name = texts[label].Split(',', '(')[0].Trim();
            Assert.Contains(errors, of => of[field] is not null);
            Assert.All(errors.Where(of => of[field] is not null), of =>
                Assert.Contains(name, texts.Message(of[field])!, StringComparison.CurrentCultureIgnoreCase));
        }
    }
}
