using System.Text;
using Dashboard.Cameras;
using Dashboard.Cameras.Import;
using Dashboard.Commands;
using Dashboard.Commands.CameraSetUp;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Security;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Tests.Cameras.Import;

public sealed class CameraImportTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private TestDatabase _database = null!;
    private CameraStore _store = null!;
    private CameraImport _import = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _store = new CameraStore(_database.Factory, new SecretProtector(new EphemeralDataProtectionProvider()), TestTime.CreateClock());
        _import = new CameraImport(_store, _database.Factory);
        await using var db = await _database.Factory.CreateDbContextAsync(Cancellation);
        db.Sites.Add(new SiteRow { Name = "Harbour" });
        await db.SaveChangesAsync(Cancellation);
        (await _store.AddAsync(new Camera { Alias = "Gate", Source = "rtsp://cam/1", IsEnabled = false }, Cancellation)).EnsureDone();
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    public async Task Plan_TheLineOfASpreadsheetThatTellsTheSeparator_IsPassedOver(string separator)
    {
        var plan = await PlanAsync($"sep={separator}\r\nalias{separator}address\r\nNorth{separator}rtsp://cam/7\r\n");
        Assert.Equal((3, "North"), (Assert.Single(plan.Rows).Line, plan.Rows[0].Alias));
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    public async Task Plan_AnySeparatorAndOrderOfColumns_ReadsEveryField(string separator)
    {
        var csv = "\uFEFF\"Password\"|Name|address|user|site|countries|mode|frames_per_second|snapshot|substream|enabled\r\n"
            + "p@ss|North|rtsp://cam/1|ada|harbour|\"de at\"|manual|2.5|http://cam/s.jpg|rtsp://cam/2|no\r\n";

        var plan = await PlanAsync(csv.Replace("|", separator, StringComparison.Ordinal));

        var row = Assert.Single(plan.Rows);
        Assert.Equal((2, "North", "Harbour", CameraRowState.Good), (row.Line, row.Alias, row.Site, row.State));
        await _import.ApplyAsync(plan, cancellationToken: Cancellation);
        var camera = (await _store.ListAsync(SiteScope.Unrestricted, Cancellation))[^1];
        Assert.Equal(
            ("rtsp://ada:p%40ss@cam/1", "rtsp://ada:p%40ss@cam/2", "http://ada:p%40ss@cam/s.jpg", "at de", CaptureMode.Manual, 2.5, false),
            (
                camera.Source, camera.Substream, camera.SnapshotUrl, camera.Countries.ToText(), camera.CaptureMode, camera.AnalysisRate,
                camera.IsEnabled));
        Assert.NotEqual(SiteRow.DefaultId, camera.SiteId);
    }

    [Fact]
    public async Task Plan_BadAndKnownRows_AreNamedWithReasonsAndWithoutSecrets()
    {
        var plan = await PlanAsync(
            "alias,address,user,password,site,countries,mode\n"
            + "gate,rtsp://cam/1,ada,secret1\n"
            + ",rtsp://cam/1,ada,secret2\n"
            + "A,rtps://ada:secret3@cam/1,,\n"
            + "B,rtsp://cam/1,ada,secret4,Nowhere\n"
            + "C,rtsp://cam/1,ada,secret5,,zz\n"
            + "D,rtsp://cam/1,ada,secret6,,,sometimes\n"
            + "E,rtsp://cam/1,ada,secret7\n"
            + "e,rtsp://cam/2,ada,secret8\n"
            + "F,rtsp://cam/2,ada,secret9,,,auto,too,many\n");

        Assert.Equal(
            [
                CameraRowState.Known, CameraRowState.Bad, CameraRowState.Bad, CameraRowState.Bad, CameraRowState.Bad, CameraRowState.Bad,
                CameraRowState.Good,
                CameraRowState.Bad, CameraRowState.Bad,
            ],
            plan.Rows.Select(row => row.State));
        Assert.Equal(Enumerable.Range(2, 9), plan.Rows.Select(row => row.Line));
        Assert.All(plan.Rows, row => Assert.DoesNotContain("secret", row.Alias + row.Site + row.Error));
        Assert.Contains("Nowhere", plan.Rows[3].Error);
        Assert.Contains("line 8", plan.Rows[7].Error);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("alias,address\n", "contains no camera")]
    [InlineData("name;user\nA;b\n", "at least name and address")]
    [InlineData("alias,name,address\nA,B,rtsp://c/1\n", "“alias” and “name” mean the same")]
    [InlineData("name,address,name\nA,rtsp://c/1,B\n", "twice")]
    [InlineData("name,adress\nA,rtsp://c/1\n", "“adress” is not known: did you mean “address”?")]
    [InlineData("Nmae;address\nA;rtsp://c/1\n", "“Nmae” is not known: did you mean “name”?")]
    public async Task Plan_FileThatIsNone_SaysWhy(string csv, string expected)
    {
        var plan = await PlanAsync(csv);

        Assert.Contains(expected, plan.Error);
        Assert.Empty(plan.Rows);
    }

    /// <summary>Spreadsheets write the columns that somebody once touched, and other programs those that they know.</summary>
    /// <summary>Who corrects one fault after the other reads the file as often.</summary>
    [Fact]
    public async Task Row_WithSeveralFaults_TellsAllOfThem_AndItsAddress()
    {
        var plan = await PlanAsync("title,rtsp,location,fps,enabled,sustream\nA,rtsp://ada:S3crQ7@c/1,Nowhere,99x,perhaps,\n");
        var row = Assert.Single(plan.Rows);
        Assert.Equal(CameraRowState.Bad, row.State);
        Assert.All(
            ["There is no site “Nowhere”", "The frames per second must be", "Enabled must be yes or no."], told => Assert.Contains(told, row.Error));
        Assert.Equal("rtsp://ada:***@c/1", row.Address);
        Assert.Equal(["sustream (substream?)"], plan.Unknown);
    }

    [Fact]
    public async Task Plan_WithColumnsThatAreEmptyOrNotKnown_ReadsTheRest_AndNamesThem()
    {
        var plan = await PlanAsync("alias,Colour,address,,\nA,red,rtsp://c/1,,\nB,blue,rtsp://c/2,,,,\nC,green,rtsp://c/3,x,\nD,red,rtsp://c/4\n");

        Assert.Equal(["Colour"], plan.Unknown);
        Assert.Equal(
            [CameraRowState.Good, CameraRowState.Good, CameraRowState.Bad, CameraRowState.Good], plan.Rows.Select(row => row.State));
        Assert.StartsWith("Field 4 has a text, and its column has no name", plan.Rows[2].Error);
        Assert.Equal("rtsp://c/2", plan.Rows[1].Camera.Source);
    }

    /// <summary>Without it the camera would be added with half of a sign-in.</summary>
    [Fact]
    public async Task Row_ThatEndsTooSoon_IsRefused_AndTheColumnNamed()
    {
        var plan = await PlanAsync("alias,address,user,password,site\nA,rtsp://c/1,ada\nB,rtsp://c/2\nC\nD,rtsp://c/4,ada,pass\n");

        Assert.Equal(
            ["“password”", "“user”", "“address”", null], plan.Rows.Select(row => row.Error?.Split("the column ")[1].Split(':')[0]));
        Assert.StartsWith("The line ends after 3 of 5 fields", plan.Rows[0].Error);
    }

    [Fact]
    public async Task Row_WithAPasswordAndNoUser_CanBeAdded_AndSaysSo()
    {
        var plan = await PlanAsync("alias,address,user,password\nA,rtsp://c/1,,pass\nB,rtsp://c/2,ada,pass\nGate,rtsp://cam/1,,pass\n");

        Assert.Equal([true, false, false], plan.Rows.Select(row => row.Note is not null));
        Assert.Equal(CameraRowState.Good, plan.Rows[0].State);
        Assert.Contains("no user", plan.Changing().Rows[2].Note);
    }

    [Fact]
    public async Task Row_WithAQuoteThatIsNotClosed_SaysWhereItOpens()
    {
        var plan = await PlanAsync("alias,address\nA,rtsp://c/1\nB,\"rtsp://c/2\nC,rtsp://c/3\n");

        Assert.Equal([2, 3], plan.Rows.Select(row => row.Line));
        Assert.StartsWith("A quotation mark opens in this line and is not closed in it", plan.Rows[1].Error);
    }

    [Fact]
    public async Task Plan_MoreRowsOrBytesThanFit_IsRefused()
    {
        var many = "alias,address\n" + string.Concat(Enumerable.Range(0, CameraCsv.MaxRows + 1).Select(i => $"C{i},rtsp://cam/1\n"));

        Assert.Contains("split it", (await PlanAsync(many)).Error);
        Assert.Contains("split it", (await PlanAsync("alias,address\n" + new string('x', CameraCsv.MaxBytes))).Error);
    }

    [Fact]
    public async Task Plan_OfAFileAsOlderSpreadsheetsWriteIt_HasItsLetters()
    {
        var plan = await _import.PlanAsync(new MemoryStream([.. "alias;address\nS"u8, 0xFC, .. "d;rtsp://c/1\n"u8]), Cancellation);
        Assert.Equal("Süd", Assert.Single(plan.Rows).Alias);
    }

    [Fact]
    public async Task RefusedRows_Written_AreReadAgainOnceTheyAreCorrected()
    {
        var plan = await PlanAsync("Name;address;Password\n\"A;1\";rtps://cam/1;s,1\nB;rtsp://cam/1;x;y\n");
        var file = CameraCsv.Write(plan.Columns, plan.Rows, row => $"Wrong: {row.Error}");
        var lines = file.Split("\r\n");
        Assert.Equal("reason,Name,address,Password", lines[0]);
        Assert.StartsWith("\"Wrong: The address must", lines[1]);
        Assert.EndsWith(",A;1,rtps://cam/1,\"s,1\"", lines[1]);

        var again = await PlanAsync(file.Replace("rtps:", "rtsp:", StringComparison.Ordinal).Replace(",x,y", ",x", StringComparison.Ordinal));
        Assert.Equal(["A;1", "B"], again.Rows.Select(row => row.Alias));
        Assert.All(again.Rows, row => Assert.Equal((CameraRowState.Good, null), (row.State, row.Error)));
        Assert.Equal(file.Split("\r\n")[0], CameraCsv.Write(again.Columns, again.Rows, _ => "").Split("\r\n")[0]);
    }

    [Fact]
    public async Task Plan_OfAPasswordAlone_NamesNoColumnThatTheFileHasNot()
    {
        (await _store.AddAsync(
            new Camera { Alias = "North", Source = "rtsp://ada:old@cam/2", Substream = "rtsp://ada:old@cam/3" }, Cancellation)).EnsureDone();
        var row = (await PlanAsync("alias,address,password\nNorth,rtsp://cam/2,new\n")).Changing().Rows[0];
        Assert.Equal(["password"], row.Changes);
        Assert.Equal("rtsp://ada:new@cam/3", row.Camera.Substream);

        var both = (await PlanAsync("alias,address,password,substream\nNorth,rtsp://cam/2,new,rtsp://cam/4\n")).Changing().Rows[0];
        Assert.Equal(["password", "substream"], both.Changes);
    }

    [Fact]
    public async Task Apply_AliasTakenMeanwhile_AddsTheOthersAndNamesIt()
    {
        var plan = await PlanAsync("alias,address\nNorth,rtsp://cam/1\nSouth,rtsp://cam/2\n");
        (await _store.AddAsync(new Camera { Alias = "North", Source = "rtsp://cam/9" }, Cancellation)).EnsureDone();

        var result = await _import.ApplyAsync(plan, cancellationToken: Cancellation);

        Assert.Equal(1, result.Added);
        Assert.Equal("North", Assert.Single(result.Refused).Alias);
    }

    [Fact]
    public async Task Command_WithABadRow_AddsNothingUnlessAskedFor()
    {
        var file = _folder.PathOf("cameras.csv");
        await File.WriteAllTextAsync(
            file, "alias,address,password\nNorth,rtsp://cam/1,secret\nSouth,nowhere,secret\nGate,rtsp://cam/1,secret\n", Cancellation);

        Assert.Equal((2, "1 can be added, 1 are there already, 1 are refused\n"), await RunAsync(file, dryRun: false, goodOnly: false));
        Assert.Equal((2, "1 can be added, 1 are there already, 1 are refused\n"), await RunAsync(file, dryRun: true, goodOnly: true));
        Assert.Single(await _store.ListAsync(SiteScope.Unrestricted, Cancellation));
        Assert.Equal((0, "1 added, 1 were there already, 1 refused\n"), await RunAsync(file, dryRun: false, goodOnly: true));
        Assert.Equal(2, (await _store.ListAsync(SiteScope.Unrestricted, Cancellation)).Count);
        Assert.Equal(2, (await RunAsync(_folder.PathOf("none.csv"), dryRun: false, goodOnly: false)).Code);
    }

    [Fact]
    public async Task Apply_ChangingWhatIsThere_TakesFieldsThatAreGiven_AndTellsNoOtherMachineThePassword()
    {
        (await _store.AddAsync(new Camera { Alias = "North", Source = "rtsp://ada:secret1@cam/2", AnalysisRate = 5 }, Cancellation)).EnsureDone();
        (await _store.AddAsync(new Camera { Alias = "South", Source = "rtsp://ada:secret1@cam/3" }, Cancellation)).EnsureDone();
        var plan = await PlanAsync(
            "alias,address,user,password,site,mode\n"
            + "gate,rtsp://cam/1,,,,\n"
            + "North,rtsp://cam/2,,secret2,Harbour,\n"
            + "South,rtsp://other/3,,,,\n"
            + "New,rtsp://cam/4,,,,\n"
            + "GATE,rtsp://cam/1,,,,\n");
        Assert.Equal((1, 4, 0), (plan.Count(CameraRowState.Good), plan.Count(CameraRowState.Known), plan.Count(CameraRowState.Bad)));

        plan = plan.Changing();
        Assert.Equal(
            [CameraRowState.Known, CameraRowState.Changed, CameraRowState.Changed, CameraRowState.Good, CameraRowState.Bad],
            plan.Rows.Select(row => row.State));
        Assert.Equal(["password", "site"], plan.Rows[1].Changes);
        Assert.Equal(["address", "user", "password"], plan.Rows[2].Changes);

        var result = await _import.ApplyAsync(plan, cancellationToken: Cancellation);
        Assert.Equal((1, 2, 0), (result.Added, result.Changed, result.Refused.Count));
        var cameras = (await _store.ListAsync(SiteScope.Unrestricted, Cancellation)).ToDictionary(camera => camera.Alias);
        Assert.Equal(("rtsp://ada:secret2@cam/2", 5), (cameras["North"].Source, cameras["North"].AnalysisRate));
        Assert.NotEqual(SiteRow.DefaultId, cameras["North"].SiteId);
        Assert.Equal("rtsp://other/3", cameras["South"].Source);
        Assert.False(cameras["Gate"].IsEnabled);
    }

    [Fact]
    public async Task Command_ThatChanges_SaysWhatItDid()
    {
        var file = _folder.PathOf("cameras.csv");
        await File.WriteAllTextAsync(file, "alias,address,password\nNorth,rtsp://cam/1,secret\nGate,rtsp://cam/7,secret\n", Cancellation);
        Assert.Equal(
            (0, "1 can be added, 1 can be changed, 0 are there already, 0 are refused\n"),
            await RunAsync(file, dryRun: true, goodOnly: false, change: true));
        Assert.Equal(
            (0, "1 added, 1 changed, 0 were there already, 0 refused\n"),
            await RunAsync(file, dryRun: false, goodOnly: false, change: true));
    }

    /// <summary>Two with regions of their own may be wanted: it is told, and they are added.</summary>
    [Fact]
    public async Task Plan_AddressOfAnotherCamera_IsNoted()
    {
        var plan = await PlanAsync(
            "name,address\nNorth,rtsp://ada:secret@CAM:554/1\nSouth,rtsp://cam/2\nEast,rtsp://cam:554/2\nGate,rtsp://cam/1\n");
        Assert.Equal(3, plan.Count(CameraRowState.Good));
        Assert.Equal(
            ["“Gate” has this address too", null, "“South” has this address too", null],
            plan.Rows.Select(row => row.Note?.Split(';')[0]));
    }

    [Theory]
    [InlineData("ffd8ffe000104a46494600010100000100010000")]
    [InlineData("89504e470d0a1a0a0000000d49484452")]
    public async Task Plan_OfAPicture_SaysThatItIsNoTable(string bytes)
    {
        var plan = await _import.PlanAsync(new MemoryStream(Convert.FromHexString(bytes)), Cancellation);
        Assert.Contains("picture", plan.Error);
    }

    private Task<CameraImportPlan> PlanAsync(string csv) => _import.PlanAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), Cancellation);

    private async Task<(int Code, string Output)> RunAsync(string file, bool dryRun, bool goodOnly, bool change = false)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await CameraImportCommand.ImportAsync(
            _import, file, dryRun, goodOnly, change, new PlainConsole(output, errors, TimeProvider.System), Cancellation);
        Assert.DoesNotContain("secret", output.ToString() + errors);
        return (code, output.ToString());
    }
}
