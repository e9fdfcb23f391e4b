using Dashboard.Domain.Flows;

namespace Dashboard.Tests.Flows;

public sealed class VehicleColorTextTests
{
    [Fact]
    public void EveryColor_IsReadAsItIsWritten() => Assert.All(VehicleColorText.Known, color =>
    {
        Assert.True(VehicleColorText.TryRead(VehicleColorText.Write(color), out var read));
        Assert.Equal(color, read);
    });

    [Theory]
    [InlineData("Silver", VehicleColor.SilverGray)]
    [InlineData("grey", VehicleColor.SilverGray)]
    [InlineData("gold_beige", VehicleColor.GoldBeige)]
    [InlineData(" WHITE ", VehicleColor.White)]
    public void NamesOfOtherPrograms_AreUnderstood(string text, VehicleColor color)
    {
        Assert.True(VehicleColorText.TryRead(text, out var read));
        Assert.Equal(color, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tartan")]
    public void OtherTexts_AreNoColor(string? text) => Assert.False(VehicleColorText.TryRead(text, out _));
}
