using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Dashboard.Storage.Search;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Storage;

public sealed class FlowQueryTranslatorTests
{
    private static readonly CameraInfo[] TwoCameras = [new(1, "Gate", SiteRow.DefaultId, null, 1), new(2, "Ramp", SiteRow.DefaultId, null, 2)];

    [Theory, ProviderData]
    [Trait("Category", "Thorough")]
    public async Task RandomConditions_FindWhatTheyMean(string provider)
    {
        await using var world = await SearchWorld.CreateAsync(provider);
        await using var db = await world.Database.Factory.CreateDbContextAsync(Cancellation);
        var translator = new FlowQueryTranslator(world.Cameras);

        Prop.ForAll(SearchWorld.Conditions, async condition =>
        {
            var widened = await CorrectedPlateComparison.WidenAsync(db, condition, Cancellation);
            var found = await translator.Apply(db.Flows, widened).Select(flow => flow.Id).Order().ToListAsync(Cancellation);
            Assert.Equal(world.Flows.Where(flow => world.Naive.Holds(condition, flow)).Select(flow => flow.Id), found);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Theory, ProviderData]
    public async Task AThousandNumbers_AreAList(string provider)
    {
        await using var world = await SearchWorld.CreateAsync(provider, count: 20);
        long[] numbers = [.. Enumerable.Range(0, 1000).Select(n => (long)n * 2)];

        var isOne = new FlowComparison(FlowField.Id, FlowOperator.In, numbers);
        Assert.Equal(10, await world.Search.CountAsync(isOne, SiteScope.Unrestricted, Cancellation));
        Assert.Equal(
            10, await world.Search.CountAsync(new FlowComparison(FlowField.Id, FlowOperator.NotIn, numbers), SiteScope.Unrestricted, Cancellation));
    }

    [Theory, ProviderData]
    public async Task ManyConditions_WorkUpToALimitThatIsNamed(string provider)
    {
        await using var world = await SearchWorld.CreateAsync(provider, count: 20);
        Assert.Equal(20, await world.Search.CountAsync(Any(FlowQueryTranslator.MaxComparisons), SiteScope.Unrestricted, Cancellation));

        var wrong = await Assert.ThrowsAsync<ArgumentException>(
            () => world.Search.CountAsync(Any(FlowQueryTranslator.MaxComparisons + 1), SiteScope.Unrestricted, Cancellation));
        Assert.Contains($"{FlowQueryTranslator.MaxComparisons}", wrong.Message);

        static FlowAny Any(int count) =>
            new([.. Enumerable.Range(0, count).Select(n => new FlowComparison(FlowField.Id, FlowOperator.Equal, (long)n))]);
    }

    [Fact]
    public async Task Time_WithAFraction_IsTakenExactly()
    {
        await using var database = await TestDatabase.CreateAsync();
        var cameras = await database.AddCamerasAsync("Gate");
        var shown = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        await database.AddFlowsAsync(new Flow { CameraId = cameras[0], CapturedAt = shown.AddMilliseconds(700) });
        var search = new Dashboard.Flows.FlowSearch(database.Factory);

        // The flow is shown as 12:00:00, whatever its milliseconds.
        Assert.Equal(1, await Count(FlowOperator.Equal, 0));
        Assert.Equal(0, await Count(FlowOperator.Equal, 500));
        Assert.Equal(1, await Count(FlowOperator.NotEqual, 500));
        Assert.Equal(0, await Count(FlowOperator.Greater, 500));
        Assert.Equal(0, await Count(FlowOperator.GreaterOrEqual, 500));
        Assert.Equal(1, await Count(FlowOperator.Less, 500));
        Assert.Equal(1, await Count(FlowOperator.LessOrEqual, 0));
        Assert.Equal(0, await Count(FlowOperator.Less, 0));

        Task<long> Count(FlowOperator how, int ms) =>
            search.CountAsync(new FlowComparison(FlowField.Time, how, shown.AddMilliseconds(ms)), SiteScope.Unrestricted);
    }

    [Theory]
    [InlineData(FlowField.Id, FlowOperator.Contains, 1L)]
    [InlineData(FlowField.Id, FlowOperator.Equal, "1")]
    [InlineData(FlowField.Time, FlowOperator.Equal, "2026-01-01")]
    [InlineData(FlowField.Confidence, FlowOperator.In, 0.5)]
    [InlineData(FlowField.Confidence, FlowOperator.Less, double.NaN)]
    [InlineData(FlowField.TriggerMode, FlowOperator.Less, TriggerMode.Auto)]
    [InlineData(FlowField.Plate, FlowOperator.In, "A")]
    [InlineData(FlowField.Camera, FlowOperator.NotIn, "A")]
    public void WrongComparison_NamesTheField(FlowField field, FlowOperator how, object value)
    {
        var wrong = Assert.Throws<ArgumentException>(() => new FlowQueryTranslator(TwoCameras).Translate(new FlowComparison(field, how, value)));
        Assert.Contains(field.ToString(), wrong.Message);
    }

    [Fact]
    public async Task Values_AreParameters()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var condition = new FlowAll(
        [
            new FlowComparison(FlowField.Plate, FlowOperator.Contains, "SECRET1"),
            new FlowComparison(FlowField.Camera, FlowOperator.Equal, "ramp"),
        ]);

        var sql = new FlowQueryTranslator(TwoCameras).Apply(db.Flows, condition).ToQueryString();

        // ToQueryString declares the parameters first.
        Assert.DoesNotContain("SECRET1", sql[sql.IndexOf("SELECT", StringComparison.Ordinal)..]);
    }
}
