using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Recognition;

namespace Dashboard.Commands;

/// <summary><c>recognize FILE… [--top N] [--json]</c>: plates in pictures, clips and folders.</summary>
internal static class RecognizeCommand
{
    /// <summary>Exit code where a file could not be read.</summary>
    public const int Unreadable = 2;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.Never,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create(string[] settings)
    {
        var files = new Argument<string[]>("FILE") { Description = "Pictures, clips or folders.", Arity = ArgumentArity.OneOrMore };
        var top = new Option<int>("--top") { Description = "Candidates a plate has at most, 1 to 100.", DefaultValueFactory = _ => 10 };
        var json = new Option<bool>("--json") { Description = "One line of JSON a picture (a clip: a frame)." };
        top.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100)
            {
                result.AddError("--top must be 1 to 100.");
            }
        });
        var command = new Command("recognize", "Read the plates in pictures, clips and folders.") { files, top, json };
        command.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            settings,
            DatabaseUse.None,
            (services, console, token) => RunAsync(
                services, parsed.GetRequiredValue(files), parsed.GetValue(top), parsed.GetValue(json), console, token),
            cancellationToken));
        return command;
    }

    /// <summary>Recognises all files; those that cannot be read are named at the end and make the exit code 2.</summary>
    internal static async Task<int> RunAsync(
        IServiceProvider services, string[] names, int top, bool json, CommandConsole console, CancellationToken cancellationToken)
    {
        var recognizer = services.GetRequiredService<IPlateRecognizer>();
        var input = ActivatorUtilities.CreateInstance<InputPictures>(services);
        var problems = new List<string>();
        var files = InputPictures.Expand(names).ToList();
        var step = console.Begin("Reading plates", files.Count, "files");
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await foreach (var picture in input.ReadAsync(file, cancellationToken))
                {
                    using var frame = picture.Frame;
                    var watch = Stopwatch.StartNew();
                    var reads = recognizer.Recognize(LumaImage.FromFrame(frame), candidates: top);
                    var result = PictureResult.From(picture, watch.Elapsed, reads);
                    console.Output.WriteLine(json ? JsonSerializer.Serialize(result, Json) : Describe(result));
                }
            }
            catch (Exception exception) when (InputPictures.IsUnreadable(exception) && !cancellationToken.IsCancellationRequested)
            {
                problems.Add($"{file}: {exception.Message.ReplaceLineEndings(" ")}");
            }

            step.Increment();
        }

        foreach (var problem in problems)
        {
            console.Errors.WriteLine(problem);
        }

        if (InputPictures.CountOthers(names) is var others and > 0)
        {
            console.Errors.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Files passed over, as their names are not those of pictures or clips: {others}"));
        }

        return problems.Count == 0 ? 0 : Unreadable;
    }

    private static string Describe(PictureResult result)
    {
        var name = result.Frame is { } number ? $"{result.File} frame {number}" : result.File;
        var plates = result.Results.Select(r => string.Create(
            CultureInfo.InvariantCulture,
            $"{r.Plate} {r.Confidence:0.0} % at {r.Coordinates[0].X},{r.Coordinates[0].Y}{Others(r)}"));
        return $"{name}: {(result.Results.Count == 0 ? "no plate" : string.Join("; ", plates))}";
    }

    private static string Others(PlateResult result)
    {
        var others = result.Candidates.Skip(1).Take(3).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Plate} {c.Confidence:0.0}"));
        return result.Candidates.Count > 1 ? $" (or {string.Join(", ", others)})" : "";
    }

    internal sealed record PictureResult(
        string File, long? Frame, int ImgWidth, int ImgHeight, double ProcessingTimeMs, IReadOnlyList<PlateResult> Results)
    {
        public static PictureResult From(InputPicture picture, TimeSpan took, IReadOnlyList<PlateRead> reads) => new(
            picture.File,
            picture.FrameNumber,
            picture.Frame.Width,
            picture.Frame.Height,
            Math.Round(took.TotalMilliseconds, 1),
            [.. reads.Select(PlateResult.From)]);
    }

    internal sealed record PlateResult(
        string Plate, double Confidence, IReadOnlyList<PointResult> Coordinates, string? Region, IReadOnlyList<CandidateResult> Candidates)
    {
        public static PlateResult From(PlateRead read)
        {
            var c = read.Corners;
            return new PlateResult(
                read.Text,
                Percent(read.Confidence),
                [Point(c.TopLeft), Point(c.TopRight), Point(c.BottomRight), Point(c.BottomLeft)],
                read.Region,
                [.. read.Candidates.Select(candidate => new CandidateResult(candidate.Text, Percent(candidate.Confidence)))]);
        }

        private static double Percent(double confidence) => Math.Round(confidence * 100, 3);

        private static PointResult Point(PicturePoint point) => new((int)MathF.Round(point.X), (int)MathF.Round(point.Y));
    }

    internal sealed record PointResult(int X, int Y);

    internal sealed record CandidateResult(string Plate, double Confidence);
}
