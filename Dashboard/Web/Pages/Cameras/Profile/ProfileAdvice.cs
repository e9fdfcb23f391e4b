using Dashboard.Flows.Profiles;
using Dashboard.Web.Languages;
using Dashboard.Web.Pages.Cameras.Testing;

namespace Dashboard.Web.Pages.Cameras.Profile;

/// <summary>What the look of a camera's plates means for reading them, and what to do. Decision 0051 has the measurements.</summary>
/// <param name="Tone"><c>ok</c>, <c>warn</c> or <c>bad</c>.</param>
/// <param name="Text">For a person who sets the camera up.</param>
internal sealed record ProfileAdvice(string Tone, string Text)
{
    /// <summary>Degrees from which turned plates are read less reliably.</summary>
    public const double MaxTurn = 15;

    /// <summary>Degrees from which leaning letters are read less reliably.</summary>
    public const double MaxLean = 20;

    /// <summary>Edges that spread over more of a plate's height than this run into each other.</summary>
    public const double MaxEdgeWidth = .12;

    /// <summary>Between letters and ground, of 255.</summary>
    public const double MinContrast = 30;

    private const double Burnt = .35;
    private const double Bright = 180;

    /// <summary>What to do, the most important first; one line that says so where all is well.</summary>
    public static IReadOnlyList<ProfileAdvice> From(CameraProfile profile)
    {
        // What is small is not sharp either.
        var height = Math.Round(profile.Height);
        var isLarge = height >= PlateSizeAdvice.MinHeight;
        List<ProfileAdvice> advice =
            [.. Size(height), .. Angle(profile), .. ByDay(profile.Day, isLarge), .. AtNight(profile.Night, isLarge)];
        return advice.Count > 0 ? advice : [new("ok", Localizer.Current["Plates are large, sharp and evenly lit."])];
    }

    // As it is shown.
    private static IEnumerable<ProfileAdvice> Size(double height)
    {
        if (height < PlateSizeAdvice.MinHeight)
        {
            yield return new("bad", Localizer.Current["Plates are {0} pixels high: zoom in or move the camera closer. {1}", height, PlateSizeAdvice.Rule]);
        }
        else if (height < PlateSizeAdvice.GoodHeight)
        {
            yield return new("warn", Localizer.Current["Plates are {0} pixels high, which is just enough. {1}", height, PlateSizeAdvice.Rule]);
        }
    }

    private static IEnumerable<ProfileAdvice> Angle(CameraProfile profile)
    {
        if (profile.Turn > MaxTurn)
        {
            yield return new("warn", Localizer.Current["Plates are turned by {0}°: turn the camera until they are level in the picture.", Math.Round(profile.Turn)]);
        }

        if (profile.Lean > MaxLean)
        {
            yield return new("warn", Localizer.Current["Letters lean by {0}°: the camera looks too much from the side and from above. Move it closer to the lane, or lower.", Math.Round(profile.Lean)]);
        }
    }

    private static IEnumerable<ProfileAdvice> ByDay(PlateLight light, bool isLarge)
    {
        if (isLarge && IsBlurred(light))
        {
            yield return new("warn", Localizer.Current["Plates are blurred by day: check the focus, and set the shutter to 1/500 s or faster."]);
        }

        if (IsBurnt(light))
        {
            yield return new("warn", Localizer.Current["Plates are overexposed by day: lower the exposure."]);
        }
        else if (IsPale(light))
        {
            yield return new("warn", Localizer.Current["Letters hardly stand out from the plate by day: clean the glass, and check the exposure."]);
        }
    }

    private static IEnumerable<ProfileAdvice> AtNight(PlateLight light, bool isLarge)
    {
        if (isLarge && IsBlurred(light))
        {
            yield return new("warn", Localizer.Current["Plates are blurred at night: set the shutter to 1/500 s or faster, and the focus by infrared light."]);
        }

        if (IsBurnt(light))
        {
            yield return new("warn", Localizer.Current["Plates are overexposed at night: lower the gain or the infrared light."]);
        }
        else if (IsPale(light))
        {
            yield return new("warn", Localizer.Current["Plates are too dark at night: more infrared light at the camera, or more gain."]);
        }
    }

    private static bool IsBlurred(PlateLight light) => light.IsKnown && light.EdgeWidth > MaxEdgeWidth;

    private static bool IsBurnt(PlateLight light) =>
        light.IsKnown && light.Contrast < 2 * MinContrast && (light.BurntShare > Burnt || (light.Contrast < MinContrast && light.Mean > Bright));

    private static bool IsPale(PlateLight light) => light.IsKnown && light.Contrast < MinContrast;
}
