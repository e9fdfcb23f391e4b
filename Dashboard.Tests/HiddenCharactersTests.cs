using Dashboard.Domain;
using Dashboard.Domain.Cameras;

namespace Dashboard.Tests;

public sealed class HiddenCharactersTests
{
    [Theory]
    [InlineData("Gate\u202Eeno", "U+202E")]
    [InlineData("Gate\u200B1", "U+200B")]
    [InlineData("\uFEFFGate", "U+FEFF")]
    [InlineData("Gate\u2066one", "U+2066")]
    [InlineData("Gate\0", "U+0000")]
    [InlineData("Gate\u2028one", "U+2028")]
    [InlineData("Gate\uD83D", "U+FFFD")]
    [InlineData("\u3164", "U+3164")]
    [InlineData("Gate\u2800", "U+2800")]
    [InlineData("Ga\u034Fte", "U+034F")]
    [InlineData("Gate\uFE0F", "U+FE0F")]
    [InlineData("Gate 1\uFE0F", "U+FE0F")]
    [InlineData("Gate.\uFE0F", "U+FE0F")]
    [InlineData("Gate\U000E0100", "U+E0100")]
    [InlineData("Gate\u115F", "U+115F")]
    [InlineData("Gate\uFFA0", "U+FFA0")]
    [InlineData("Gate\u17B4", "U+17B4")]
    public void Camera_WithACharacterThatNobodySees_IsRefused_AndItIsNamed(string alias, string named)
    {
        var errors = CameraValidation.Check(new Camera { Alias = alias, Source = "rtsp://10.0.0.1/eu" }, []);

        Assert.Contains(named, errors[nameof(Camera.Alias)]);
    }

    [Theory]
    [InlineData("Gate nørd, 入口 1")]
    [InlineData("ورودی شماره می\u200Cشود")]
    [InlineData("\u2600\uFE0F yard, gate 1\uFE0F\u20E3, \u2934\uFE0F out")]
    [InlineData("🚗 yard 👨\u200D👩\u200D👧")]
    public void Name_OfSeenLetters_IsTaken(string name) => Assert.Null(HiddenCharacters.ErrorOf(name));
}
