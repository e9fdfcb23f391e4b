using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Security.Audit;
using Dashboard.Storage.Auditing;

namespace Dashboard.Web.Pages.Flows;

/// <summary>Notes what the person of a page searches for and sees; while a reason is missing nothing is searched.</summary>
internal sealed class FlowAudit(AuditTrail trail, AuditPerson person, SearchReasons reasons)
{
    private const string AllFlows = "All flows";
    private string? _last;

    /// <summary>A filter in the words of the address.</summary>
    public static string Describe(FlowCondition? where) => where is null ? AllFlows : FlowQueryText.Write(where);

    /// <summary>Whether a filter asks for a plate.</summary>
    public static bool NamesPlate(FlowCondition? where) =>
        FlowConditions.Any(where, test => test.Field is FlowField.Plate or FlowField.Candidate);

    /// <summary>Whether the person must give a reason first.</summary>
    public async ValueTask<bool> NeedsReasonAsync(FlowCondition? where) =>
        NamesPlate(where) && await person.FindAsync() is { UserId: { } id } && reasons.IsMissing(id);

    /// <summary>Takes the person's reason.</summary>
    public async ValueTask<ChangeResult> GiveReasonAsync(string text) =>
        await person.FindAsync() is { UserId: { } id } ? reasons.Give(id, text) : new FieldErrors("Your session has ended; sign in again.");

    /// <summary>A list was read. While it is looked at it is read again and again; that is one search.</summary>
    public async ValueTask SearchedAsync(FlowCondition? where)
    {
        var filter = Describe(where);
        if (filter != _last && await person.FindAsync() is { UserId: { } id } actor)
        {
            _last = filter;
            trail.WriteRepeated(actor, AuditAction.Searched, "flows", filter, NamesPlate(where) ? reasons.Find(id) : null);
        }
    }

    /// <summary>A flow was opened.</summary>
    public async ValueTask SawAsync(long id) =>
        trail.WriteRepeated(await person.FindAsync(), AuditAction.SawFlow, FormattableString.Invariant($"flow {id}"));
}
