using Dashboard.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Flows.Recording;
using Dashboard.Pipeline;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents.Intake;

/// <summary>
/// Stores pushed groups: each once, however often it is sent; a preview's row is brought up to date by what follows. Agents and cameras that are
/// heard of for the first time are entered.
/// </summary>
internal sealed class PushedGroupWriter(
    IDbContextFactory<DashboardDbContext> database, FlowImages images, CameraDirectory cameras, AgentDirectory agents, TimeProvider time)
{
    /// <summary>What was stored or changed.</summary>
    /// <param name="batch">Groups in the order in which they came; several may be one group's preview and end.</param>
    public async Task<IReadOnlyList<FlowWithCamera>> StoreAsync(IReadOnlyList<PushedGroup> batch, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var written = new List<WrittenPicture>();
        try
        {
            await TellApartAsync(db, batch, cancellationToken);
            await WriteAsync(db, batch, written, cancellationToken);
            return await StoreAsync(db, batch, written, cancellationToken);
        }
        finally
        {
            written.ForEach(images.Release); // What no row has now belongs to nobody: it is sent again, or swept.
        }
    }

    // A flow that is final and had its best plate elsewhere is another vehicle's, whatever place its agent says that it began in.
    private static async Task TellApartAsync(DashboardDbContext db, IReadOnlyList<PushedGroup> batch, CancellationToken cancellationToken)
    {
        var uuids = batch.Where(group => group.OtherUuid is not null).Select(group => group.Flow.Uuid).Distinct().ToList();
        var places = await (
            from flow in db.Flows
            where EF.Parameter(uuids).Contains(flow.Uuid) && !flow.IsPreview
            join detail in db.FlowDetails on flow.Id equals detail.FlowId
            select new { flow.Uuid, detail.PlateIndex }).ToDictionaryAsync(place => place.Uuid, place => place.PlateIndex, cancellationToken);
        foreach (var group in batch.Where(group => !group.Flow.IsPreview))
        {
            if (!places.TryAdd(group.Flow.Uuid, group.Detail.PlateIndex) && places[group.Flow.Uuid] != group.Detail.PlateIndex)
            {
                group.Flow.Uuid = group.OtherUuid ?? group.Flow.Uuid;
            }
        }
    }

    // The database says first which flows are final and whole: what comes to them is not even written.
    private async Task WriteAsync(
        DashboardDbContext db, IReadOnlyList<PushedGroup> batch, List<WrittenPicture> written, CancellationToken cancellationToken)
    {
        var pictured = batch.Where(group => group.Jpeg.Length > 0).ToList();
        if (pictured.Count == 0)
        {
            return;
        }

        var uuids = pictured.Select(group => group.Flow.Uuid).Distinct().ToList();
        var final = await db.Flows.AsNoTracking().Where(flow => EF.Parameter(uuids).Contains(flow.Uuid) && !flow.IsPreview)
            .ToListAsync(cancellationToken);
        var whole = final.Where(flow => !LacksPicture(flow)).Select(flow => flow.Uuid).ToHashSet();
        foreach (var group in pictured.Where(group => !whole.Contains(group.Flow.Uuid)))
        {
            var picture = await images.WriteAsync(group.Flow.Uuid, group.Flow.CapturedAt, group.Jpeg, group.Views, cancellationToken);
            written.Add(picture);
            picture.GiveTo(group.Flow);
        }
    }

    private async Task<IReadOnlyList<FlowWithCamera>> StoreAsync(
        DashboardDbContext db, IReadOnlyList<PushedGroup> batch, List<WrittenPicture> written, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockFlowOrderAsync(cancellationToken: cancellationToken);
        var known = await new PushedSourceResolver(db, time).EnterAsync(batch, cancellationToken);
        var (changed, flows, replaced) = await StoreFlowsAsync(db, await WithoutErasedAsync(db, batch, cancellationToken), known, cancellationToken);
        if (batch.SelectMany(group => group.Reads).ToList() is { Count: > 0 } reads)
        {
            await db.PushedReads.Where(read => EF.Parameter(reads).Contains(read.Id)).ExecuteDeleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        foreach (var picture in written)
        {
            if (flows.TryGetValue(picture.Uuid, out var flow))
            {
                images.ReleaseStored(picture, flow);
            }
            else
            {
                images.Discard(picture);
            }
        }

        replaced.ForEach(before => images.DeleteLeftOver(before.Files.Except(PictureNames.All(before.Flow))));

        if (known.HasNew)
        {
            agents.Forget();
            cameras.Forget();
        }

        var translator = await cameras.TranslatorAsync(db, cancellationToken);
        return [.. changed.Select(flow => new FlowWithCamera(flow, translator.CameraOf(flow.CameraId)))];
    }

    // What was erased on request does not come back with an agent that never heard that it had been stored.
    private static async Task<IReadOnlyList<PushedGroup>> WithoutErasedAsync(
        DashboardDbContext db, IReadOnlyList<PushedGroup> batch, CancellationToken cancellationToken)
    {
        var uuids = batch.Select(group => group.Flow.Uuid).Distinct().ToList();
        var erased = await db.ErasedFlows.Where(flow => EF.Parameter(uuids).Contains(flow.Uuid)).Select(flow => flow.Uuid)
            .ToHashSetAsync(cancellationToken);
        return erased.Count == 0 ? batch : [.. batch.Where(group => !erased.Contains(group.Flow.Uuid))];
    }

    // Of a picture that retention has removed the sum is left; older pictures had none, but none of the last day is removed.
    private bool LacksPicture(Flow flow) =>
        flow is { HasPicture: false, PictureSha256: null } && flow.CapturedAt > time.GetUtcNow() - TimeSpan.FromDays(1);

    private async Task<StoredFlows> StoreFlowsAsync(
        DashboardDbContext db, IReadOnlyList<PushedGroup> batch, PushedSourceResolver.Known known, CancellationToken cancellationToken)
    {
        var uuids = batch.Select(group => group.Flow.Uuid).Distinct().ToList();
        var there = await db.Flows.Include(flow => flow.Candidates)
            .Where(flow => EF.Parameter(uuids).Contains(flow.Uuid))
            .ToDictionaryAsync(flow => flow.Uuid, cancellationToken);
        var ids = there.Values.Select(flow => flow.Id).ToList();
        var details = await db.FlowDetails.Where(detail => EF.Parameter(ids).Contains(detail.FlowId))
            .ToDictionaryAsync(detail => detail.FlowId, cancellationToken);
        var fresh = new Dictionary<Flow, FlowDetail>();
        List<Flow> changed = [];
        List<(Flow Flow, IReadOnlySet<string> Files)> replaced = [];
        foreach (var group in batch)
        {
            Complete(group, known);
            if (!there.TryGetValue(group.Flow.Uuid, out var flow))
            {
                flow = new Flow
                {
                    Uuid = group.Flow.Uuid,
                    CameraId = known.CameraOf(group),
                    FirstSeenAt = group.Flow.FirstSeenAt,
                };
                FlowCopy.Update(flow, group.Flow);
                there[flow.Uuid] = flow;
                fresh[flow] = CopyDetail(group.Detail, new FlowDetail());
                db.Flows.Add(flow);
                changed.Add(flow);
            }
            else if (flow.IsPreview)
            {
                // What is final stays: a preview that comes late, or a group that is sent again, changes nothing.
                replaced.Add((flow, PictureNames.All(flow)));
                FlowCopy.Update(flow, group.Flow);
                var detail = fresh.GetValueOrDefault(flow) ?? details.GetValueOrDefault(flow.Id);
                _ = detail is null ? null : CopyDetail(group.Detail, detail);
                NoteChange(db, flow, changed);
            }
            else if (group.Jpeg.Length > 0 && group.Flow.HasPicture && LacksPicture(flow))
            {
                // A picture that was missing may still come, once; all else is as it was told first.
                FlowCopy.AddPicture(flow, group.Flow);
                NoteChange(db, flow, changed);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var (flow, detail) in fresh)
        {
            detail.FlowId = flow.Id;
            db.FlowDetails.Add(detail);
        }

        await db.SaveChangesAsync(cancellationToken);
        return new StoredFlows([.. changed.Distinct()], there, replaced);
    }

    private static void NoteChange(DashboardDbContext db, Flow flow, List<Flow> changed)
    {
        if (flow.Id != 0)
        {
            db.FlowOutbox.Add(new FlowOutboxEntry { FlowId = flow.Id });
        }

        changed.Add(flow);
    }

    private static void Complete(PushedGroup group, PushedSourceResolver.Known known)
    {
        if (CanBeFetched(group, known))
        {
            // An agent of ours that lets its pictures be fetched has it.
            group.Flow.HasPicture = true;
            group.Flow.Views = FlowViews.ToText(group.Views.Select(view => view.At), group.Flow.CapturedAt);
        }
        else if (!group.Flow.HasPicture)
        {
            group.Flow.PictureSha256 = null;
        }

        group.Flow.DirectionName = known.RowOf(group).Direction?.NameOf(group.Flow.Direction);
    }

    private static bool CanBeFetched(PushedGroup group, PushedSourceResolver.Known known) =>
        group.Jpeg.Length == 0 && group.Flow.PictureWidth > 0 && known.Agents[group.Agent.Uid] is { KeyHash: not null, ImageAddress: not null };

    private static FlowDetail CopyDetail(FlowDetail from, FlowDetail to)
    {
        (to.PlateIndex, to.ImageId, to.RegionConfidence, to.ToldAt) = (from.PlateIndex, from.ImageId, from.RegionConfidence, from.ToldAt);
        to.WrittenPlate = from.WrittenPlate;
        (to.Direction, to.DirectionId, to.Latitude, to.Longitude) = (from.Direction, from.DirectionId, from.Latitude, from.Longitude);
        (to.Color, to.ColorConfidence, to.Make, to.MakeConfidence) = (from.Color, from.ColorConfidence, from.Make, from.MakeConfidence);
        (to.MakeModel, to.MakeModelConfidence) = (from.MakeModel, from.MakeModelConfidence);
        (to.BodyType, to.BodyTypeConfidence) = (from.BodyType, from.BodyTypeConfidence);
        (to.VehicleX, to.VehicleY, to.VehicleWidth, to.VehicleHeight) = (from.VehicleX, from.VehicleY, from.VehicleWidth, from.VehicleHeight);
        return to;
    }

    /// <param name="Changed">Those that are new or were brought up to date.</param>
    /// <param name="All">All of the batch, by their uuids.</param>
    /// <param name="Replaced">Previews that were brought up to date, with the files that they had.</param>
    private sealed record StoredFlows(
        List<Flow> Changed, IReadOnlyDictionary<Guid, Flow> All, List<(Flow Flow, IReadOnlySet<string> Files)> Replaced);
}
