using Dashboard.Domain.Cameras;

namespace Dashboard.Recognition.TestRead;

/// <param name="Source">Address, file or folder, with its password.</param>
/// <param name="RunningCamera">A camera that is being watched by this address: its frames are looked at, and no second connection is made. Null:
/// none.</param>
/// <param name="RegionOfInterest">Where to look; null: everywhere.</param>
/// <param name="Countries">Whose plates are expected.</param>
internal sealed record TestReadRequest(string Source, int? RunningCamera, RegionOfInterest? RegionOfInterest, ExpectedCountries Countries);

/// <summary>A plate that was found, as it was seen best.</summary>
/// <param name="Text">What was read; empty where nothing was legible.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Region">Country or state, where it could be told.</param>
/// <param name="Width">Mean width in pixels of the source's picture.</param>
/// <param name="Height">Mean height in pixels of the source's picture.</param>
/// <param name="Frames">In how many frames it was found.</param>
/// <param name="Jpeg">The plate.</param>
internal sealed record TestedPlate(string Text, double Confidence, string? Region, double Width, double Height, int Frames, byte[] Jpeg);

/// <summary>What was read so far.</summary>
/// <param name="Frames">How many frames were looked at.</param>
/// <param name="Plates">Legible ones first, surest first.</param>
/// <param name="Error">Why there are no frames, for a person and without secrets; null: there are.</param>
internal sealed record TestReading(int Frames, IReadOnlyList<TestedPlate> Plates, string? Error = null);
