using Dashboard.Domain.Flows;
using Dashboard.Domain.Tracking;
using Dashboard.Domain.Users;
using Dashboard.Flows;

namespace Dashboard.Bench.SearchSpeed;

/// <summary>What a question is compared with, and by how much it may differ.</summary>
internal enum Baseline
{
    /// <summary>The same rows fetched by the database's shell: at most three times its time.</summary>
    Shell,

    /// <summary>Reading the whole table: at least fifty times faster.</summary>
    FarBelowScan,

    /// <summary>Reading the whole table: at least twenty times faster.</summary>
    BelowScan,

    /// <summary>The first page of all flows: within five times.</summary>
    FirstPage,
}

/// <summary>One question that is asked again and again.</summary>
internal sealed record SearchQuestion(string Name, FlowQuery Query, Baseline Baseline);

/// <summary>The questions that searching is measured by, made from what is in the database.</summary>
internal static class SearchQuestions
{
    /// <summary>The page far from both ends that is asked for; a list that is shorter is asked for its middle.</summary>
    private const int FarPage = 100_000;

    /// <summary>The questions, over a database with flows.</summary>
    public static async Task<IReadOnlyList<SearchQuestion>> MakeAsync(FlowSearch search, CancellationToken cancellationToken)
    {
        var newest = await search.SearchAsync(new FlowQuery(null, FlowOrder.Newest), SiteScope.Unrestricted, cancellationToken);
        var middle = await search.SearchAsync(
            new FlowQuery(null, FlowOrder.Newest, Math.Max(1, newest.PageCount / 2)), SiteScope.Unrestricted, cancellationToken);
        var known = middle.Rows.First(row => row.Flow.Plate.Length >= 6).Flow;
        var plate = known.Plate;
        var day = new DateTimeOffset(known.CapturedAt.UtcDateTime.Date, TimeSpan.Zero);
        var ofDay = new FlowAll(
            [Compare(FlowField.Time, FlowOperator.GreaterOrEqual, day), Compare(FlowField.Time, FlowOperator.Less, day.AddDays(1))]);
        var ofCamera = Compare(FlowField.CameraId, FlowOperator.Equal, (long)known.CameraId);
        var busiest = Compare(
            FlowField.CameraId, FlowOperator.Equal, (long)newest.Rows.GroupBy(row => row.Flow.CameraId).MaxBy(group => group.Count())!.Key);
        FlowComparison Has(string part) => Compare(FlowField.Plate, FlowOperator.Contains, part);
        var far = Math.Min(FarPage, Math.Max(1, newest.PageCount / 2));

        return
        [
            new("first page, all", Page(null), Baseline.Shell),
            new("first page, a camera", Page(ofCamera), Baseline.Shell),
            new("first page, a day", Page(ofDay), Baseline.Shell),
            new("one number", Page(Compare(FlowField.Id, FlowOperator.Equal, known.Id)), Baseline.Shell),
            new($"plate like {plate[..3]}", Page(Has(plate[..3])), Baseline.FarBelowScan),
            new($"plate like {plate[^3..]}", Page(Has(plate[^3..])), Baseline.FarBelowScan),
            new($"plate like {plate[1..5]}", Page(Has(plate[1..5])), Baseline.FarBelowScan),
            new($"plate like {plate}", Page(Has(plate)), Baseline.FarBelowScan),
            new($"plate = {plate}", Page(Compare(FlowField.Plate, FlowOperator.Equal, plate)), Baseline.FarBelowScan),
            new(
                $"plate like {plate[..2]}*{plate[^2..]}", Page(Compare(FlowField.Plate, FlowOperator.Matches, $"{plate[..2]}*{plate[^2..]}")),
                Baseline.BelowScan),
            new($"plate looks like {plate[1..5]}", Page(Compare(FlowField.Plate, FlowOperator.LooksLike, $"*{plate[1..5]}*")), Baseline.BelowScan),
            new($"candidate = {plate}", Page(Compare(FlowField.Candidate, FlowOperator.Equal, plate)), Baseline.FarBelowScan),
            new($"candidate like {plate[..4]}*", Page(Compare(FlowField.Candidate, FlowOperator.Matches, $"{plate[..4]}*")), Baseline.BelowScan),
            new($"plate like {plate[..2]}", Page(Has(plate[..2])), Baseline.BelowScan),
            new($"plate like {plate[^1..]}", Page(Has(plate[^1..])), Baseline.BelowScan),
            new($"plate != {plate}", Page(Compare(FlowField.Plate, FlowOperator.NotEqual, plate)), Baseline.BelowScan),
            new($"a camera, a day", Page(new FlowAll([ofCamera, ofDay])), Baseline.BelowScan),
            new($"a camera, like {plate[..2]}", Page(new FlowAll([ofCamera, Has(plate[..2])])), Baseline.BelowScan),
            new($"a camera, a day, like {plate[..2]}", Page(new FlowAll([ofCamera, ofDay, Has(plate[..2])])), Baseline.BelowScan),
            new($"a day, like {plate[..3]}", Page(new FlowAll([ofDay, Has(plate[..3])])), Baseline.BelowScan),
            new("made by hand", Page(Compare(FlowField.TriggerMode, FlowOperator.Equal, TriggerMode.Manual)), Baseline.BelowScan),
            new("without plate", Page(Compare(FlowField.Plate, FlowOperator.Equal, "")), Baseline.BelowScan),
            new("with a plate", Page(Compare(FlowField.Plate, FlowOperator.NotEqual, "")), Baseline.BelowScan),
            new("region us", Page(Compare(FlowField.Region, FlowOperator.Equal, "us")), Baseline.BelowScan),
            new("region de", Page(Compare(FlowField.Region, FlowOperator.Equal, "de")), Baseline.BelowScan),
            new("region gb, a camera", Page(new FlowAll([ofCamera, Compare(FlowField.Region, FlowOperator.Equal, "GB")])), Baseline.BelowScan),
            new("region like us", Page(Compare(FlowField.Region, FlowOperator.Contains, "us")), Baseline.BelowScan),
            new("region other than us", Page(Compare(FlowField.Region, FlowOperator.NotEqual, "us")), Baseline.BelowScan),
            new("direction in", Page(Compare(FlowField.Direction, FlowOperator.Equal, "in")), Baseline.BelowScan),
            new("direction wrong way", Page(Compare(FlowField.Direction, FlowOperator.Equal, "wrong way")), Baseline.BelowScan),
            new("a red vehicle", Page(Compare(FlowField.Color, FlowOperator.Equal, VehicleColor.Red)), Baseline.BelowScan),
            new("coming nearer", Page(Compare(FlowField.Approach, FlowOperator.Equal, Approach.Towards)), Baseline.BelowScan),
            new("corrected", Page(Compare(FlowField.Corrected, FlowOperator.Equal, true)), Baseline.BelowScan),
            new("not corrected", Page(Compare(FlowField.Corrected, FlowOperator.Equal, false)), Baseline.BelowScan),
            new("of a list", Page(Compare(FlowField.AlertList, FlowOperator.Equal, 1L)), Baseline.BelowScan),
            new("confidence < 0.7", Page(Compare(FlowField.Confidence, FlowOperator.Less, 0.7)), Baseline.BelowScan),
            new($"page {far}, all", Page(null, far), Baseline.FirstPage),
            new($"page {far / 8}, busiest camera", Page(busiest, far / 8), Baseline.FirstPage),
        ];
    }

    /// <summary>Those of the questions that people and programs ask most, for many clients at once.</summary>
    public static IReadOnlyList<SearchQuestion> Mixed(IReadOnlyList<SearchQuestion> questions) =>
        [.. questions.Where(question => question.Baseline != Baseline.FirstPage || question.Name.Contains("all", StringComparison.Ordinal))];

    private static FlowQuery Page(FlowCondition? where, int page = 1) => new(where, FlowOrder.Newest, page);

    private static FlowComparison Compare(FlowField field, FlowOperator how, object value) => new(field, how, value);
}
