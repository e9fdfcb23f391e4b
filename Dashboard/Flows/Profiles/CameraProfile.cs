namespace Dashboard.Flows.Profiles;

/// <summary>How plates look in the pictures of a camera: medians of some of its newest flows.</summary>
/// <param name="Day">In light.</param>
/// <param name="Night">In the dark, with or without infrared light.</param>
/// <param name="Height">Pixels of a plate's height.</param>
/// <param name="Turn">Degrees by which plates are turned in the picture, either way.</param>
/// <param name="Lean">Degrees by which their letters lean, either way: the camera looks from the side and from above.</param>
internal sealed record CameraProfile(PlateLight Day, PlateLight Night, double Height, double Turn, double Lean)
{
    /// <summary>Fewer plates tell nothing.</summary>
    public const int MinPlates = 5;

    /// <summary>Plates that were looked at.</summary>
    public int Plates => Day.Plates + Night.Plates;
}

/// <summary>Plates of one kind of light.</summary>
/// <param name="Plates">How many were looked at.</param>
/// <param name="EdgeWidth">Over how much of the plate's height its letters' edges spread.</param>
/// <param name="Contrast">Between the letters and what is around them, 0 to 255.</param>
/// <param name="BurntShare">How much of a plate is as bright as can be, 0 to 1.</param>
/// <param name="Mean">Brightness of a plate, 0 to 255.</param>
internal sealed record PlateLight(int Plates, double EdgeWidth, double Contrast, double BurntShare, double Mean)
{
    /// <summary>Whether there are enough plates to judge by.</summary>
    public bool IsKnown => Plates >= CameraProfile.MinPlates;
}
