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
    public void Camera_WithACharacterThatNobodySees_IsRefused_AndItIsNamed(string alias, string named)
    {
        var errors = CameraValidation.Check(new Camera { Alias = alias, Source = "rtsp://10.0.0.1/eu" }, []);

        Assert.Contains(named, errors[nameof(Camera.Alias)]);
    }

    [Theory]
    [InlineData("Gate nørd, 入口 1")]
    [InlineData("ورودی شماره می\u200Cشود")]
    [InlineData("🚗 yard 👨\u200D👩\u200D👧")]
    public void Name_OfSeenLetters_IsTaken(string name) => Assert.Null(HiddenCharacters.ErrorOf(name));
}
