using System.Diagnostics;

namespace Dashboard.Tests.Recognition;

/// <summary>Pictures with an invented plate, drawn by ffmpeg at test time.</summary>
internal static class DrawnPlate
{
    public const string Text = "RT482KM";

    /// <summary>Draws a picture of 200x140 that is nothing but a plate in two lines; skips as <see cref="Write"/>.</summary>
    public static void WriteAlone(string file) => Draw(
        file,
        "white",
        "200x140",
        font => $"drawbox=x=2:y=2:w=196:h=136:color=black:t=3,{Line(font, "RT 48", 16)},{Line(font, "2 KM", 78)}");

    /// <summary>Draws a picture of 640x360 with a plate whose middle is at 320,230; skips the test where ffmpeg or a font is missing.</summary>
    public static void Write(string file) => Draw(
        file,
        "0x506070",
        "640x360",
        font => "drawbox=x=220:y=200:w=200:h=60:color=white:t=fill,drawbox=x=222:y=202:w=196:h=56:color=black:t=2,"
            + $"drawtext=fontfile={font}:text='RT 482 KM':fontsize=34:fontcolor=black:x=320-text_w/2:y=230-text_h/2");

    private static string Line(string font, string text, int y) =>
        $"drawtext=fontfile={font}:text='{text}':fontsize=52:fontcolor=black:x=100-text_w/2:y={y}";

    private static void Draw(string file, string color, string size, Func<string, string> filter)
    {
        var font = new[] { "/usr/share/fonts", "/usr/local/share/fonts" }.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*Sans-Bold.ttf", SearchOption.AllDirectories)).FirstOrDefault();
        if (font is null)
        {
            Assert.Skip("no font to draw a plate with (fonts-dejavu-core has one)");
        }

        var start = new ProcessStartInfo("ffmpeg")
        {
            RedirectStandardError = true,
            ArgumentList =
            {
                "-v", "error", "-y", "-f", "lavfi", "-i", $"color=c={color}:s={size}:d=1", "-vf", filter(font), "-frames:v", "1", "-q:v", "2", file,
            },
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                Assert.Skip($"ffmpeg cannot draw text: {error.ReplaceLineEndings(" ")}");
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ffmpeg is not installed");
        }
    }
}
