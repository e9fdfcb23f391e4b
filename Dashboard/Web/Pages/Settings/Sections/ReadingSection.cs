using Dashboard.Web.Languages;
using Dashboard.Settings;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class ReadingSection : SettingsSection
{
    public override string Name => "reading";

    public override string Title => Localizer.Key("Reading plates");

    public override string Intro => Localizer.Key("What is taken for a plate in a frame, and how often it is read.");

    public override IReadOnlyList<SettingField> Fields { get; } =
    [
        new(
            "Recognition:DetectionThreshold", Localizer.Key("Detection threshold"), Localizer.Key(
                "The lowest score at which something counts as a plate, 0.01 to 0.99. A lower one finds more plates, and more that are not plates.")),
        new(
            "Recognition:DetectionSide", Localizer.Key("Detection size"), Localizer.Key(
                "The longer side of the picture in which plates are looked for, 160 to 4096. More finds smaller plates and takes more time."))
        {
            Unit = Localizer.Key("pixels"),
        },
        new("Recognition:RefineCorners", Localizer.Key("Refine corners"), Localizer.Key("Looks for the corners of a plate once more, close up, before it is read: more reliable, and about two milliseconds slower per plate.")),
        new(
            "Recognition:Passes", Localizer.Key("Passes"),
            Localizer.Key("How many times a plate is read in one frame where one pass leaves it open, 1 to 3.")),
        new(
            "Recognition:FormatWeight", Localizer.Key("Weight of formats"),
            Localizer.Key("How much the formats of a country count where the picture leaves a character open, from 0 (not at all) to 1.")),
        new("Recognition:MinConfidence", Localizer.Key("Minimum confidence of a read"), Localizer.Key("Reads below it are left out, 0 to 1.")),
        new("Recognition:MinLength", Localizer.Key("Minimum characters"), Localizer.Key("Shorter texts are not plates, 3 to 10.")),
        new("Recognition:MaxLength", Localizer.Key("Maximum characters"), Localizer.Key("Longer texts are not plates, up to 10.")),
        new("FrameSelection:SkipStillFrames", Localizer.Key("Skip still frames"), Localizer.Key("Skips frames in which nothing has changed."))
        {
            NeedsRestart = true,
        },
        new(
            "FrameSelection:MotionThreshold", Localizer.Key("Motion threshold"),
            Localizer.Key("The smallest change of a small part of the picture that counts, in grey levels, 1 to 50.")) { NeedsRestart = true },
        new(
            "FrameSelection:SureReads", Localizer.Key("Reads until sure"),
            Localizer.Key("After so many reads with the confidence below, a plate is read less often; no fewer than a flow needs."))
        {
            NeedsRestart = true,
        },
        new(
            "FrameSelection:SureConfidence", Localizer.Key("Confidence until sure"),
            Localizer.Key("The confidence of the vote of these reads, 0 to 1; no less than a read needs to count.")) { NeedsRestart = true },
        new(
            "FrameSelection:RereadAfter", Localizer.Key("Read again after"),
            Localizer.Key("How long after its last read a sure plate is read again, 0.1 to 600 seconds.")) { NeedsRestart = true,
            Unit = Localizer.Key("seconds") },
    ];
}
