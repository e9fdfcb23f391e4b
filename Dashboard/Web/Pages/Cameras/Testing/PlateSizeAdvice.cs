using Dashboard.Web.Languages;
using Dashboard.Recognition.TestRead;

namespace Dashboard.Web.Pages.Cameras.Testing;

/// <summary>What the size of a plate in the picture means for reading it.</summary>
/// <param name="Tone"><c>ok</c>, <c>warn</c> or <c>bad</c>.</param>
/// <param name="Text">For a person who sets the camera up.</param>
internal sealed record PlateSizeAdvice(string Tone, string Text)
{
    /// <summary>Pixels below which letters cannot be told apart surely.</summary>
    public const double MinHeight = 20;

    /// <summary>Pixels from which reading is sure in good light.</summary>
    public const double GoodHeight = 25;

    private const double SureConfidence = .8;

    public static PlateSizeAdvice From(TestedPlate plate) => (plate with { Height = Math.Round(plate.Height) }) switch // As it is shown.
    {
        { Height: < MinHeight, Confidence: >= SureConfidence } =>
            new("warn", Localizer.Current["This plate is small. It can be read now, but less reliably at night, in rain and at speed. Aim for a picture in which it is at least 20 pixels high."]),
        { Height: < MinHeight } =>
            new("bad", Localizer.Current["This plate is too small. Zoom in, bring the camera closer or use a stream with more pixels."]),
        { Text: "" } => new("warn", Localizer.Current["The plate is large enough but cannot be read. Check focus, shutter and angle."]),
        { Height: < GoodHeight } => new("warn", Localizer.Current["This plate is just large enough. A little closer would be more reliable."]),
        _ => new("ok", Localizer.Current["This plate is large enough."]),
    };
}
