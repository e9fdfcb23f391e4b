using Dashboard.Domain.Flows;
using Dashboard.Domain.Tracking;
using Dashboard.Flows;
using Dashboard.Storage;
using Dashboard.Storage.Search;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Storage;

/// <summary>A few hundred flows with many equal times, plates and confidences, and random questions about them.</summary>
internal sealed class SearchWorld : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 14, 7, 59, 58, TimeSpan.Zero);
    private static readonly string[] Aliases = ["Gate", "GATE 2", "Straße", "Ärmel", "100%", "a_b", "back\\slash", "[x]", "Gate"];
    private static readonly string[] Plates = ["", "AB12CDE", "AB12CD", "B12", "XYZ789", "0OI1", "A"];
    private static readonly string[] Corrections = ["AB12CDE", "B12", "KORR1", "Q"];
    private static readonly string?[] Regions = [null, "de", "US-CA", "us-tx"];
    private static readonly string?[] Directions = [null, "in", "In", "out"];
    private static readonly string[] PlateOperands =
    [
        "", "ab", "AB-12 cde", "ab12cde", "12", "%", "A%E", "_", "\\", "[A]", "é", "ſ", " ", "0oi1", "'", "B12", "korr1", "q", "АВ12", "cdé", "Ж",
    ];
    private static readonly string[] AliasOperands =
    [
        "gate", "GATE", "Gate 2", "ÄRMEL", "ärm", "STRAßE", "%", "_", "\\", "[", "x", "", "'", "nowhere",
    ];
    private static readonly double[] Confidences = [0, 0.25, 0.5, 0.75, 0.999, 1];

    private SearchWorld(TestDatabase database, IReadOnlyList<CameraInfo> cameras, IReadOnlyList<Flow> flows)
    {
        (Database, Cameras, Flows) = (database, cameras, flows);
        Search = new FlowSearch(database.Factory);
        Naive = new NaiveConditions(cameras);
    }

    public TestDatabase Database { get; }

    public IReadOnlyList<CameraInfo> Cameras { get; }

    public IReadOnlyList<Flow> Flows { get; }

    public FlowSearch Search { get; }

    public NaiveConditions Naive { get; }

    public static async Task<SearchWorld> CreateAsync(string provider, int count = 200)
    {
        var database = await TestDatabase.CreateAsync(provider);
        await using (var db = await database.Factory.CreateDbContextAsync())
        {
            // The first of the two gates was deleted.
            db.Cameras.AddRange(
                Aliases.Select(
                    (alias, i) => new CameraRow { Alias = alias, DeletedAt = i == 0 ? DateTimeOffset.UnixEpoch : null, SiteId = 1 + (i % 3) }));
            await db.SaveChangesAsync();
        }

        await using var reader = await database.Factory.CreateDbContextAsync();
        var cameras = (await FlowQueryTranslator.CreateAsync(reader)).Cameras;
        var random = new Random(7);
        var flows = Enumerable.Range(0, count).Select(_ => new Flow
        {
            Uuid = Guid.NewGuid(),
            CameraId = cameras[random.Next(cameras.Count)].Id,
            Plate = Plates[random.Next(Plates.Length)],
            Confidence = Confidences[random.Next(Confidences.Length)],
            CapturedAt = Start.AddMilliseconds(random.Next(12) * 500),
            TriggerMode = (TriggerMode)random.Next(2),
            FirstSeenAt = Start.AddMilliseconds(random.Next(12) * 500),
            Region = Regions[random.Next(Regions.Length)],
            DirectionName = Directions[random.Next(Directions.Length)],
            Approach = (Approach)random.Next(3),
            Color = (VehicleColor)random.Next(5),
        }).ToList();
        foreach (var flow in flows)
        {
            flow.Candidates = [.. Enumerable.Range(0, random.Next(4)).Select(
                rank => new FlowCandidate { Rank = rank, Text = Plates[random.Next(1, Plates.Length)] })];
        }

        reader.Flows.AddRange(flows);
        await reader.SaveChangesAsync();
        foreach (var flow in flows.Where((_, i) => i % 7 == 3))
        {
            // Every seventh was corrected, now and then one that was not read at all, or back to what was read.
            (flow.RawPlate, flow.Plate) = (flow.Plate, random.Next(4) == 0 ? flow.Plate : Corrections[random.Next(Corrections.Length)]);
            reader.FlowCorrections.Add(new FlowCorrection { FlowId = flow.Id, Raw = flow.RawPlate, Before = flow.RawPlate, After = flow.Plate });
        }

        await reader.SaveChangesAsync();
        return new SearchWorld(database, cameras, flows);
    }

    /// <summary>What a list holds, found without a database.</summary>
    public IReadOnlyList<Flow> List(FlowCondition? where, FlowOrder order)
    {
        var matching = Flows.Where(flow => where is null || Naive.Holds(where, flow));
        var sorted = order.Field switch
        {
            FlowField.Id => matching.OrderBy(flow => flow.Id),
            FlowField.Time => matching.OrderBy(flow => flow.CapturedSecond),
            FlowField.Camera => matching.OrderBy(Naive.Alias, StringComparer.OrdinalIgnoreCase),
            FlowField.CameraId => matching.OrderBy(flow => flow.CameraId),
            FlowField.Plate => matching.OrderBy(flow => flow.Plate, StringComparer.Ordinal),
            FlowField.FirstSeen => matching.OrderBy(flow => flow.FirstSeenAt),
            FlowField.Confidence => matching.OrderBy(flow => flow.Confidence),
            FlowField.TriggerMode => matching.OrderBy(flow => flow.TriggerMode),
            _ => throw new InvalidOperationException(),
        };
        var list = (order.Field == FlowField.Id ? sorted : order.Field == FlowField.FirstSeen
            ? sorted.ThenBy(flow => flow.Id)
            : sorted.ThenBy(flow => flow.CapturedSecond).ThenBy(flow => flow.Id)).ToList();
        if (order.Descending)
        {
            list.Reverse();
        }

        return list;
    }

    public static Arbitrary<FlowCondition> Conditions { get; } = Gen.Sized(size => Tree(Math.Min(size / 15, 3))).ToArbitrary();

    public static Arbitrary<FlowOrder> Orders { get; } =
        (from field in Gen.Elements(FlowListOrder.Fields) from down in Gen.Elements(true, false) select new FlowOrder(field, down)).ToArbitrary();

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static Gen<FlowCondition> Tree(int depth) => depth == 0 ? Tests : Gen.OneOf(
        Tests,
        Gen.Choose(0, 4).SelectMany(n => Tree(depth - 1).ListOf(n)).Select(FlowCondition (parts) => new FlowAll([.. parts])),
        Gen.Choose(0, 4).SelectMany(n => Tree(depth - 1).ListOf(n)).Select(FlowCondition (parts) => new FlowAny([.. parts])));

    private static Gen<FlowCondition> Tests { get; } = Gen.OneOf(
        Test(FlowField.Id, Gen.Choose(-1, 205).Select(n => (long)n)),
        Test(FlowField.Time, Gen.Choose(-4, 28).Select(n => Start.ToOffset(TimeSpan.FromHours(2)).AddMilliseconds(n * 250))),
        Test(FlowField.Camera, Gen.Elements(AliasOperands), FlowOperator.Contains),
        Test(FlowField.CameraId, Gen.Elements(-1L, 0L, 1L, 3L, 9L, 10L, 5_000_000_000L, long.MinValue)),
        Test(FlowField.Plate, Gen.Elements(PlateOperands), FlowOperator.Contains),
        Test(FlowField.Site, Gen.Choose(0, 4).Select(n => (long)n)),
        Test(FlowField.FirstSeen, Gen.Choose(-4, 28).Select(n => Start.ToOffset(TimeSpan.FromHours(2)).AddMilliseconds(n * 250))),
        from pattern in Gen.Elements("*", "?", "", "AB*", "*1", "?B*", "*B?1*", "A%*", "ab-1*", "*8l2*", "*0O1*", "A8I2*", "001?", "*12?D*")
        from field in Gen.Elements(FlowField.Plate, FlowField.Candidate)
        from how in Gen.Elements(FlowOperator.Matches, FlowOperator.LooksLike)
        select (FlowCondition)new FlowComparison(field, how, pattern),
        from part in Gen.Elements(PlateOperands)
        from how in Gen.Elements(FlowOperator.Contains, FlowOperator.Equal)
        select (FlowCondition)new FlowComparison(FlowField.Candidate, how, part),
        from part in Gen.Elements("12", "B1", "0I", "AB12CDE")
        from how in Gen.Elements(FlowOperator.Contains, FlowOperator.Matches, FlowOperator.LooksLike)
        let plate = new FlowComparison(FlowField.Plate, how, how == FlowOperator.Contains ? part : $"*{part}*")
        select (FlowCondition)new FlowAny([plate, plate with { Field = FlowField.Candidate }]),
        from isCorrected in Gen.Elements(true, false)
        from how in Gen.Elements(FlowOperator.Equal, FlowOperator.NotEqual)
        select (FlowCondition)new FlowComparison(FlowField.Corrected, how, isCorrected),
        from region in Gen.Elements("DE", "us", "us-ca ", "")
        from how in Gen.Elements(FlowOperator.Contains, FlowOperator.Equal, FlowOperator.NotEqual)
        select (FlowCondition)new FlowComparison(FlowField.Region, how, region),
        from direction in Gen.Elements("in", "OUT", "", "inn")
        from how in Gen.Elements(FlowOperator.Equal, FlowOperator.NotEqual)
        select (FlowCondition)new FlowComparison(FlowField.Direction, how, direction),
        from approach in Gen.Elements(Enum.GetValues<Approach>())
        from how in Gen.Elements(FlowOperator.Equal, FlowOperator.NotEqual)
        select (FlowCondition)new FlowComparison(FlowField.Approach, how, approach),
        from color in Gen.Elements(VehicleColor.None, VehicleColor.White, VehicleColor.Red, VehicleColor.Purple)
        from how in Gen.Elements(FlowOperator.Equal, FlowOperator.NotEqual)
        select (FlowCondition)new FlowComparison(FlowField.Color, how, color),
        Test(FlowField.Confidence, Gen.Elements(Confidences)),
        Lists(FlowField.Id, 300),
        Lists(FlowField.CameraId, 12),
        Gen.Elements(TriggerMode.Auto, TriggerMode.Manual).SelectMany(mode =>
            Gen.Elements(FlowOperator.Equal, FlowOperator.NotEqual)
                .Select(FlowCondition (how) => new FlowComparison(FlowField.TriggerMode, how, mode))));

    private static Gen<FlowCondition> Test<T>(FlowField field, Gen<T> values, params FlowOperator[] more)
        where T : notnull
    {
        FlowOperator[] operators =
        [
            FlowOperator.Equal, FlowOperator.NotEqual, FlowOperator.Greater, FlowOperator.GreaterOrEqual, FlowOperator.Less,
            FlowOperator.LessOrEqual, .. more,
        ];
        return from how in Gen.Elements(operators) from value in values select (FlowCondition)new FlowComparison(field, how, value);
    }

    private static Gen<FlowCondition> Lists(FlowField field, int maxValue) =>
        from how in Gen.Elements(FlowOperator.In, FlowOperator.NotIn)
        from count in Gen.Choose(0, 20)
        from values in Gen.Choose(0, maxValue).ListOf(count)
        select (FlowCondition)new FlowComparison(field, how, (IReadOnlyList<long>)[.. values.Select(n => (long)n)]);
}
