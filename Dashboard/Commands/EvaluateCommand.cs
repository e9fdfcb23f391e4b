using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dashboard.Recognition;
using Dashboard.Recognition.Imaging;

namespace Dashboard.Commands;

/// <summary><c>evaluate FOLDER [--json]</c>: accuracy over labelled pictures.</summary>
public static class EvaluateCommand
{
    /// <summary>The command.</summary>
    public static Command Create(string[] settings)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Pictures, each with a .txt: file, x, y, width, height, text, with tabs between." };
        var json = new Option<bool>("--json") { Description = "The figures as one line of JSON." };
        var list = new Option<bool>("--list") { Description = "Also name each plate that is not read exactly, on standard error." };
        var command = new Command("evaluate", "Measure accuracy over labelled pictures.") { folder, json, list };
        command.SetAction((parsed, cancel) => CommandHost.RunWithoutDatabaseAsync(
            settings,
            (services, stop) => RunAsync(services, parsed.GetRequiredValue(folder), parsed.GetValue(json), parsed.GetValue(list), stop),
            cancel));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, string folder, bool json, bool list, CancellationToken cancel)
    {
        var labels = ReadLabels(folder);
        if (labels.Count == 0)
        {
            Console.Error.WriteLine($"{folder}: no labelled picture; each picture needs a .txt beside it: file, x, y, width, height, text, with tabs between.");
            return RecognizeCommand.Unreadable;
        }

        var recognizer = services.GetRequiredService<IPlateRecognizer>();
        var input = ActivatorUtilities.CreateInstance<InputPictures>(services);
        recognizer.Recognize(new LumaImage(new byte[640 * 360], 640, 360, 640));
        var evaluation = new Evaluation();
        var result = 0;
        foreach (var (file, plates) in labels)
        {
            try
            {
                await foreach (var picture in input.ReadAsync(file, cancel))
                {
                    using var frame = picture.Frame;
                    var watch = Stopwatch.StartNew();
                    var reads = recognizer.Recognize(LumaImage.Of(frame));
                    evaluation.Add(plates, reads, watch.Elapsed);
                    if (list && !plates.All(label => reads.Any(read => read.Text == label.Text)))
                    {
                        Console.Error.WriteLine($"{Path.GetFileName(file)}: {string.Join(' ', plates.Select(p => p.Text))} read as {Describe(reads)}");
                    }
                }
            }
            catch (Exception problem) when (InputPictures.IsUnreadable(problem))
            {
                Console.Error.WriteLine($"{file}: {problem.Message}");
                result = RecognizeCommand.Unreadable;
            }
        }

        Console.WriteLine(json ? ToJson(evaluation) : ToText(evaluation));
        return result;
    }

    private static SortedDictionary<string, List<PlateLabel>> ReadLabels(string folder)
    {
        var labels = new SortedDictionary<string, List<PlateLabel>>(StringComparer.Ordinal);
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.txt") : [])
        {
            foreach (var label in File.ReadLines(file).Select(PlateLabel.FromLine).OfType<PlateLabel>())
            {
                var picture = Path.Combine(folder, Path.GetFileName(label.File));
                if (!labels.TryGetValue(picture, out var plates))
                {
                    labels[picture] = plates = [];
                }

                plates.Add(label);
            }
        }

        return labels;
    }

    private static string Describe(IReadOnlyList<Domain.Recognition.PlateRead> reads) => reads.Count == 0
        ? "nothing"
        : string.Join(", ", reads.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Text} {r.Confidence:0.00}")));

    private static string ToText(Evaluation e) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        plates                {e.Plates} in {e.Pictures} pictures
        found                 {e.Share(e.Found):0.000}
        exact                 {e.Share(e.Exact):0.000}
        exact, O=0 and I=1    {e.Share(e.Folded):0.000}
        in top 10             {e.Share(e.InTopTen):0.000}
        first read exact      {(double)e.FirstExact / Math.Max(1, e.Pictures):0.000}
        character error rate  {e.CharacterErrorRate:0.000}
        ms a picture          {e.MillisecondsPerPicture:0.0}
        """);

    private static string ToJson(Evaluation e) => JsonSerializer.Serialize(new
    {
        pictures = e.Pictures,
        plates = e.Plates,
        found = Math.Round(e.Share(e.Found), 4),
        exact = Math.Round(e.Share(e.Exact), 4),
        exact_folded = Math.Round(e.Share(e.Folded), 4),
        top10 = Math.Round(e.Share(e.InTopTen), 4),
        first_exact = Math.Round((double)e.FirstExact / Math.Max(1, e.Pictures), 4),
        character_error_rate = Math.Round(e.CharacterErrorRate, 4),
        ms_per_picture = Math.Round(e.MillisecondsPerPicture, 1),
    });
}
