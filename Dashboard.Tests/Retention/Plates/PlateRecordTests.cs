using System.IO.Compression;
using System.Security.Cryptography;
using Dashboard.Cameras;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Retention.Plates;
using Dashboard.Storage.Auditing;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Retention.Plates;

/// <summary>What somebody whose plate it is may ask for: all that is stored, and that it is erased.</summary>
public sealed class PlateRecordTests
{
    [Theory, ProviderData]
    public async Task Erase_TakesAllOfThePlate_ButWhatIsHeldOrNeeded(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await bench.AddAsync(
            RetentionBench.At(camera, 3, "AB1", hasPicture: true),
            RetentionBench.At(camera, 2, "AB1", hasPicture: true),
            RetentionBench.At(camera, 2, "AB1"),
            RetentionBench.At(camera, 1, "AB12", hasPicture: true));
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            db.Notes.Add(new Note { Plate = "AB1", Text = "Red car", By = "x" });
            db.EvidenceHolds.Add(new EvidenceHold { FlowId = flows[1].Id, Reason = "Case 7", By = "x" });
            db.AlertLists.Add(new AlertList { Id = 7, Name = "Wanted" });
            db.Alerts.Add(new Alert { FlowId = flows[2].Id, ListId = 7, ListName = "Wanted", Plate = "AB1", CameraId = camera });
            await db.SaveChangesAsync(Cancellation);
        }

        var (erasure, trail, person) = await CreateAsync(database, bench, Roles.Administrator);
        var forecast = await erasure.ForecastAsync("ab-1", false, Cancellation);
        var first = (await erasure.EraseAsync("ab-1", false, "Case 4711", person.Principal, Cancellation)).Value;
        Assert.Equal(new ErasedPlate(Flows: 1, Held: 1, Needed: 1, Corrected: 0), first);
        Assert.Equal(first, forecast);
        Assert.Equal([flows[1].Id, flows[2].Id, flows[3].Id], await bench.FlowsAsync());
        Assert.Equal((false, true), (File.Exists(bench.PathOf(flows[0])), File.Exists(bench.PathOf(flows[1]))));

        await using var after = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal(1, await after.Notes.CountAsync(Cancellation));
        await after.EvidenceHolds.ExecuteDeleteAsync(Cancellation);
        await after.Alerts.ExecuteUpdateAsync(set => set.SetProperty(alert => alert.AcknowledgedAt, RetentionBench.Noon), Cancellation);
        var second = (await erasure.EraseAsync("AB1", false, "Case 4711", person.Principal, Cancellation)).Value;
        Assert.Equal(new ErasedPlate(Flows: 2, Held: 0, Needed: 0, Corrected: 0) { Notes = 1 }, second);
        Assert.Equal([flows[3].Id], await bench.FlowsAsync());
        Assert.Equal((0, 0), (await after.Notes.CountAsync(Cancellation), await after.Alerts.CountAsync(Cancellation)));
        Assert.DoesNotContain("AB1", await after.FlowCandidates.Select(candidate => candidate.Text).ToListAsync(Cancellation));
        Assert.DoesNotContain("AB1", await after.PlateSuffixes.Select(suffix => suffix.Plate).ToListAsync(Cancellation));
        Assert.False(File.Exists(bench.PathOf(flows[1])));
        Assert.True(File.Exists(bench.PathOf(flows[3])));

        Assert.True(trail.Waiting.TryRead(out var entry));
        Assert.Equal((AuditAction.Removed, "plate AB1", "Case 4711", person.Email), (entry.Action, entry.Subject, entry.Reason, entry.UserName));
    }

    /// <summary>A passage that was read as the plate and corrected is another vehicle's.</summary>
    [Theory, ProviderData]
    public async Task Erase_OfAPlateThatWasCorrectedAway_TakesThatPassageWhereAsked_AndNeverAltersIt(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var told = new List<int>();
        using var listening = bench.LastPlates.Subscribe(told.AddRange);
        var flows = await bench.AddAsync(
            RetentionBench.At(camera, 3, "AB1"), RetentionBench.At(camera, 2, "ZZ9", hasPicture: true), RetentionBench.At(camera, 1, "YY8"));
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            db.FlowCorrections.Add(new FlowCorrection { FlowId = flows[1].Id, Raw = "AB1", Before = "AB1", After = "ZZ9", By = "x" });
            db.EvidenceHolds.Add(new EvidenceHold { Plate = "ZZ9", Reason = "Case 7", By = "x" });
            await db.SaveChangesAsync(Cancellation);
        }

        var (erasure, _, person) = await CreateAsync(database, bench, Roles.Administrator);
        Assert.Equal(1, await erasure.CountCorrectedAsync("ab-1", Cancellation));
        await EraseAsync(new ErasedPlate(1, 0, 0, Corrected: 1), withCorrected: false);
        await EraseAsync(new ErasedPlate(0, Held: 1, 0, 0), withCorrected: true);
        Assert.Equal([flows[1].Id, flows[2].Id], await bench.FlowsAsync());

        await using var after = await database.Factory.CreateDbContextAsync(Cancellation);
        await after.EvidenceHolds.ExecuteDeleteAsync(Cancellation);
        await EraseAsync(new ErasedPlate(1, 0, 0, 0), withCorrected: true);
        Assert.Equal([flows[2].Id], await bench.FlowsAsync());
        Assert.Empty(told); // The last plate that the camera saw is still there.
        await erasure.EraseAsync("YY8", false, "Case 4711", person.Principal, Cancellation);
        Assert.Equal([camera], told);

        async Task EraseAsync(ErasedPlate expected, bool withCorrected)
        {
            Assert.Equal(expected, await erasure.ForecastAsync("AB1", withCorrected, Cancellation));
            Assert.Equal(expected, (await erasure.EraseAsync("AB1", withCorrected, "Case 4711", person.Principal, Cancellation)).Value);
        }
    }

    /// <summary>A row that is only marked as deleted can be read in the file for years.</summary>
    [Fact]
    public async Task Erase_OverwritesTheRowsInTheFilesOfSqlite()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await bench.AddAsync([
            .. Enumerable.Range(0, 400).Select(i => RetentionBench.At(camera, 3, i % 2 == 0 ? "QXERASEQX" : $"OTHER{i}")),
            RetentionBench.At(camera, 1, "LAST1")]);
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            db.Notes.Add(new Note { Plate = "QXERASEQX", Text = "qxnoteqx", By = "x" });
            await db.SaveChangesAsync(Cancellation);
        }

        var before = CountOf("QXERASEQX");
        Assert.True(before > 1000 && CountOf("qxnoteqx") > 0);
        var (erasure, _, person) = await CreateAsync(database, bench, Roles.Administrator);
        Assert.Equal(200, (await erasure.EraseAsync("QXERASEQX", false, "Case 4711", person.Principal, Cancellation)).Value!.Flows);

        // Where SQLite has divided a full page before, a piece of it may stay in the page's free room until that is used.
        Assert.InRange(CountOf("QXERASEQX"), 0, before / 100);
        Assert.Equal(0, CountOf("qxnoteqx"));
        Assert.True(CountOf("OTHER1") > 0);

        int CountOf(string text) => Directory.GetFiles(database.Server.DataPath("."), "dashboard.db*").Sum(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes.AsSpan().Count(System.Text.Encoding.ASCII.GetBytes(text));
        });
    }

    [Fact]
    public async Task Erase_WhatIsHeldAsEvidence_OrByWhomItIsNotFor_IsRefused()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var flows = await bench.AddAsync(RetentionBench.At((await database.AddCamerasAsync("Gate"))[0], 3, "AB1"));
        var (erasure, trail, person) = await CreateAsync(database, bench, Roles.Administrator);
        Assert.Contains("reason of 3", (await erasure.EraseAsync("AB1", false, " x ", person.Principal, Cancellation)).Refusal);
        var somebody = await TestPerson.AddAsync(database, bench.Time, Roles.Operator);
        Assert.Contains("Only administrators", (await erasure.EraseAsync("AB1", false, "Case 4711", somebody.Principal, Cancellation)).Refusal);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        db.EvidenceHolds.Add(new EvidenceHold { Plate = "AB1", Reason = "Case 7", By = "x" });
        await db.SaveChangesAsync(Cancellation);
        Assert.Contains("kept as evidence", (await erasure.EraseAsync("AB1", false, "Case 4711", person.Principal, Cancellation)).Refusal);
        Assert.Equal([flows[0].Id], await bench.FlowsAsync());
        Assert.False(trail.Waiting.TryRead(out _));
    }

    [Fact]
    public async Task Record_SaysNothingOfEvidence_UnlessThatIsChosen()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var flows = await bench.AddAsync(RetentionBench.At((await database.AddCamerasAsync("Gate"))[0], 3, "AB1"));
        var none = await DetailsAsync(withEvidence: false);
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            db.EvidenceHolds.Add(new EvidenceHold { FlowId = flows[0].Id, Reason = "Police request 55", By = "anna@example.com" });
            await db.SaveChangesAsync(Cancellation);
        }

        // It is the very same as that of a plate that nobody asks for.
        Assert.Equal(none, await DetailsAsync(withEvidence: false));
        Assert.Contains("Left out, whether there is any or not: what is kept as evidence", none);
        var whole = await DetailsAsync(withEvidence: true);
        Assert.Contains("Police request 55", whole);
        Assert.Contains("anna@example.com", whole);
        Assert.DoesNotContain("Left out", whole);

        async Task<string> DetailsAsync(bool withEvidence)
        {
            using var file = new MemoryStream();
            await new PlateRecord(database.Factory, new CameraDirectory(bench.Time), bench.Images).WriteAsync(
                "AB1", TimeZoneInfo.Utc, isBlurred: false, withEvidence, file, Cancellation);
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            using var reader = new StreamReader(zip.GetEntry("details.json")!.Open());
            return await reader.ReadToEndAsync(Cancellation);
        }
    }

    [Theory, ProviderData]
    public async Task Record_HoldsAllOfThePlate_WithTheSumsOfItsFiles(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await bench.AddAsync(
            RetentionBench.At(camera, 3, "AB1", hasPicture: true), RetentionBench.At(camera, 2, "AB1", hasPicture: true),
            RetentionBench.At(camera, 1, "ZZ9", hasPicture: true));
        File.Delete(bench.PathOf(flows[1]));
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            db.Notes.Add(new Note { Plate = "AB1", Text = "Red car", By = "x" });
            await db.SaveChangesAsync(Cancellation);
        }

        using var file = new MemoryStream();
        await new PlateRecord(database.Factory, new CameraDirectory(bench.Time), bench.Images).WriteAsync(
            "AB1", TimeZoneInfo.Utc, isBlurred: false, withEvidence: false, file, Cancellation);
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        Assert.Equal(
            ["SHA256SUMS", "details.json", "flows.csv", "flows.jsonl", "missing.txt", $"pictures/{flows[0].Id}.jpg"],
            zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.Equal(3, Text("flows.csv").TrimEnd().Split("\r\n").Length);
        Assert.DoesNotContain("ZZ9", Text("flows.csv") + Text("flows.jsonl") + Text("details.json"));
        Assert.Contains("Red car", Text("details.json"));
        Assert.Contains($"pictures/{flows[1].Id}.jpg", Text("missing.txt"));
        foreach (var line in Text("SHA256SUMS").TrimEnd().Split('\n'))
        {
            var (sum, name) = (line[..64], line[66..]);
            using var content = zip.GetEntry(name)!.Open();
            Assert.Equal(sum, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, Cancellation)));
        }

        string Text(string name)
        {
            using var reader = new StreamReader(zip.GetEntry(name)!.Open());
            return reader.ReadToEnd();
        }
    }

    internal static async Task<(PlateErasure Erasure, AuditTrail Trail, TestPerson Person)> CreateAsync(
        TestDatabase database, RetentionBench bench, string role)
    {
        var person = await TestPerson.AddAsync(database, bench.Time, role);
        var trail = new AuditTrail(bench.Time);
        return (new PlateErasure(database.Factory, bench.Flows, bench.Erased, person.Check, trail, bench.Time), trail, person);
    }
}
