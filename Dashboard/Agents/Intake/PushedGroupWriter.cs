using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Flows.Recording;
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
        foreach (var group in batch.Where(group => group.Jpeg.Length > 0))
        {
            await images.WriteAsync(group.Flow.Uuid, group.Flow.CapturedAt, group.Jpeg, cancellationToken);
            group.Flow.Views = FlowViews.ToText(
                await images.WriteViewsAsync(group.Flow.Uuid, group.Flow.CapturedAt, group.Views, cancellationToken), group.Flow.CapturedAt);
        }

        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockFlowOrderAsync(cancellationToken);
        var known = await new PushedSourceResolver(db, time).EnterAsync(batch, cancellationToken);
        var changed = await StoreFlowsAsync(db, batch, known, cancellationToken);
        if (batch.SelectMany(group => group.Reads).ToList() is { Count: > 0 } reads)
        {
            await db.PushedReads.Where(read => EF.Parameter(reads).Contains(read.Id)).ExecuteDeleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        foreach (var group in batch.Where(group => group.Jpeg.Length > 0))
        {
            images.Confirm(group.Flow.Uuid);
        }

        if (known.HasNew)
        {
            agents.Forget();
            cameras.Forget();
        }

        var translator = await cameras.TranslatorAsync(db, cancellationToken);
        return [.. changed.Select(flow => new FlowWithCamera(flow, translator.CameraOf(flow.CameraId)))];
    }

    private static async Task<List<Flow>> StoreFlowsAsync(
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
        foreach (var group in batch)
        {
            group.Flow.Views ??= CanBeFetched(group, known) ? FlowViews.ToText(group.Views.Select(view => view.At), group.Flow.CapturedAt) : null;
            group.Flow.DirectionName = known.RowOf(group).Direction?.NameOf(group.Flow.Direction);
            if (!there.TryGetValue(group.Flow.Uuid, out var flow))
            {
                flow = new Flow
                {
                    Uuid = group.Flow.Uuid,
                    CameraId = known.CameraOf(group),
                    FirstSeenAt = group.Flow.FirstSeenAt,
                    HasPicture = HasPicture(group, known),
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
                FlowCopy.Update(flow, group.Flow);
                flow.HasPicture |= HasPicture(group, known);
                var detail = fresh.GetValueOrDefault(flow) ?? details.GetValueOrDefault(flow.Id);
                _ = detail is null ? null : CopyDetail(group.Detail, detail);
                if (flow.Id != 0)
                {
                    db.FlowOutbox.Add(new FlowOutboxEntry { FlowId = flow.Id });
                }

                changed.Add(flow);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var (flow, detail) in fresh)
        {
            detail.FlowId = flow.Id;
            db.FlowDetails.Add(detail);
        }

        await db.SaveChangesAsync(cancellationToken);
        return [.. changed.Distinct()];
    }

    // Where the body carries none, an agent of ours that lets its pictures be fetched has it.
    private static bool HasPicture(PushedGroup group, PushedSourceResolver.Known known) => group.Jpeg.Length > 0 || CanBeFetched(group, known);

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
}
