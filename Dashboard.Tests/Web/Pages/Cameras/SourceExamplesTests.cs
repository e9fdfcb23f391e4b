using Bunit;
using Dashboard.Domain.Cameras;
using Dashboard.Web.Pages.Cameras;

namespace Dashboard.Tests.Web.Pages.Cameras;

public sealed class SourceExamplesTests : BunitContext
{
    [Fact]
    public void Mask_IsShownAsItStandsInTheAddress()
    {
        var text = Render<SourceExamples>(parameters => parameters.Add(examples => examples.HasMask, true)).Find("p").TextContent;

        Assert.Contains($"as long as {CameraSource.MaskText} is left", text);
        Assert.DoesNotContain('@', text);
    }
}
