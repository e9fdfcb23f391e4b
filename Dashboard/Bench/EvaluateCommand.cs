using System.CommandLine;
using Dashboard.Bench.Accuracy;
using Dashboard.Bench.Accuracy.Groups;
using Dashboard.Bench.Voting;
using Dashboard.Commands;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Tracking;

namespace Dashboard.Bench;

/// <summary><c>evaluate FOLDER… [--json] [--list] [--html FILE] [--frames N] [--by PROPERTY]</c>: accuracy over labelled pictures.</summary>
internal static class EvaluateCommand
{
    private const int MaxFrames = 100;

    public static Command Create(string[] settings)
    {
        var folders = new Argument<string[]>("FOLDER")
        {
            Description = "Pictures, each with a .txt: file, x, y, width, height, text and perhaps country, with tabs between.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "A line of JSON for each folder and, where there are several, one for all." };
        var list = new Option<bool>("--list") { Description = "Also name each plate that is not read exactly, on standard error." };
        var html = new Option<string?>(
            "--html")
        { Description = "Also write a page that shows every miss. It holds pictures of plates: keep it as you keep those." };
        html.Validators.Add(result =>
        {
            if (Path.GetDirectoryName(Path.GetFullPath(result.GetValueOrDefault<string>()!)) is { } parent && !Directory.Exists(parent))
            {
                result.AddError($"--html: there is no folder {parent}.");
            }
        });
        var frames = new Option<int>("--frames")
        {
            Description = "Also make a sequence of so many frames of each picture, by a camera that moves, and let its reads vote; 2 to 100.",
        };
        frames.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 2 or > MaxFrames)
            {
                result.AddError($"--frames must be 2 to {MaxFrames}.");
            }
        });
        var by = new Option<PlateProperty?>("--by")
        {
            Description = "Also tell plates apart: by country (the label's seventh column, otherwise what was read), lines, tilt or height.",
        };
        var command = new Command("evaluate", "Measure accuracy over labelled pictures.") { folders, json, list, html, frames, by };
        command.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            settings,
            DatabaseUse.None,
            (services, console, token) => RunAsync(
                services,
                new Request(
                    parsed.GetRequiredValue(folders),
                    parsed.GetValue(json),
                    parsed.GetValue(list),
                    parsed.GetValue(html),
                    parsed.GetValue(frames),
                    parsed.GetValue(by)),
                console,
                token),
            cancellationToken));
        return command;
    }

    /// <summary>Measures all folders; what cannot be read is named and makes the exit code 2.</summary>
    internal static async Task<int> RunAsync(
        IServiceProvider services, Request request, CommandConsole console, CancellationToken cancellationToken)
    {
        var recognizer = services.GetRequiredService<IPlateRecognizer>();
        var floor = services.GetRequiredService<RecognitionOptions>().MinConfidence;
        var voteFloor = services.GetRequiredService<TrackingOptions>().MinConfidence;
        var result = 0;
        var measured = new List<FolderAccuracy>();
        BenchCommand.Warm(recognizer);
        foreach (var folder in request.Folders)
        {
            var pictures = LabelledPicture.In(folder);
            if (pictures.Count == 0)
            {
                console.Errors.WriteLine(
                    $"{folder}: no labelled picture; each picture needs a .txt beside it: file, x, y, width, height, text, with tabs between.");
                result = RecognizeCommand.Unreadable;
                continue;
            }

            var accuracy = new FolderAccuracy(NameOf(folder), request.Frames > 0 ? new VoteCount(request.Frames, voteFloor) : null, request.By);
            result = await MeasureAsync(services, request, pictures, accuracy, console, cancellationToken) ? result : RecognizeCommand.Unreadable;
            measured.Add(accuracy);
        }

        if (measured.Count == 0)
        {
            return result;
        }

        var total = FolderAccuracy.Sum(measured, request.Frames > 0 ? new VoteCount(request.Frames, voteFloor) : null, request.By);
        Write(request, measured, total, floor, recognizer.Version, console.Output);
        if (request.Html is { } page)
        {
            await AccuracyPage.WriteAsync(page, measured, total, floor, recognizer.Version, cancellationToken);
            console.Errors.WriteLine($"{page}: every miss, with pictures");
        }

        return result;
    }

    /// <summary>Measures the pictures of one folder; false where one of them could not be read.</summary>
    private static async Task<bool> MeasureAsync(
        IServiceProvider services,
        Request request,
        IReadOnlyList<LabelledPicture> pictures,
        FolderAccuracy accuracy,
        CommandConsole console,
        CancellationToken cancellationToken)
    {
        var recognizer = services.GetRequiredService<IPlateRecognizer>();
        var codec = services.GetRequiredService<PictureCodec>();
        var pool = services.GetRequiredService<FramePool>();
        var input = ActivatorUtilities.CreateInstance<InputPictures>(services);
        var gallery = new MissGallery(pool, codec);
        var voting = new FrameVoting(recognizer, new MotionFrames(pool, codec), request.Frames);
        var all = true;
        var step = console.Begin($"Measuring {accuracy.Count.Name}", pictures.Count, "pictures");
        foreach (var (file, plates) in pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await foreach (var picture in input.ReadAsync(file, cancellationToken))
                {
                    using var frame = picture.Frame;
                    var luma = LumaImage.FromFrame(frame);
                    var outcome = PictureMeasurement.MeasurePicture(recognizer, file, luma, plates);
                    accuracy.Count.Add(outcome);
                    accuracy.Groups?.Add(outcome);
                    if (request.List)
                    {
                        ListMisses(outcome, console.Errors);
                    }

                    if (request.Html is not null)
                    {
                        accuracy.MissGallery.AddRange(gallery.Collect(frame, outcome));
                    }

                    if (accuracy.Votes is { } votes)
                    {
                        voting.Measure(file, luma, plates, votes);
                    }
                }
            }
            catch (Exception exception) when (InputPictures.IsUnreadable(exception) && !cancellationToken.IsCancellationRequested)
            {
                console.Errors.WriteLine($"{file}: {exception.Message}");
                all = false;
            }

            step.Increment();
        }

        return all;
    }

    private static void Write(
        Request request, IReadOnlyList<FolderAccuracy> measured, FolderAccuracy total, double floor, string version, TextWriter output)
    {
        IReadOnlyList<FolderAccuracy> tables = measured.Count > 1 ? [.. measured, total] : measured;
        if (request.Json)
        {
            foreach (var accuracy in tables)
            {
                output.WriteLine(AccuracyJson.Write(accuracy.Count, floor, version, accuracy.Votes?.Figures, accuracy.Groups));
            }

            return;
        }

        output.WriteLine(AccuracyText.Format([.. measured.Select(accuracy => accuracy.Count)], total.Count, floor));
        if (total.Groups is { } groups)
        {
            output.WriteLine();
            output.WriteLine(GroupText.Format(groups));
        }

        if (request.Frames > 0)
        {
            output.WriteLine();
            output.WriteLine(VoteText.Format([.. tables.Select(accuracy => (accuracy.Count.Name, accuracy.Votes!.Figures))]));
        }
    }

    private static void ListMisses(PictureOutcome outcome, TextWriter errors)
    {
        foreach (var miss in outcome.Plates.Where(plate => !plate.IsExact))
        {
            errors.WriteLine(AccuracyText.Describe(miss));
        }

        foreach (var plate in outcome.FalsePlates)
        {
            errors.WriteLine(FormattableString.Invariant(
                $"{Path.GetFileName(plate.File)}: {plate.Read.Text} {plate.Read.Confidence:0.00} where no plate is labelled"));
        }
    }

    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    /// <summary>What a person asked for.</summary>
    /// <param name="Folders">Folders of labelled pictures.</param>
    /// <param name="Json">JSON in place of text.</param>
    /// <param name="List">Name each miss.</param>
    /// <param name="Html">Where to write the page of misses; null: nowhere.</param>
    /// <param name="Frames">Frames a sequence; 0: no sequences.</param>
    /// <param name="By">What plates are told apart by; null: by nothing.</param>
    internal sealed record Request(
        string[] Folders, bool Json = false, bool List = false, string? Html = null, int Frames = 0, PlateProperty? By = null);
}
