using Bunit;
using Dashboard.Domain.Flows;
using Dashboard.Web.Shared.Plates;

namespace Dashboard.Tests.Web.Shared.Plates;

/// <summary>What the machine said of its read is not said of the plate that a person made of it.</summary>
public sealed class CorrectedPlateTests : BunitContext
{
    [Fact]
    public void Confidence_OfACorrectedPlate_SaysCorrectedAndWhatWasRead()
    {
        var corrected = Confidence(new Flow { Plate = "AB12CDE", RawPlate = "A812CDE", Confidence = .61 });
        Assert.Equal("Corrected", corrected.Find(".corrected").TextContent);
        Assert.Equal("Read as A812CDE, confidence 61 %", corrected.Find(".corrected").GetAttribute("title")!.Replace('\u00a0', ' '));
        Assert.DoesNotContain("track", corrected.Markup);
        Assert.Contains("61", Confidence(new Flow { Plate = "A812CDE", Confidence = .61 }).Find(".number").TextContent);
    }

    [Theory]
    [InlineData("AB12CDE", null, "gb", "GB")]
    [InlineData("AB12CDE", "A812CDE", "gb", "GB")]
    [InlineData("B1234ABCD", "A812CDE", "gb", null)]
    [InlineData("B1234ABCD", null, "gb", "GB")]
    public void Region_OfACorrectedPlate_IsShownWhereItFits(string plate, string? raw, string region, string? shown)
    {
        var badge = Render<PlateBadge>(parameters => parameters.Add(
            one => one.Flow, new Flow { Plate = plate, RawPlate = raw, Region = region, Confidence = .9 }));
        Assert.Equal(shown, badge.FindAll(".plate-region").SingleOrDefault()?.TextContent);
    }

    private IRenderedComponent<PlateConfidence> Confidence(Flow flow) =>
        Render<PlateConfidence>(parameters => parameters.Add(one => one.Flow, flow));
}
