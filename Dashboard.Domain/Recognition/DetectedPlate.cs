namespace Dashboard.Domain.Recognition;

/// <summary>A plate that was found in a frame and is not read yet.</summary>
/// <param name="Corners">Where it is, in pixels of the frame.</param>
/// <param name="Score">How sure the detector is that it is a plate, 0 to 1.</param>
public readonly record struct DetectedPlate(PlateCorners Corners, float Score);
