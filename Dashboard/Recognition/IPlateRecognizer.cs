using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Recognition.Imaging;

namespace Dashboard.Recognition;

/// <summary>Reads the plates of a picture. Implementations may be called from many threads.</summary>
public interface IPlateRecognizer
{
    /// <summary>Version of the models: <c>lpr_version</c> in the APIs.</summary>
    string Version { get; }

    /// <summary>All plates of a picture, best first; empty where there is none.</summary>
    /// <param name="luma">The Y plane.</param>
    /// <param name="region">Where to look; null: everywhere.</param>
    /// <param name="candidates">How many candidates a read has at most.</param>
    IReadOnlyList<PlateRead> Recognize(LumaImage luma, RegionOfInterest? region = null, int candidates = 10);
}
