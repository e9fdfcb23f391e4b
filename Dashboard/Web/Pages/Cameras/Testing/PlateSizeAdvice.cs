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

    /// <summary>The rule, for a person who sets the camera up: the same wherever the height of plates is spoken of.</summary>
    public static string Rule => Localizer.Current["Plates should be at least {0} pixels high in the picture, better {1}.", MinHeight, GoodHeight];

    public static PlateSizeAdvice From(TestedPlate plate) => (plate with { Height = Math.Round(plate.Height) }) switch // As it is shown.
    {
        { Height: < MinHeight, Confidence: >= SureConfidence } =>
            new("warn", Localizer.Current["This plate is small. It can be read now, but less reliably at night, in rain and at speed. {0}", Rule]),
        { Height: < MinHeight } =>
            new("bad", Localizer.Current["This plate is too small. Zoom in, bring the camera closer or use a stream with more pixels. {0}", Rule]),
        { Text: "" } => new("warn", Localizer.Current["The plate is large enough but cannot be read. Check focus, shutter and angle."]),
        { Height: < GoodHeight } => new("warn", Localizer.Current["This plate is just large enough. {0}", Rule]),
        { Confidence: < SureConfidence } =>
            new("warn", Localizer.Current["The plate is large enough, but was read with doubt. Check focus, shutter and angle."]),
        _ => new("ok", Localizer.Current["This plate is large enough."]),
    };
}
