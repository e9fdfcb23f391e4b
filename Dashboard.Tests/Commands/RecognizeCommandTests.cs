using System.Diagnostics;
using System.Text.Json;
using Dashboard.Commands;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tests.Recognition;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Commands;

[Trait("Category", "System")]
public sealed class RecognizeCommandTests
{
    [Fact]
    public async Task Recognize_PictureWithPlate_IsOneLineOfJson()
    {
        using var folder = new TemporaryFolder();
        DrawnPlate.Write(folder.PathOf("plate.jpg"));

        var (code, output, errors) = await RunAsync(folder, json: true, folder.PathOf("plate.jpg"));

        Assert.Equal((0, ""), (code, errors));
        var line = JsonDocument.Parse(Assert.Single(output)).RootElement;
        Assert.Equal(folder.PathOf("plate.jpg"), line.GetProperty("file").GetString());
        Assert.Equal(640, line.GetProperty("img_width").GetInt32());
        Assert.Equal(360, line.GetProperty("img_height").GetInt32());
        Assert.True(line.GetProperty("processing_time_ms").GetDouble() > 0);
        var plate = Assert.Single(line.GetProperty("results").EnumerateArray());
        Assert.Equal(DrawnPlate.Text, plate.GetProperty("plate").GetString());
        Assert.InRange(plate.GetProperty("confidence").GetDouble(), 60, 100);
        Assert.Equal(4, plate.GetProperty("coordinates").GetArrayLength());
        Assert.True(plate.GetProperty("coordinates")[0].GetProperty("x").GetInt32() < 320);
        Assert.Matches("^([a-z]{2}(-[a-z]{2})?)?$", plate.GetProperty("region").GetString() ?? "");
        Assert.Equal(DrawnPlate.Text, plate.GetProperty("candidates")[0].GetProperty("plate").GetString());
    }

    [Fact]
    public async Task Recognize_UnreadableAmongOthers_DoesTheOthersThenSaysSoWithCode2()
    {
        using var folder = new TemporaryFolder();
        WriteEmptyPicture(folder.PathOf("empty.jpg"));
        File.WriteAllText(folder.PathOf("damaged.jpg"), "no picture");

        var (code, output, errors) = await RunAsync(
            folder, json: true, folder.PathOf("damaged.jpg"), folder.PathOf("missing.jpg"), folder.PathOf("empty.jpg"));

        Assert.Equal(2, code);
        Assert.Empty(JsonDocument.Parse(Assert.Single(output)).RootElement.GetProperty("results").EnumerateArray());
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith(folder.PathOf("damaged.jpg") + ": ", lines[0]);
        Assert.StartsWith(folder.PathOf("missing.jpg") + ": ", lines[1]);
    }

    [Fact]
    public async Task Recognize_Folder_TakesItsPicturesByName()
    {
        using var folder = new TemporaryFolder();
        WriteEmptyPicture(folder.PathOf("b.jpg"));
        WriteEmptyPicture(folder.PathOf("a.jpg"));
        File.WriteAllText(folder.PathOf("notes.txt"), "");

        var (code, output, errors) = await RunAsync(folder, json: false, folder.Root);

        Assert.Equal((0, "Files passed over, as their names are not those of pictures or clips: 1"), (code, errors.Trim()));
        Assert.Equal([$"{folder.PathOf("a.jpg")}: no plate", $"{folder.PathOf("b.jpg")}: no plate"], output);
    }

    [Theory]
    [InlineData("a.avif")]
    [InlineData("a.heic")]
    [InlineData("a.jp2")]
    public async Task Recognize_FolderWithAPictureOfARareKind_DoesNotPassItOver(string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf(name), "damaged");
        var (code, _, errors) = await RunAsync(folder, json: false, folder.Root);
        Assert.Equal(2, code);
        Assert.StartsWith(folder.PathOf(name) + ": ", errors);
    }

    [Fact]
    public async Task Recognize_FolderWithAPipe_NamesItAndGoesOn()
    {
        using var folder = new TemporaryFolder();
        using (var made = Process.Start("mkfifo", folder.PathOf("a.jpg")))
        {
            await made.WaitForExitAsync(Cancellation);
        }

        WriteEmptyPicture(folder.PathOf("b.jfif"));
        var (code, output, errors) = await RunAsync(folder, json: false, folder.Root);
        Assert.Equal(2, code);
        Assert.Equal([$"{folder.PathOf("b.jfif")}: no plate"], output);
        Assert.StartsWith(folder.PathOf("a.jpg") + ": ", errors);
    }

    private static async Task<(int Code, string[] Output, string Errors)> RunAsync(TemporaryFolder folder, bool json, params string[] files)
    {
        await using var app = DashboardServer.Build([$"--DataDirectory={folder.PathOf("data")}", "--Recognition:DetectionSide=640"]);
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await RecognizeCommand.RunAsync(
            app.Services, files, 10, json, new PlainConsole(output, errors, TestTime.CreateClock()), CancellationToken.None);
        Assert.False(Directory.Exists(folder.PathOf("data")), "recognising a picture needs no data directory");
        return (code, output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), errors.ToString());
    }

    private static void WriteEmptyPicture(string file)
    {
        using var codec = new PictureCodec(new FramePool());
        using var frame = new FramePool().Rent(64, 48);
        frame.Data.Span.Fill(128);
        File.WriteAllBytes(file, codec.Encode(frame));
    }
}
