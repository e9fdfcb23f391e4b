using Dashboard.Capture;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Settings;
using Dashboard.Web.Languages;
using Dashboard.Web.Pages.Settings.Video;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class VideoSection : SettingsSection
{
    /// <summary>What people call what decodes.</summary>
    public static IReadOnlyDictionary<string, string> Kinds { get; } = new Dictionary<string, string>
    {
        [nameof(HardwareDecoding.None)] = Localizer.Key("The processor"),
        [nameof(HardwareDecoding.Auto)] = Localizer.Key("Whatever works here"),
        [nameof(HardwareDecoding.Vaapi)] = Localizer.Key("Graphics of Intel or AMD (VAAPI)"),
        [nameof(HardwareDecoding.Cuda)] = Localizer.Key("Graphics of NVIDIA (CUDA)"),
    };

    public override string Name => "video";

    public override string Title => Localizer.Key("Decoding video");

    public override string Intro =>
        Localizer.Key("A graphics card can decode the video of cameras, which leaves the processor more time to read plates.");

    public override Type Extra => typeof(VideoDecodingPanel);

    public override IReadOnlyList<SettingField> Fields { get; } =
    [
        new(
            "Capture:HardwareDecoding", Localizer.Key("Video is decoded by"),
            Localizer.Key("Where the graphics card does not work, the processor decodes."))
        {
            NeedsRestart = true,
            ChoiceLabels = Kinds,
        },
        new(
            "Capture:HardwareDevice", Localizer.Key("Graphics card"),
            Localizer.Key("A path such as /dev/dri/renderD128, or the number of an NVIDIA card. Leave it empty for the first one."))
        {
            NeedsRestart = true,
            Suggestions = HardwareDevices.Find(),
        },
    ];
}
