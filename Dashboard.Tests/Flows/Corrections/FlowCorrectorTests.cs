using System.Security.Claims;
using Dashboard.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Flows.Corrections;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Flows.Corrections;

public sealed class FlowCorrectorTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Noon);

    [Theory, ProviderData]
    public async Task Correct_Twice_KeepsTheRawReadAndSaysWhoAndWhen(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (corrector, person) = await CreateAsync(database, Roles.Operator);
        var flow = await AddAsync(database, "A8C12O");

        Assert.True((await corrector.CorrectAsync([flow], " abc-120 ", person, cancellationToken: Cancellation)).IsDone);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await corrector.CorrectAsync([flow], "ABC12D", person, cancellationToken: Cancellation)).IsDone);

        var (stored, history) =
            (await FindAsync(database, flow), await corrector.HistoryAsync(flow, SiteScope.Unrestricted, cancellationToken: Cancellation));
        Assert.Equal(("ABC12D", "A8C12O", .9), (stored.Plate, stored.RawPlate, stored.Confidence));
        Assert.Equal(
            [
                ("A8C12O", "A8C12O", "ABC120", "Operator@example.com", Noon),
                ("A8C12O", "ABC120", "ABC12D", "Operator@example.com", Noon.AddMinutes(1)),
            ],
            history.Select(one => (one.Raw, one.Before, one.After, one.By, one.At)));

        // The APIs promise that the plate is one of the candidates; a person's has no confidence, and only the last one stays.
        Assert.Equal([("A8C12O", false), ("ABC12D", true)], stored.Candidates.OrderBy(one => one.Rank).Select(one => (one.Text, one.IsTyped)));
    }

    [Theory, ProviderData]
    public async Task Undo_GivesEachItsPlateOfBefore_ExceptWhatWasCorrectedSince(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (corrector, person) = await CreateAsync(database, Roles.Operator);
        var (first, second, third) = (await AddAsync(database, "AAA111"), await AddAsync(database, "BBB222"), await AddAsync(database, "CCC333"));
        long[] all = [first, second, third];
        (await corrector.CorrectAsync([second], "BBB777", person, cancellationToken: Cancellation)).EnsureDone();
        (await corrector.CorrectAsync(all, "xyz 999", person, cancellationToken: Cancellation)).EnsureDone();
        (await corrector.CorrectAsync([third], "CCC444", person, cancellationToken: Cancellation)).EnsureDone();

        Assert.Equal(2, (await corrector.UndoAsync(all, "xyz 999", person, cancellationToken: Cancellation)).Value);

        var stored = new List<(string, string?)>();
        foreach (var id in all)
        {
            var flow = await FindAsync(database, id);
            stored.Add((flow.Plate, flow.RawPlate));
        }

        Assert.Equal([("AAA111", null), ("BBB777", "BBB222"), ("CCC444", "CCC333")], stored);
    }

    [Theory, ProviderData]
    public async Task Search_ByThePlateOrTheRawRead_FindsTheFlowOnce(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (corrector, person) = await CreateAsync(database, Roles.Administrator);
        var flow = await AddAsync(database, "A8C12O");
        await AddAsync(database, "OTHER");
        (await corrector.CorrectAsync([flow], "XYZ777", person, cancellationToken: Cancellation)).EnsureDone();
        using var search = new FlowSearch(database.Factory);

        foreach (var (how, text) in new[]
        {
            (FlowOperator.Equal, "XYZ777"), (FlowOperator.Equal, "a8c12o"), (FlowOperator.Contains, "7"), (FlowOperator.Contains, "C12"),
            (FlowOperator.Matches, "X*7"), (FlowOperator.Matches, "A?C*"), (FlowOperator.Less, "B"), (FlowOperator.Greater, "W"),
        })
        {
            var test = new FlowComparison(FlowField.Plate, how, text);
            var found = await search.SearchAsync(new FlowQuery(test, FlowOrder.Newest), SiteScope.Unrestricted, cancellationToken: Cancellation);
            Assert.Equal([flow], found.Rows.Select(row => row.Flow.Id));
            Assert.Equal(1, found.Total);
            Assert.Equal(1, await search.CountAsync(test, SiteScope.Unrestricted, cancellationToken: Cancellation));
            Assert.Single(await search.AfterAsync(0, 10, test, SiteScope.Unrestricted, cancellationToken: Cancellation));
        }

        Assert.Equal(
            1, await search.CountAsync(
                new FlowComparison(FlowField.Plate, FlowOperator.NotEqual, "A8C12O"), SiteScope.Unrestricted, cancellationToken: Cancellation));
    }

    [Theory, ProviderData]
    public async Task Restore_GivesTheReadBackAndKeepsTheHistory(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (corrector, person) = await CreateAsync(database, Roles.Operator);
        var flow = await AddAsync(database, "A8C12O");
        (await corrector.CorrectAsync([flow], "ABC120", person, cancellationToken: Cancellation)).EnsureDone();
        Assert.Contains("ABC120", (await corrector.RestoreAsync(flow, "ABC12O", person, Cancellation)).Refusal);
        (await corrector.RestoreAsync(flow, "ABC120", person, Cancellation)).EnsureDone();

        var stored = await FindAsync(database, flow);
        Assert.Equal(("A8C12O", false), (stored.Plate, stored.IsCorrected));
        Assert.DoesNotContain(stored.Candidates, candidate => candidate.IsTyped);
        Assert.Equal(
            ["ABC120", "A8C12O"],
            (await corrector.HistoryAsync(flow, SiteScope.Unrestricted, cancellationToken: Cancellation)).Select(one => one.After));
    }

    [Theory]
    [InlineData("", "Type the plate.")]
    [InlineData(" - ", "Type the plate.")]
    [InlineData("ABCDEFGH123456789", "A plate has at most 16 letters and digits.")]
    [InlineData("WЖ 123", "The plate contains 'Ж'; it may have the letters A to Z and digits only.")]
    [InlineData("AB*", "The plate contains '*'; it may have the letters A to Z and digits only.")]
    public async Task Correct_ToWhatIsNoPlate_IsRefusedAtTheField(string typed, string why)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (corrector, person) = await CreateAsync(database, Roles.Operator);
        var flow = await AddAsync(database, "AB12");
        Assert.Equal(why, (await corrector.CorrectAsync([flow], typed, person, cancellationToken: Cancellation)).Errors[nameof(Flow.Plate)]);
    }

    [Fact]
    public async Task Correct_ByWhomMayNotOrCannotSee_ChangesNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (corrector, viewer) = await CreateAsync(database, Roles.Viewer);
        var flow = await AddAsync(database, "AB12");
        Assert.Equal(
            "Only operators and administrators may correct plates.",
            (await corrector.CorrectAsync([flow], "AB13", viewer, cancellationToken: Cancellation)).Refusal);

        var (_, elsewhere) = await CreateAsync(database, Roles.Operator, site: 99);
        Assert.Equal("The flow was removed.", (await corrector.CorrectAsync([flow], "AB13", elsewhere, cancellationToken: Cancellation)).Refusal);
        Assert.Equal("AB12", (await FindAsync(database, flow)).Plate);
    }

    [Fact]
    public async Task Correct_WhileTheVehicleIsInView_Waits()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (corrector, person) = await CreateAsync(database, Roles.Operator);
        var flow = await AddAsync(database, "AB12", flow => flow.IsPreview = true);
        Assert.StartsWith(
            "The vehicle is still in view", (await corrector.CorrectAsync([flow], "AB13", person, cancellationToken: Cancellation)).Refusal);
    }

    [Fact]
    public async Task Correct_YoungFlowsOnly_AreLookedUpInTheListsAgain()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (corrector, person) = await CreateAsync(database, Roles.Operator);
        var (young, old) = (await AddAsync(database, "AB12"), await AddAsync(database, "AB12", flow => flow.CapturedAt = Noon.AddDays(-2)));
        (await corrector.CorrectAsync([young, old], "AB13", person, cancellationToken: Cancellation)).EnsureDone();

        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var entry = Assert.Single(await db.FlowOutbox.ToListAsync(Cancellation));
        Assert.Equal((young, true), (entry.FlowId, entry.IsCorrection));
    }

    [Fact]
    public async Task History_OfAFlowOfAnotherSite_IsNotThere()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (corrector, person) = await CreateAsync(database, Roles.Operator);
        var flow = await AddAsync(database, "AB12");
        (await corrector.CorrectAsync([flow], "AB13", person, cancellationToken: Cancellation)).EnsureDone();
        Assert.Empty(await corrector.HistoryAsync(flow, SiteScope.ForSites([99]), cancellationToken: Cancellation));
        Assert.Single(await corrector.HistoryAsync(flow, SiteScope.ForSites([SiteRow.DefaultId]), cancellationToken: Cancellation));
    }

    private async Task<(FlowCorrector Corrector, ClaimsPrincipal Person)> CreateAsync(TestDatabase database, string role, int? site = null)
    {
        var person = await TestPerson.AddAsync(database, _time, role, site);
        return (new FlowCorrector(database.Factory, new CameraDirectory(_time), person.Check, _time), person.Principal);
    }

    private static async Task<long> AddAsync(TestDatabase database, string plate, Action<Flow>? with = null)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        var camera = await db.Cameras.Select(row => (int?)row.Id).FirstOrDefaultAsync() ?? (await database.AddCamerasAsync("Gate"))[0];
        var flow = new Flow
        {
            CameraId = camera,
            Plate = plate,
            Confidence = .9,
            CapturedAt = Noon,
            Candidates = [new FlowCandidate { Text = plate, Confidence = .9 }],
        };
        with?.Invoke(flow);
        await database.AddFlowsAsync(flow);
        return flow.Id;
    }

    private static async Task<Flow> FindAsync(TestDatabase database, long id)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        return await db.Flows.AsNoTracking().Include(flow => flow.Candidates).SingleAsync(flow => flow.Id == id);
    }
}
