using System.Text.Json;
using Dashboard.Bench;
using Dashboard.Bench.Accuracy.Groups;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Tests.Bench.Accuracy;
using static Dashboard.Tests.Bench.Accuracy.ScriptedRecognizer;

namespace Dashboard.Tests.Bench;

public sealed class EvaluateCommandTests
{
    private static readonly string[] ContractFields =
        ["pictures", "plates", "found", "exact", "exact_folded", "top10", "first_exact", "character_error_rate", "ms_per_picture"];

    [Fact]
    public async Task Evaluate_Json_HasTheContractsFieldsInOneLine()
    {
        using var folder = new TemporaryFolder();
        var set = Set(folder, "set", "ABC123", "XYZ789");

        var (code, output, errors) = await RunAsync(new ScriptedRecognizer(_ => [Read("ABC123")]), new([set], Json: true));

        Assert.Equal((0, ""), (code, errors));
        var line = JsonDocument.Parse(Assert.Single(output)).RootElement;
        Assert.All(ContractFields, field => Assert.Equal(JsonValueKind.Number, line.GetProperty(field).ValueKind));
        Assert.Equal(
            (2, 1, 0.5), (line.GetProperty("plates").GetInt32(), line.GetProperty("found").GetDouble(), line.GetProperty("exact").GetDouble()));
        Assert.Equal(1, line.GetProperty("errors").GetProperty("other_text").GetInt32());
        Assert.Equal("XYZ789", line.GetProperty("worst")[0].GetProperty("label").GetString());
        Assert.Equal(10, line.GetProperty("reliability").GetArrayLength());
        Assert.Equal(0.05, line.GetProperty("false_plates_floor").GetDouble());
    }

    [Fact]
    public async Task Evaluate_SeveralFolders_IsALineEachAndOneForAll()
    {
        using var folder = new TemporaryFolder();
        string[] sets = [Set(folder, "us", "ABC123"), Set(folder, "eu", "ABC123", "DEF456", "GHI789")];

        var (_, output, _) = await RunAsync(new ScriptedRecognizer(_ => [Read("ABC123")]), new(sets, Json: true));

        var lines = output.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["us", "eu", "total"], lines.Select(line => line.GetProperty("folder").GetString()));
        Assert.Equal([1, 0.3333, 0.5], lines.Select(line => line.GetProperty("exact").GetDouble()));
    }

    [Fact]
    public async Task Evaluate_Text_SaysWhatFoundMeansAndNamesTheWorstErrors()
    {
        using var folder = new TemporaryFolder();
        var set = Set(folder, "set", "ABC123", "ABO123");

        var (_, output, errors) = await RunAsync(
            new ScriptedRecognizer(_ => [Read("ABC123"), At(200, 10, 40, 20, ("SALE99", 0.6))]), new([set], List: true));

        Assert.Contains(output, line => line.StartsWith("exact ", StringComparison.Ordinal) && line.EndsWith("0.500", StringComparison.Ordinal));
        Assert.Contains(output, line => line.StartsWith("found: a detected plate overlaps", StringComparison.Ordinal));
        Assert.Contains(
            output, line => line.StartsWith("false plates a picture", StringComparison.Ordinal) && line.EndsWith("1.000", StringComparison.Ordinal));
        Assert.Contains(output, line => line.Contains("0.80  ABC123     for ABO123", StringComparison.Ordinal));
        Assert.Contains("1.jpg: ABO123 read as ABC123 0.80 (look-alike, other)", errors);
        Assert.Contains("0.jpg: SALE99 0.60 where no plate is labelled", errors);
    }

    [Fact]
    public async Task Evaluate_FolderWithoutLabelsAmongOthers_DoesTheOthersAndSaysSoWithCode2()
    {
        using var folder = new TemporaryFolder();
        var set = Set(folder, "set", "ABC123");
        File.AppendAllText(Path.Combine(set, "0.txt"), "missing.jpg\t1\t2\t3\t4\tAAA111\n");

        var (code, output, errors) = await RunAsync(
            new ScriptedRecognizer(_ => [Read("ABC123")]), new([folder.PathOf("nowhere"), set], Json: true));

        Assert.Equal(2, code);
        Assert.Equal(1, JsonDocument.Parse(Assert.Single(output)).RootElement.GetProperty("pictures").GetInt32());
        Assert.Contains("nowhere: no labelled picture", errors);
        Assert.Contains("missing.jpg: ", errors);
    }

    [Fact]
    public async Task Evaluate_Html_IsOnePageThatNeedsNothingElseAndShowsEveryMiss()
    {
        using var folder = new TemporaryFolder();
        var set = Set(folder, "a&b", "ABC123", "ABO123", "XYZ789");
        var page = folder.PathOf("report.html");

        await RunAsync(
            new ScriptedRecognizer(_ => [At(20, 20, 260, 120, ("ABC123", 0.8), ("ABO123", 0.1)), At(200, 10, 40, 20, ("SALE99", 0.6))]),
            new([set], Html: page));

        var html = File.ReadAllText(page);
        Assert.Contains("a&amp;b", html);
        Assert.DoesNotContain("http://", html.Replace("http://www.w3.org", "", StringComparison.Ordinal));
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("<link", html);
        Assert.Equal(2 + 3, Occurrences(html, "<article>"));
        Assert.Equal(5, Occurrences(html, "class=\"reader\""));
        Assert.Contains("<section id=\"look_alike\">", html);
        Assert.Contains("<section id=\"other_text\">", html);
        Assert.Contains("<section id=\"false_plates\">", html);
        Assert.Contains("<span>B</span><mark>C</mark><span>1</span>", html);
        Assert.Contains("<li class=\"truth\"><span class=\"text\">ABO123</span>", html);
    }

    [Fact]
    public async Task Evaluate_Frames_LetsReadsVoteOverSequences()
    {
        using var folder = new TemporaryFolder();
        var set = Set(folder, "set", "ABC123");
        var pictures = 0;

        // The single picture is read well; of its frames every third is not.
        var recognizer = new ScriptedRecognizer(luma => luma.Width == 320
            ? [Read("ABC123")]
            : [At(12, 12, 156, 72, (pictures++ / 2 % 3 == 2 ? "ABD123" : "ABC123", 0.5))]);
        var (_, output, _) = await RunAsync(recognizer, new([set], Json: true, Frames: 6));

        var voting = JsonDocument.Parse(Assert.Single(output)).RootElement.GetProperty("voting");
        var rows = voting.EnumerateArray().ToDictionary(row => row.GetProperty("frames").GetInt32());
        Assert.Equal([1, 2, 3, 5, 6], rows.Keys);
        Assert.Equal((6, 0.6667), (rows[1].GetProperty("sequences").GetInt32(), rows[1].GetProperty("exact").GetDouble()));
        Assert.Equal((2, 1), (rows[3].GetProperty("sequences").GetInt32(), rows[3].GetProperty("exact").GetDouble()));
        Assert.Equal(1, rows[6].GetProperty("exact").GetDouble());
    }

    [Fact]
    public async Task Evaluate_ByCountry_TellsLabelledCountriesApartAndCountsThoseNamedRight()
    {
        using var folder = new TemporaryFolder();
        string[] sets = [Set(folder, "a", "ABC123", "ABC123", "XYZ789"), Set(folder, "b", "ABC123")];
        Label(sets[0], 0, "ABC123\tCZ");
        Label(sets[0], 1, "ABC123\tpl");
        var recognizer = new ScriptedRecognizer(_ => [Read("ABC123") with { Region = "cz-1" }]);

        var (_, output, _) = await RunAsync(recognizer, new(sets, Json: true, By: PlateProperty.Country));

        var total = JsonDocument.Parse(output[^1]).RootElement;
        Assert.Equal("country", total.GetProperty("by").GetString());
        Assert.Equal(
            [("cz", 3, 0.6667, 1, 1), ("pl", 1, 1, 1, 0)],
            total.GetProperty("groups").EnumerateArray().Select(group => (
                group.GetProperty("name").GetString()!,
                group.GetProperty("plates").GetInt32(),
                group.GetProperty("exact").GetDouble(),
                group.GetProperty("countries_shown").GetInt32(),
                group.GetProperty("countries_right").GetInt32())));
    }

    [Fact]
    public async Task Evaluate_ByTiltLinesOrHeight_GroupsBySizeInOrder()
    {
        using var folder = new TemporaryFolder();
        var set = Set(folder, "set", "ABC123", "XYZ789");
        Label(set, 1, "ABC123", height: 18);
        var slanted = new PlateRead(new PlateCorners(new(20, 20), new(280, 70), new(280, 140), new(20, 90)), [new("ABC123", .8)]);

        var (_, tilt, _) = await RunAsync(new ScriptedRecognizer(_ => [slanted]), new([set], By: PlateProperty.Tilt));
        var (_, lines, _) = await RunAsync(new ScriptedRecognizer(_ => [Read("ABC123")]), new([set], By: PlateProperty.Lines));
        var (_, height, _) = await RunAsync(new ScriptedRecognizer(_ => [Read("ABC123")]), new([set], By: PlateProperty.Height));

        Assert.Contains(tilt, line => Fields(line) is ["10", "to", "20", "degrees", "1", "1.000", "1.000", ..]);
        Assert.Contains(lines, line => Fields(line) is ["two", "or", "more", "1", "1.000", "1.000", ..]);
        Assert.Contains(lines, line => Fields(line) is ["not", "found", "1", "0.000", ..]);
        var groups = height.SkipWhile(line => !line.StartsWith("by height", StringComparison.Ordinal)).Skip(1).Select(Fields).ToList();
        Assert.Equal(["15", "to", "20", "px"], groups[0][..4]);
        Assert.Equal(["100", "and", "more", "px"], groups[1][..4]);

        static string[] Fields(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void Label(string set, int picture, string text, int height = 120) =>
        File.WriteAllText(Path.Combine(set, $"{picture}.txt"), $"{picture}.jpg\t20\t20\t260\t{height}\t{text}\n");

    private static PlateRead Read(string text) => At(20, 20, 260, 120, (text, 0.8));

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;

    /// <summary>
    /// A folder of grey pictures, 0.jpg and so on, each with a large plate that is labelled, so that a moving camera keeps it where the script finds
    /// it.
    /// </summary>
    private static string Set(TemporaryFolder folder, string name, params string[] texts)
    {
        var path = Directory.CreateDirectory(folder.PathOf(name)).FullName;
        using var codec = new PictureCodec(new FramePool());
        using var frame = new FramePool().Rent(320, 180);
        frame.Data.Span.Fill(128);
        for (var i = 0; i < texts.Length; i++)
        {
            File.WriteAllBytes(Path.Combine(path, $"{i}.jpg"), codec.Encode(frame));
            File.WriteAllText(Path.Combine(path, $"{i}.txt"), $"{i}.jpg\t20\t20\t260\t120\t{texts[i]}\n");
        }

        return path;
    }

    private static async Task<(int Code, string[] Output, string Errors)> RunAsync(IPlateRecognizer recognizer, EvaluateCommand.Request request)
    {
        var (code, output, errors) = await CommandRun.RunAsync(
            recognizer,
            new RecognitionOptions { MinConfidence = 0.05 },
            (services, console) => EvaluateCommand.RunAsync(services, request, console, Cancellation));
        return (code, output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), errors);
    }
}
