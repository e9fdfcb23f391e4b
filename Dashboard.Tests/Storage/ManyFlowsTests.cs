using Dashboard.Commands.Seeding;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Tracking;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Security;
using Dashboard.Storage;
using Dashboard.Storage.Search;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Storage;

/// <summary>
/// Among so many flows that totals are remembered, places are looked up and plates are too many to name: the same answers as by looking at each.
/// </summary>
public sealed class ManyFlowsTests
{
    private const int Many = 45_000;

    private static readonly FlowOrder[] EachOrder =
    [
        FlowOrder.Newest,
        new(FlowField.Plate, true),
        new(FlowField.Time, false),
        new(FlowField.Confidence, false),
        new(FlowField.Id, true),
        new(FlowField.Camera, false),
    ];

    [Trait("Category", "Thorough")]
    [Theory, ProviderData]
    public async Task Search_AmongManyFlows_IsWhatLookingAtEachGives(string provider)
    {
        await using var database = await SeedAsync(provider);
        using var search = new FlowSearch(database.Factory);
        var flows = await LoadAsync(database);
        await CheckAsync(database, search, flows, seed: 1, EachOrder);

        // Remembered totals follow what is stored, changed and removed afterwards.
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            var gone = flows.Where(flow => flow.Id % 7 == 0).Select(flow => flow.Id).Take(500).ToArray();
            await db.Flows.Where(flow => gone.Contains(flow.Id)).ExecuteDeleteAsync(Cancellation);
            var other = flows.Where(flow => flow.Id % 7 == 1).Select(flow => flow.Id).Take(500).ToArray();
            await db.Flows.Where(flow => other.Contains(flow.Id)).ExecuteUpdateAsync(set => set
                .SetProperty(flow => flow.Plate, flow => "NEW" + flow.Id)
                .SetProperty(flow => flow.CapturedSecond, flow => flow.CapturedSecond - 200_000)
                .SetProperty(flow => flow.TriggerMode, TriggerMode.Manual), Cancellation);
        }

        await database.AddFlowsAsync(Enumerable.Range(0, 50)
            .Select(n => new Flow { CameraId = flows[0].CameraId, Plate = $"9{n}ABC", CapturedAt = DateTimeOffset.UnixEpoch.AddDays(20_000 + n) }));
        await CheckAsync(database, search, await LoadAsync(database), seed: 2, EachOrder[..2]);
    }

    [Theory, ProviderData]
    public async Task Counts_AfterAnyChange_AreThoseOfTheFlows(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("Gate", "Ramp");
        var start = new DateTimeOffset(2026, 2, 27, 23, 59, 59, TimeSpan.Zero);
        var random = new Random(5);
        await database.AddFlowsAsync(Enumerable.Range(0, 120).Select(n => new Flow
        {
            CameraId = cameras[n % 2],
            CapturedAt = start.AddMinutes(random.Next(100_000)),
            Plate = $"AB{n % 30}",
            TriggerMode = (TriggerMode)(n % 3 % 2),
        }));
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        await db.Flows.Where(flow => flow.Plate == "AB3").ExecuteDeleteAsync(Cancellation);
        await db.Flows.Where(flow => flow.Plate == "AB4")
            .ExecuteUpdateAsync(set => set.SetProperty(flow => flow.CameraId, cameras[0]).SetProperty(flow => flow.Plate, "ZZ9"), Cancellation);

        var flows = await db.Flows.ToListAsync(Cancellation);
        var counts = await db.FlowCounts.Where(count => count.Flows != 0).ToListAsync(Cancellation);
        var expected = FlowCount.Spans
            .SelectMany(span => flows.GroupBy(flow => (span, flow.CapturedSecond - (flow.CapturedSecond % span), flow.CameraId, flow.TriggerMode)))
            .ToDictionary(group => group.Key, group => (long)group.Count());
        Assert.Equal(expected, counts.ToDictionary(count => (count.Span, count.Start, count.CameraId, count.TriggerMode), count => count.Flows));

        var suffixes = await db.PlateSuffixes.Where(suffix => suffix.Plate == "ZZ9").Select(suffix => suffix.Suffix).ToListAsync(Cancellation);
        Assert.Equal(["9", "Z9", "ZZ9"], suffixes.Order(StringComparer.Ordinal));
    }

    private static async Task<TestDatabase> SeedAsync(string provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        var seeder = new FlowSeeder(database.Factory, new SecretProtector(new EphemeralDataProtectionProvider()), TimeProvider.System);
        await seeder.SeedAsync(Many, 90, _ => { });
        return database;
    }

    private static async Task<List<Flow>> LoadAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        return await db.Flows.AsNoTracking().ToListAsync();
    }

    private static async Task CheckAsync(TestDatabase database, FlowSearch search, List<Flow> flows, int seed, FlowOrder[] orders)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        var naive = new NaiveConditions((await FlowQueryTranslator.CreateAsync(db)).Cameras);
        var random = new Random(seed);
        foreach (var condition in Conditions(flows, random))
        {
            var matching = flows.Where(flow => condition is null || naive.Holds(condition, flow)).ToList();
            foreach (var order in orders)
            {
                var list = Sort(matching, order, naive);
                var peeked = await search.PeekAsync(new FlowQuery(condition, order), SiteScope.Unrestricted);
                if (order.Field != FlowField.Camera)
                {
                    Assert.Equal(list.Take(20).Select(flow => flow.Id), peeked.Select(row => row.Flow.Id));
                }

                // The first order with pages at both ends and in the middle, the others with one each: what is counted does not depend on the order.
                int[] pages = [random.Next(1, 2 + (list.Count / 20)), 1, 1 + (list.Count / 33)];
                foreach (var page in order == orders[0] ? pages : pages[..1])
                {
                    var found = await search.SearchAsync(new FlowQuery(condition, order, page), SiteScope.Unrestricted);
                    var served = Math.Max(1, Math.Min(page, (list.Count + 19) / 20));
                    Assert.True(list.Count == found.Total, $"{condition} counts {found.Total}, not {list.Count}");
                    Assert.Equal(list.Skip((served - 1) * 20).Take(20).Select(flow => flow.Id), found.Rows.Select(row => row.Flow.Id));
                }
            }
        }
    }

    private static List<Flow> Sort(List<Flow> flows, FlowOrder order, NaiveConditions naive)
    {
        var sorted = order.Field switch
        {
            FlowField.Plate => flows.OrderBy(flow => flow.Plate, StringComparer.Ordinal),
            FlowField.Confidence => flows.OrderBy(flow => flow.Confidence),
            FlowField.Camera => flows.OrderBy(naive.Alias, StringComparer.OrdinalIgnoreCase),
            FlowField.Id => flows.OrderBy(flow => flow.Id),
            _ => flows.OrderBy(flow => 0),
        };
        var list = (order.Field == FlowField.Id ? sorted : sorted.ThenBy(flow => flow.CapturedSecond).ThenBy(flow => flow.Id)).ToList();
        if (order.Descending)
        {
            list.Reverse();
        }

        return list;
    }

    private static IEnumerable<FlowCondition?> Conditions(List<Flow> flows, Random random)
    {
        var known = flows.Where(flow => flow.Plate.Length >= 6).ElementAt(random.Next(5000));
        var (plate, at) = (known.Plate, known.CapturedAt);
        FlowComparison Has(string part) => new(FlowField.Plate, FlowOperator.Contains, part);
        FlowCondition ofCamera = new FlowComparison(FlowField.CameraId, FlowOperator.Equal, (long)known.CameraId);
        FlowCondition someDays = new FlowAll(
            [new FlowComparison(FlowField.Time, FlowOperator.GreaterOrEqual, at.AddHours(-31.4)), new FlowComparison(
                FlowField.Time, FlowOperator.Less, at.AddDays(9).AddMilliseconds(317))]);
        yield return null;
        yield return ofCamera;
        yield return someDays;
        yield return new FlowComparison(FlowField.Time, FlowOperator.Greater, at.AddDays(2));
        yield return new FlowAll([ofCamera, someDays]);
        yield return new FlowComparison(FlowField.CameraId, FlowOperator.NotEqual, (long)known.CameraId);
        yield return new FlowComparison(FlowField.TriggerMode, FlowOperator.Equal, TriggerMode.Manual);
        yield return new FlowAll(
        [
            new FlowComparison(FlowField.TriggerMode, FlowOperator.Equal, TriggerMode.Manual),
            ofCamera,
            new FlowComparison(FlowField.Time, FlowOperator.LessOrEqual, at),
        ]);
        yield return Has(plate[..1]);
        yield return Has(plate[^2..]);
        yield return Has(plate[1..4]);
        yield return new FlowAll([Has(plate[^1..]), ofCamera]);
        yield return new FlowAll([Has(plate[..2]), someDays, new FlowComparison(FlowField.Confidence, FlowOperator.Less, 0.9)]);
        yield return new FlowComparison(FlowField.Plate, FlowOperator.Equal, plate);
        yield return new FlowComparison(FlowField.Plate, FlowOperator.NotEqual, plate);
        yield return new FlowAll([Has(""), new FlowComparison(FlowField.Plate, FlowOperator.NotEqual, plate)]);
        FlowComparison without = new(FlowField.Plate, FlowOperator.Equal, "");
        yield return without;
        yield return without with { Operator = FlowOperator.NotEqual };
        yield return new FlowAll([without, ofCamera]);
        yield return new FlowAll([without with { Operator = FlowOperator.NotEqual }, ofCamera, someDays]);
        yield return new FlowComparison(FlowField.Confidence, FlowOperator.Less, 0.7);
        FlowComparison Region(FlowOperator how, string region) => new(FlowField.Region, how, region);
        yield return Region(FlowOperator.Equal, "gb");
        yield return Region(FlowOperator.Equal, "DE");
        yield return Region(FlowOperator.Contains, "us");
        yield return Region(FlowOperator.NotEqual, "us");
        yield return Region(FlowOperator.Equal, "se");
        yield return new FlowAll([Region(FlowOperator.Equal, "de"), ofCamera, someDays]);
        yield return new FlowAll([without, Region(FlowOperator.Equal, "us")]);
        yield return new FlowAll([Region(FlowOperator.Equal, "us"), Has(plate[^1..])]);
        yield return new FlowAny([Region(FlowOperator.Equal, "de"), Region(FlowOperator.Equal, "us-ca")]);
        yield return new FlowComparison(FlowField.Color, FlowOperator.Equal, VehicleColor.Purple);
        yield return new FlowComparison(FlowField.Color, FlowOperator.NotEqual, VehicleColor.White);
        yield return new FlowComparison(FlowField.Direction, FlowOperator.Equal, "In");
        yield return new FlowComparison(FlowField.Direction, FlowOperator.Equal, "wrong way");
        yield return new FlowAll(
            [
                new FlowComparison(FlowField.Approach, FlowOperator.Equal, Approach.Away),
                new FlowComparison(FlowField.Direction, FlowOperator.Equal, "out"),
            ]);
        yield return new FlowComparison(FlowField.Id, FlowOperator.Greater, known.Id);
        yield return new FlowAll([new FlowComparison(FlowField.Id, FlowOperator.Greater, flows[^1].Id - 90), Has(plate[^1..])]);
        yield return new FlowAny([Has(plate[..3]), new FlowComparison(FlowField.Id, FlowOperator.Equal, known.Id + 3)]);
    }
}
