using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;

namespace Dashboard.Recognition;

/// <summary>Finds and reads the plates of a picture. Implementations may be called from many threads.</summary>
internal interface IPlateRecognizer
{
    /// <summary>Version of the models: <c>lpr_version</c> in the APIs.</summary>
    string Version { get; }

    /// <summary>Where the plates of a picture are, surest first; empty where there is none.</summary>
    /// <param name="luma">The Y plane.</param>
    /// <param name="regionOfInterest">Where to look; null: everywhere.</param>
    IReadOnlyList<DetectedPlate> Detect(LumaImage luma, RegionOfInterest? regionOfInterest = null);

    /// <summary>
    /// What is written on plates of a picture: one read for each plate, in the same order. Where nothing was legible the
    /// read has no candidates.
    /// </summary>
    /// <param name="luma">The Y plane.</param>
    /// <param name="candidates">How many candidates a read has at most.</param>
    /// <param name="countries">Countries whose plates are expected; none: those of the server's setting.</param>
    IReadOnlyList<PlateRead> Read(LumaImage luma, IReadOnlyList<DetectedPlate> plates, int candidates = 10, ExpectedCountries? countries = null);

    /// <summary>Both halves: all legible plates of a picture, best first; empty where there is none.</summary>
    /// <param name="luma">The Y plane.</param>
    /// <param name="regionOfInterest">Where to look; null: everywhere.</param>
    /// <param name="candidates">How many candidates a read has at most.</param>
    /// <param name="countries">Countries whose plates are expected; none: those of the server's setting.</param>
    IReadOnlyList<PlateRead> Recognize(
        LumaImage luma, RegionOfInterest? regionOfInterest = null, int candidates = 10, ExpectedCountries? countries = null);
}
