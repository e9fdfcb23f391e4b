using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
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

        Assert.DoesNotContain("secret", form.Source + form.Substream);
        Assert.Equal(Stored.Substream, form.SubstreamToTry);
        Assert.DoesNotContain("hidden", form.SnapshotUrl);
        Assert.False(form.IsChanged);
    }

    [Fact]
    public void SourceToTry_PathChangedOnSameCamera_HasStoredPassword()
    {
        var form = new CameraForm(Stored);
        form.Source = form.Source.Replace("stream", "other", StringComparison.Ordinal);

        Assert.Equal("rtsp://ada:secret@10.0.0.5/other", form.SourceToTry);
        Assert.True(form.IsChanged);
    }

    [Fact]
    public void SourceToTry_OtherMachine_NeverGetsTheStoredPassword()
    {
        var form = new CameraForm(Stored);
        form.Source = form.Source.Replace("10.0.0.5", "10.0.0.66", StringComparison.Ordinal);

        Assert.DoesNotContain("secret", form.SourceToTry);
        Assert.True(CameraSource.HasMask(form.SourceToTry));
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
}
