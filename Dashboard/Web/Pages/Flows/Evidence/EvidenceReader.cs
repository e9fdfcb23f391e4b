using System.Security.Claims;
using System.Security.Cryptography;
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
        var (picture, plate, isAway) = await ReadPicturesAsync(row.Flow, cancellationToken);
        return new EvidenceSheet(
            row,
            await corrector.HistoryAsync(id, scope, cancellationToken),
            picture,
            plate,
            picture is null ? null : Convert.ToHexStringLower(SHA256.HashData(picture)),
            person.Identity?.Name ?? "",
            time.GetUtcNow())
        {
            ClockShowed = (await plates.SentAsync(id, scope, cancellationToken)).ClockShowed,
            IsPictureAway = isAway,
        };
    }

    private async Task<(byte[]? Picture, byte[]? Plate, bool IsAway)> ReadPicturesAsync(Domain.Flows.Flow flow, CancellationToken cancellationToken)
    {
        try
        {
            var picture = await images.ReadAsync(flow, cancellationToken);
            return (picture, picture is null ? null : await images.ReadPlateAsync(flow, cancellationToken), false);
        }
        catch (PictureUnreachableException)
        {
            return (null, null, true);
        }
    }
}
