using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Recognition;

namespace Dashboard.Tests.Bench.Accuracy;

/// <summary>Finds and reads what a test says, whatever the picture shows.</summary>
/// <param name="read">The reads of a picture; one without candidates is a plate that is found and not legible.</param>
/// <param name="closer">What a picture that stands for itself gives where that is different.</param>
internal sealed class ScriptedRecognizer(
    Func<LumaImage, IReadOnlyList<PlateRead>> read, Func<LumaImage, IReadOnlyList<PlateRead>>? closer = null) : IPlateRecognizer
{
    public string Version => "scripted";

    /// <summary>A read in an upright box.</summary>
    public static PlateRead At(float x, float y, float width, float height, params (string Text, double Confidence)[] candidates) => new(
        PlateCorners.FromBox(x, y, width, height), [.. candidates.Select(c => new PlateCandidate(c.Text, c.Confidence))]);

    public IReadOnlyList<DetectedPlate> Detect(LumaImage luma, RegionOfInterest? regionOfInterest = null) =>
        [.. read(luma).Select(r => new DetectedPlate(r.Corners, 0.9f))];

    public IReadOnlyList<PlateRead> Read(
        LumaImage luma, IReadOnlyList<DetectedPlate> plates, int candidates = 10, ExpectedCountries? countries = null)
    {
        var reads = read(luma);
        return [.. plates.Select(plate => reads.FirstOrDefault(r => r.Corners == plate.Corners) ?? new PlateRead(plate.Corners, []))];
    }

    public IReadOnlyList<PlateRead> Recognize(
        LumaImage luma, RegionOfInterest? regionOfInterest = null, int candidates = 10, ExpectedCountries? countries = null) =>
        [.. (closer ?? read)(luma).Where(r => r.IsLegible)];
}
