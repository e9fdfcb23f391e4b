using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Hosting;
using Dashboard.Retention;
using Dashboard.Statistics;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Retention;

public sealed class RetentionTests
{
    [Theory, ProviderData]
    public async Task Run_DeletesOldFlowsWithAllThatBelongsToThem(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await bench.AddAsync(
            RetentionBench.At(camera, 100, "OLD1", hasPicture: true),
            RetentionBench.At(camera, 31, "BOTH1"),
            RetentionBench.At(camera, 29, "BOTH1", hasPicture: true),
            RetentionBench.At(camera, 1, "NEW1", hasPicture: true));
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            db.Alerts.Add(AlertOf(flows[0], acknowledged: true));
            db.Deliveries.Add(DeliveryOf(flows[0], DeliveryState.Delivered));
            db.Add(new OpenStay { Plate = "OLD1", SiteId = 1, CameraId = camera, FlowId = flows[0].Id });
            db.Notes.Add(new Note { FlowId = flows[0].Id, Text = "x", By = "a", At = RetentionBench.Noon });
            db.FlowCorrections.Add(
                new FlowCorrection { FlowId = flows[0].Id, Raw = "A", Before = "A", After = "B", By = "a", At = RetentionBench.Noon });
            await db.SaveChangesAsync(Cancellation);
        }

        await new StatisticsRollUp(database.Factory, bench.Time, NullLogger<StatisticsRollUp>.Instance).CatchUpAsync(Cancellation);
        var preview = await bench.Forecast.ReadAsync(cancellationToken: Cancellation);
        var run = await bench.Cleanup.RunAsync(cancellationToken: Cancellation);

        Assert.Equal(2, run.Flows);
        Assert.Equal((run.Flows, run.Pictures, run.Bytes), (preview.Flows, preview.Pictures, preview.Bytes));
        Assert.Equal((2, 2000), (run.Pictures, run.Bytes));
        Assert.Equal([flows[2].Id, flows[3].Id], await bench.FlowsAsync());
        Assert.False(File.Exists(bench.PathOf(flows[0])));
        Assert.True(File.Exists(bench.PathOf(flows[3])));
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            Assert.Equal(2, await db.FlowCandidates.CountAsync(Cancellation));
            Assert.Equal(2, await db.FlowCounts.Where(count => count.Span == 3600).SumAsync(count => count.Flows, Cancellation));
            Assert.False(await db.FlowCounts.AnyAsync(count => count.Flows == 0, Cancellation));
            Assert.Equal(
                ["BOTH1", "NEW1"], await db.PlateSuffixes.Select(end => end.Plate).Distinct().OrderBy(plate => plate).ToListAsync(Cancellation));
            Assert.Equal(
                ["BOTH1", "NEW1"], await db.Set<PlateMonth>().Select(row => row.Plate).Distinct().OrderBy(plate => plate).ToListAsync(Cancellation));
            Assert.False(await db.Set<OpenStay>().AnyAsync(Cancellation));
            Assert.False(await db.Alerts.AnyAsync(Cancellation) || await db.Deliveries.AnyAsync(Cancellation));
            Assert.False(await db.Notes.AnyAsync(Cancellation) || await db.FlowCorrections.AnyAsync(Cancellation));
        }
    }

    /// <summary>What something still needs stays, however old it is, and goes once nothing does.</summary>
    [Theory, ProviderData]
    public async Task Run_LeavesWhatSomethingNeeds(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await bench.AddAsync([.. Enumerable.Range(0, 8).Select(i => RetentionBench.At(camera, 100 + i, $"P{i}", hasPicture: true))]);
        int[] lists;
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            var held = new AlertList { Name = "Held" };
            var kept = new AlertList { Name = "Kept", KeepDays = 0 };
            var shorter = new AlertList { Name = "Shorter", KeepDays = 99 };
            db.AlertLists.AddRange(held, kept, shorter);
            await db.SaveChangesAsync(Cancellation);
            lists = [held.Id, kept.Id, shorter.Id];
            db.EvidenceHolds.AddRange(Hold(flow: flows[0].Id), Hold(plate: "P1"), Hold(list: held.Id));
            db.Alerts.AddRange(
                AlertOf(flows[2], acknowledged: true, held.Id),
                AlertOf(flows[3], acknowledged: true, kept.Id),
                AlertOf(flows[4], acknowledged: false),
                AlertOf(flows[7], acknowledged: true, shorter.Id));
            db.Deliveries.Add(DeliveryOf(flows[5], DeliveryState.Waiting));
            db.FlowOutbox.Add(new FlowOutboxEntry { FlowId = flows[6].Id });
            await db.SaveChangesAsync(Cancellation);
        }

        Assert.Equal((1, 7), await bench.Forecast.ReadAsync(cancellationToken: Cancellation) is var ahead ? (ahead.Flows, ahead.Held) : default);
        Assert.Equal(1, (await bench.Cleanup.RunAsync(cancellationToken: Cancellation)).Flows);
        Assert.Equal(flows.Take(7).Select(flow => flow.Id), await bench.FlowsAsync());
        Assert.All(flows.Take(7), flow => Assert.True(File.Exists(bench.PathOf(flow))));

        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            await db.EvidenceHolds.ExecuteDeleteAsync(Cancellation);
            await db.AlertLists.ExecuteUpdateAsync(set => set.SetProperty(list => list.KeepDays, (int?)null), Cancellation);
            await db.Alerts.ExecuteUpdateAsync(
                set => set.SetProperty(alert => alert.AcknowledgedAt, (DateTimeOffset?)RetentionBench.Noon), Cancellation);
            await db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.State, DeliveryState.Failed), Cancellation);
            await db.FlowOutbox.ExecuteDeleteAsync(Cancellation);
        }

        Assert.Equal(7, (await bench.Cleanup.RunAsync(cancellationToken: Cancellation)).Flows);
    }

    // Anybody who may correct a plate could free another's evidence otherwise.
    [Theory, ProviderData]
    public async Task Run_LeavesWhatHadAHeldPlate_BeforeACorrection(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await bench.AddAsync([.. Enumerable.Range(0, 3).Select(i => RetentionBench.At(camera, 100 + i, "AB1"))]);
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            db.EvidenceHolds.Add(Hold(plate: "AB2"));

            // Read as AB1, corrected to what is held, and on to something else.
            db.FlowCorrections.AddRange(
                new FlowCorrection { FlowId = flows[0].Id, Raw = "AB1", Before = "AB1", After = "AB2", By = "a" },
                new FlowCorrection { FlowId = flows[0].Id, Raw = "AB1", Before = "AB2", After = "AB3", By = "a" },
                new FlowCorrection { FlowId = flows[1].Id, Raw = "AB1", Before = "AB1", After = "AB4", By = "a" });
            await db.SaveChangesAsync(Cancellation);
        }

        Assert.Equal((2, 1), await bench.Forecast.ReadAsync(cancellationToken: Cancellation) is var ahead ? (ahead.Flows, ahead.Held) : default);
        Assert.Equal(2, (await bench.Cleanup.RunAsync(cancellationToken: Cancellation)).Flows);
        Assert.Equal([flows[0].Id], await bench.FlowsAsync());
    }

    [Fact]
    public async Task Run_LeavesFlowsThatWereNotLookedUpYet()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await bench.AddAsync(RetentionBench.At(camera, 100));
        var late = (await database.AddFlowsAsync(RetentionBench.At(camera, 100)))[0];

        Assert.Equal(1, (await bench.Cleanup.RunAsync(cancellationToken: Cancellation)).Flows);
        Assert.Equal([late.Id], await bench.FlowsAsync());
    }

    [Fact]
    public async Task CameraDays_ComeBeforeTheSettings()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var cameras = await database.AddCamerasAsync("Usual", "Longer", "ForEver", "Shorter");
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            foreach (var (camera, days) in new[] { (cameras[1], 200), (cameras[2], 0), (cameras[3], 7) })
            {
                await db.Cameras.Where(row => row.Id == camera)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.FlowDays, days).SetProperty(row => row.PictureDays, days), Cancellation);
            }
        }

        var flows = await bench.AddAsync(
            RetentionBench.At(cameras[0], 100), RetentionBench.At(cameras[1], 100, hasPicture: true),
            RetentionBench.At(cameras[2], 1000, hasPicture: true), RetentionBench.At(cameras[3], 8), RetentionBench.At(cameras[3], 6));
        await bench.Cleanup.RunAsync(cancellationToken: Cancellation);

        Assert.Equal([flows[1].Id, flows[2].Id, flows[4].Id], await bench.FlowsAsync());
        Assert.True(File.Exists(bench.PathOf(flows[1])) && File.Exists(bench.PathOf(flows[2])));
    }

    [Fact]
    public async Task UnlistedHours_KeepOnlyWhatMatchedAList()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        bench.Options.CurrentValue.UnlistedHours = 24;
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await bench.AddAsync(RetentionBench.At(camera, 2), RetentionBench.At(camera, 2), RetentionBench.At(camera, .5));
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            db.Alerts.Add(AlertOf(flows[1], acknowledged: true));
            await db.SaveChangesAsync(Cancellation);
        }

        await bench.Cleanup.RunAsync(cancellationToken: Cancellation);
        Assert.Equal([flows[1].Id, flows[2].Id], await bench.FlowsAsync());
    }

    [Fact]
    public async Task Pictures_GoBeforeTheirFlows_ExceptEvidence()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await bench.AddAsync(
            RetentionBench.At(camera, 12, "OLD", hasPicture: true), RetentionBench.At(camera, 12, "HELD", hasPicture: true),
            RetentionBench.At(camera, 9, "NEW", hasPicture: true));
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            db.EvidenceHolds.Add(Hold(plate: "HELD"));
            await db.SaveChangesAsync(Cancellation);
        }

        var orphan = Path.Combine(Path.GetDirectoryName(bench.PathOf(flows[0]))!, $"{Guid.NewGuid()}.jpg");
        await File.WriteAllBytesAsync(orphan, new byte[10], Cancellation);
        File.SetLastWriteTimeUtc(orphan, RetentionBench.Noon.AddDays(-12).UtcDateTime);

        // What a flow that is kept had as a preview.
        var replaced = Path.Combine(Path.GetDirectoryName(orphan)!, $"{flows[1].Uuid}-{new string('b', 16)}.jpg");
        await File.WriteAllBytesAsync(replaced, new byte[5], Cancellation);
        File.SetLastWriteTimeUtc(replaced, RetentionBench.Noon.AddDays(-12).UtcDateTime);
        var ahead = await bench.Forecast.ReadAsync(cancellationToken: Cancellation);
        var run = await bench.Cleanup.RunAsync(cancellationToken: Cancellation);

        Assert.Equal((0, 3, 1015), (run.Flows, run.Pictures, run.Bytes));
        Assert.Equal((run.Pictures, run.Bytes), (ahead.Pictures, ahead.Bytes));
        Assert.Equal([false, true, true], flows.Select(flow => File.Exists(bench.PathOf(flow))));
        Assert.False(File.Exists(orphan) || File.Exists(replaced));
        await using var read = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal([false, true, true], await read.Flows.OrderBy(flow => flow.Id).Select(flow => flow.HasPicture).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task WhatIsDeleted_IsAnEntryOfTheAudit_ThatNamesTheRules_AtMostOneAnHour()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        bench.Options.CurrentValue.UnlistedHours = 24 * 20;
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await bench.AddAsync(
            RetentionBench.At(camera, 40, "OLD1", hasPicture: true),
            RetentionBench.At(camera, 39, "OLD2"),
            RetentionBench.At(camera, 25, "UNLISTED1"),
            RetentionBench.At(camera, 12, hasPicture: true),
            RetentionBench.At(camera, 1));
        await bench.Cleanup.RunAsync(cancellationToken: Cancellation);

        Assert.True(bench.Audit.Waiting.TryRead(out var entry));
        Assert.Equal((null, "retention", AuditAction.Removed, "cleanup"), (entry.UserId, entry.UserName, entry.Action, entry.Subject));
        Assert.Equal("Retention:FlowDays: 2; Retention:UnlistedHours: 1; Retention:PictureDays: 2; Bytes: 2000", entry.Details);
        await bench.Cleanup.RunAsync(cancellationToken: Cancellation);
        Assert.False(bench.Audit.Waiting.TryRead(out _));

        await bench.AddAsync(RetentionBench.At(camera, 40, "OLD3"));
        await bench.Cleanup.RunAsync(cancellationToken: Cancellation);
        await bench.AddAsync(RetentionBench.At(camera, 40, "OLD4"));
        await bench.Cleanup.RunAsync(cancellationToken: Cancellation);
        Assert.False(bench.Audit.Waiting.TryRead(out _));
        bench.Time.Advance(RetentionCleanup.AuditInterval);
        await bench.Cleanup.RunAsync(cancellationToken: Cancellation);
        Assert.True(bench.Audit.Waiting.TryRead(out entry));
        Assert.Equal("Retention:FlowDays: 2", entry.Details);

        await bench.AddAsync(RetentionBench.At(camera, 40, "OLD5"));
        await bench.Cleanup.RunAsync(cancellationToken: Cancellation);
        await bench.Cleanup.StoppingAsync(Cancellation);
        Assert.True(bench.Audit.Waiting.TryRead(out entry));
        Assert.Equal("Retention:FlowDays: 1", entry.Details);
    }

    /// <summary>A folder whose pictures are mostly of no flow is another database's, and nobody's to delete.</summary>
    [Fact]
    public async Task Pictures_OfAnotherDatabase_Stay()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flow = (await bench.AddAsync(RetentionBench.At(camera, 12, hasPicture: true)))[0];
        var folder = Path.GetDirectoryName(bench.PathOf(flow))!;
        for (var i = 0; i < 300; i++)
        {
            var file = Path.Combine(folder, $"{Guid.NewGuid()}.jpg");
            await File.WriteAllBytesAsync(file, new byte[1], Cancellation);
            File.SetLastWriteTimeUtc(file, RetentionBench.Noon.AddDays(-12).UtcDateTime);
        }

        Assert.Equal(1, (await bench.Cleanup.RunAsync(cancellationToken: Cancellation)).Pictures);
        Assert.Equal(300, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public async Task FullDisk_LosesItsOldestPicturesAndSaysSo()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await bench.AddAsync([.. Enumerable.Range(0, 4).Select(i => RetentionBench.At(camera, 8 - (2 * i), hasPicture: true))]);
        var today = (await bench.AddAsync(RetentionBench.At(camera, .1, hasPicture: true)))[0];

        // Each picture that goes frees a fiftieth.
        bench.DiskFor = () => new DiskNumbers(50 + (20 * flows.Count(flow => !File.Exists(bench.PathOf(flow)))), 1000);
        var run = await bench.Cleanup.RunAsync(cancellationToken: Cancellation);
        Assert.Equal(3, run.ForRoom);
        Assert.True(bench.Audit.Waiting.TryRead(out var entry));
        Assert.Equal("Retention:MinimumFreePercent: 3; Bytes: 3000", entry.Details);
        Assert.Equal([false, false, false, true], flows.Select(flow => File.Exists(bench.PathOf(flow))));
        Assert.Null(bench.Status.LackingRoom);

        bench.DiskFor = () => new DiskNumbers(50, 1000);
        await bench.Cleanup.RunAsync(cancellationToken: Cancellation);
        Assert.True(File.Exists(bench.PathOf(today)), "Pictures of the last day stay.");
        Assert.Equal(50, bench.Status.LackingRoom?.Free);
    }

    private static Alert AlertOf(Flow flow, bool acknowledged, int list = 1000) => new()
    {
        FlowId = flow.Id,
        ListId = list,
        CameraId = flow.CameraId,
        FirstSeenAt = flow.FirstSeenAt,
        CreatedAt = flow.FirstSeenAt,
        AcknowledgedAt = acknowledged ? RetentionBench.Noon : null,
    };

    private static DeliveryRow DeliveryOf(Flow flow, DeliveryState state) => new()
    {
        FlowId = flow.Id,
        Kind = DeliveryKind.Email,
        Recipient = "a@example.com",
        State = state,
        CreatedAt = RetentionBench.Noon,
        DueAt = RetentionBench.Noon,
    };

    private static EvidenceHold Hold(long? flow = null, string? plate = null, int? list = null) =>
        new() { FlowId = flow, Plate = plate, ListId = list, Reason = "Case 7", By = "a@example.com", At = RetentionBench.Noon };
}
