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
    /// <param name="person">Who asks.</param>
    /// <param name="isBlurred">The picture on it shows nothing sharp but the plate.</param>
    public async Task<EvidenceSheet?> ReadAsync(long id, ClaimsPrincipal person, bool isBlurred, CancellationToken cancellationToken = default)
    {
        var scope = await scopes.GetAsync(person, cancellationToken);
        if (await search.FindAsync(id, scope, cancellationToken) is not { } row)
        {
            return null;
        }

        audit.WriteRepeated(
            AuditActor.Current, AuditAction.Exported, FormattableString.Invariant($"evidence sheet of flow {id}"),
            isBlurred ? "picture blurred" : "picture as it is");
        var (picture, plate, absence) = await ReadPicturesAsync(row.Flow, cancellationToken);
        var shown = picture is null || !isBlurred ? picture : await BlurAsync(row.Flow, picture, cancellationToken);
        if (picture is not null && shown is null)
        {
            absence = PictureAbsence.NotBlurred;
        }

        return new EvidenceSheet(
            row,
            await corrector.HistoryAsync(id, scope, cancellationToken),
            shown,
            plate,
            row.Flow.PictureSha256 ?? (picture is null ? null : PictureNames.Sum(picture)),
            person.Identity?.Name ?? "",
            time.GetUtcNow())
        {
            ClockShowed = (await plates.SentAsync(id, scope, cancellationToken)).ClockShowed,
            Absence = absence,
            IsBlurred = isBlurred,
            StoredBytes = picture?.Length ?? 0,
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

    private async Task<byte[]?> BlurAsync(Domain.Flows.Flow flow, byte[] picture, CancellationToken cancellationToken)
    {
        try
        {
            return await images.BlurAsync(flow, picture, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return null; // What was stored is no picture: the sheet shows none of it.
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
