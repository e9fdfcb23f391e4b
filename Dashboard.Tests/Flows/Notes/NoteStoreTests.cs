using Dashboard.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows.Notes;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Flows.Notes;

public sealed class NoteStoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Noon);

    [Theory, ProviderData]
    public async Task Notes_OfAFlowAndOfItsPlate_AreKeptApartWithWhoAndWhen(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (notes, flow, person) = await CreateAsync(database, Roles.Operator);
        (await notes.AddAsync(flow, " first ", person.Principal, cancellationToken: Cancellation)).EnsureDone();
        _time.Advance(TimeSpan.FromMinutes(5));
        (await notes.AddAsync(flow, "second", person.Principal, cancellationToken: Cancellation)).EnsureDone();
        (await notes.AddAsync("AB12", "of the plate", person.Principal, cancellationToken: Cancellation)).EnsureDone();

        Assert.Equal(
            [("second", person.Email, Noon.AddMinutes(5)), ("first", person.Email, Noon)],
            (await notes.ListAsync(flow, SiteScope.Unrestricted, cancellationToken: Cancellation)).Select(note => (note.Text, note.By, note.At)));
        Assert.Equal(
            ["of the plate"], (await notes.ListAsync("AB12", SiteScope.Unrestricted, cancellationToken: Cancellation)).Select(note => note.Text));
        Assert.Equal(["second", "first"], (await notes.ListOfFlowsAsync("AB12", SiteScope.Unrestricted, Cancellation)).Select(note => note.Text));
        Assert.Empty(await notes.ListOfFlowsAsync("AB13", SiteScope.Unrestricted, Cancellation));
    }

    [Fact]
    public async Task Notes_OfWhatIsNotSeen_AreNotThere()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (notes, flow, person) = await CreateAsync(database, Roles.Operator);
        (await notes.AddAsync(flow, "first", person.Principal, cancellationToken: Cancellation)).EnsureDone();
        (await notes.AddAsync("AB12", "of the plate", person.Principal, cancellationToken: Cancellation)).EnsureDone();
        var elsewhere = SiteScope.ForSites([99]);
        Assert.Empty(await notes.ListAsync(flow, elsewhere, cancellationToken: Cancellation));
        Assert.Empty(await notes.ListAsync("AB12", elsewhere, cancellationToken: Cancellation));
        Assert.Empty(await notes.ListOfFlowsAsync("AB12", elsewhere, Cancellation));
        Assert.Single(await notes.ListOfFlowsAsync("AB12", SiteScope.ForSites([SiteRow.DefaultId]), Cancellation));
        Assert.Single(await notes.ListAsync("AB12", SiteScope.ForSites([SiteRow.DefaultId]), cancellationToken: Cancellation));

        var limited = await TestPerson.AddAsync(database, _time, Roles.Operator, site: 99);
        Assert.Equal("The flow was removed.", (await notes.AddAsync(flow, "x", limited.Principal, cancellationToken: Cancellation)).Refusal);
        Assert.Equal(
            "No passage of this plate is known.", (await notes.AddAsync("AB12", "x", limited.Principal, cancellationToken: Cancellation)).Refusal);
    }

    [Fact]
    public async Task Delete_IsForTheWriterAndForAdministrators()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (notes, flow, person) = await CreateAsync(database, Roles.Operator);
        (await notes.AddAsync(flow, "one", person.Principal, cancellationToken: Cancellation)).EnsureDone();
        (await notes.AddAsync(flow, "two", person.Principal, cancellationToken: Cancellation)).EnsureDone();
        var ids = (await notes.ListAsync(flow, SiteScope.Unrestricted, cancellationToken: Cancellation)).Select(note => note.Id).ToArray();

        var other = await TestPerson.AddAsync(database, _time, Roles.Operator, name: "other");
        Assert.Contains("may remove it", (await notes.DeleteAsync(ids[0], other.Principal, cancellationToken: Cancellation)).Refusal);
        Assert.Equal(2, (await notes.ListAsync(flow, SiteScope.Unrestricted, cancellationToken: Cancellation)).Count);
        (await notes.DeleteAsync(ids[0], person.Principal, cancellationToken: Cancellation)).EnsureDone();
        var administrator = await TestPerson.AddAsync(database, _time, Roles.Administrator);
        (await notes.DeleteAsync(ids[1], administrator.Principal, cancellationToken: Cancellation)).EnsureDone();
        Assert.Empty(await notes.ListAsync(flow, SiteScope.Unrestricted, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Add_ByAViewerOrWithoutWords_IsRefused()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (notes, flow, person) = await CreateAsync(database, Roles.Operator);
        Assert.Equal(
            "Enter a text.", (await notes.AddAsync(flow, "  ", person.Principal, cancellationToken: Cancellation)).Errors[nameof(Note.Text)]);
        Assert.Contains("1000", (await notes.AddAsync(flow, new string('x', 1001), person.Principal, cancellationToken: Cancellation)).Refusal);
        var viewer = await TestPerson.AddAsync(database, _time, Roles.Viewer);
        Assert.Contains("Only operators", (await notes.AddAsync(flow, "x", viewer.Principal, cancellationToken: Cancellation)).Refusal);
        Assert.Empty(await notes.ListAsync(flow, SiteScope.Unrestricted, cancellationToken: Cancellation));
    }

    private async Task<(NoteStore Notes, long Flow, TestPerson Person)> CreateAsync(TestDatabase database, string role)
    {
        var person = await TestPerson.AddAsync(database, _time, role);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flow = (await database.AddFlowsAsync(new Flow { CameraId = camera, Plate = "AB12", CapturedAt = Noon }))[0].Id;
        return (new NoteStore(database.Factory, new CameraDirectory(_time), person.Check, _time), flow, person);
    }
}
