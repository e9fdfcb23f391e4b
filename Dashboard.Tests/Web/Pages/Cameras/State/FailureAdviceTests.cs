using System.Xml.Linq;
using Dashboard.Capture;
using Dashboard.Web.Languages;
using Dashboard.Web.Pages.Cameras.State;

namespace Dashboard.Tests.Web.Pages.Cameras.State;

public sealed class FailureAdviceTests
{
    [Theory]
    [InlineData("The camera refused the sign-in: check user name and password.", true)]
    [InlineData("The camera asks for a sign-in: enter user name and password.", true)]
    [InlineData("Nothing answers at cam:554: check the address and the port, and that the camera is on.", false)]
    [InlineData(null, false)]
    public void SignIn_ThatWasRefused_IsTold(string? error, bool expected) => Assert.Equal(expected, CameraStatus.IsOfSignIn(error));

    /// <summary>What nobody says any more is no advice to be replaced; and in each language what is left is a sentence that it has.</summary>
    [Fact]
    public void Advice_IsForWhatServicesSay_AndIsSaidInEachLanguage()
    {
        foreach (var language in Language.All.Where(language => language != Language.English))
        {
            var file = Path.Combine(Repository.Root, $"Dashboard/Web/Languages/{language.Code}/Messages.{language.Code}.resx");
            var said = XDocument.Load(file).Root!.Elements("data").Select(entry => entry.Attribute("name")!.Value).ToHashSet();
            Assert.All(FailureAdvice.All, one =>
            {
                var ofSetUp = said.Where(sentence => sentence.EndsWith($"{one.SetUp}.", StringComparison.Ordinal))
                    .Where(sentence => !sentence.Contains("broker", StringComparison.Ordinal))
                    .ToList();
                Assert.NotEmpty(ofSetUp);
                Assert.Contains(one.Advice, said);
                Assert.All(ofSetUp, sentence => Assert.Contains($"{sentence[..^(one.SetUp.Length + 1)]}.", said));
            });
        }
    }

    [Theory]
    [InlineData("The camera refused the sign-in: check user name and password.", "The camera refused the sign-in. It gave frames before: its user")]
    [InlineData("No picture came from the camera: check the address. (ffmpeg: x)", "No picture came from the camera. It gave frames before: its")]
    [InlineData("The stream ended: check the camera and the network.", "The stream ended: check the camera and the network.")]
    public void Error_OfACameraThatRan_KeepsWhatHappened(string error, string expected)
    {
        Assert.StartsWith(expected, FailureAdvice.Explain(error, hasRun: true));
        Assert.Equal(error, FailureAdvice.Explain(error, hasRun: false));
        Assert.EndsWith(error.EndsWith(')') ? " (ffmpeg: x)" : ".", FailureAdvice.Explain(error, hasRun: true));
    }
}
