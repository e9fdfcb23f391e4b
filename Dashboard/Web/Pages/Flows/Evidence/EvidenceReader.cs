using System.Security.Claims;
using Dashboard.Flows;
using Dashboard.Flows.Corrections;
using Dashboard.Flows.Plates;
using Dashboard.Security.Accounts;
using Dashboard.Storage.Auditing;

namespace Dashboard.Web.Pages.Flows.Evidence;

/// <summary>Gathers what stands on an evidence sheet.</summary>
internal sealed class EvidenceReader(
    FlowSearch search,
    FlowCorrector corrector,
    PlateHistory plates,
    FlowImages images,
    SiteScopeProvider scopes,
    AuditTrail audit,
    TimeProvider time)
{
    /// <summary>The sheet of a flow; null where the person sees no such flow.</summary>
    public async Task<EvidenceSheet?> ReadAsync(long id, ClaimsPrincipal person, CancellationToken cancellationToken = default)
    {
        var scope = await scopes.GetAsync(person, cancellationToken);
        if (await search.FindAsync(id, scope, cancellationToken) is not { } row)
        {
            return null;
        }

        audit.WriteRepeated(AuditActor.Current, AuditAction.Exported, FormattableString.Invariant($"evidence sheet of flow {id}"));
        var (picture, plate, absence) = await ReadPicturesAsync(row.Flow, cancellationToken);
        return new EvidenceSheet(
            row,
            await corrector.HistoryAsync(id, scope, cancellationToken),
            picture,
            plate,
            row.Flow.PictureSha256 ?? (picture is null ? null : PictureNames.Sum(picture)),
            person.Identity?.Name ?? "",
            time.GetUtcNow())
        {
            ClockShowed = (await plates.SentAsync(id, scope, cancellationToken)).ClockShowed,
            Absence = absence,
        };
    }

    private async Task<(byte[]? Picture, byte[]? Plate, PictureAbsence Absence)> ReadPicturesAsync(
        Domain.Flows.Flow flow, CancellationToken cancellationToken)
    {
        try
        {
            var picture = await images.ReadAsync(flow, cancellationToken);
            return picture is null
                ? (null, null, PictureAbsence.None)
                : (picture, await PlateAsync(flow, cancellationToken), PictureAbsence.NotAbsent);
        }
        catch (PictureUnreachableException)
        {
            return (null, null, PictureAbsence.Away);
        }
        catch (PictureChangedException)
        {
            return (null, null, PictureAbsence.Changed);
        }
    }

    private async Task<byte[]?> PlateAsync(Domain.Flows.Flow flow, CancellationToken cancellationToken)
    {
        try
        {
            return await images.ReadPlateAsync(flow, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return null; // What was stored is no picture that can be cut; the sheet shows what was stored.
        }
    }
}
