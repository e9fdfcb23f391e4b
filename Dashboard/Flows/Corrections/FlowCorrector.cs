using System.Security.Claims;
using Dashboard.Cameras;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Flows.Corrections;

/// <summary>
/// Corrects plates that were misread. What was read is kept for ever, with who changed it and when; the corrected plate is the flow's plate from
/// then on. Young flows are looked up in the alert lists again: an alert that is there follows the flow, one that is not is made.
/// </summary>
internal sealed class FlowCorrector(
    IDbContextFactory<DashboardDbContext> factory, CameraDirectory cameras, OperatorCheck operators, TimeProvider time)
{
    /// <summary>The most flows that are corrected at once.</summary>
    public const int MaxFlows = 200;

    public const int MaxCorrections = 100;

    /// <summary>Flows that passed longer ago make no alerts any more: nobody could act on them.</summary>
    public static readonly TimeSpan MaxAlertAge = TimeSpan.FromDays(1);

    /// <summary>Gives flows another plate; flows that have it already stay as they are.</summary>
    /// <param name="flows">Their numbers, at most <see cref="MaxFlows"/>.</param>
    /// <param name="plate">The plate as somebody typed it.</param>
    /// <param name="person">Who asks for it.</param>
    public async Task<ChangeResult> CorrectAsync(
        IReadOnlyCollection<long> flows, string? plate, ClaimsPrincipal person, CancellationToken cancellationToken = default) =>
        CheckPlate(plate) is { } error
            ? new FieldErrors(nameof(Flow.Plate), error)
            : await ChangeAsync(flows, _ => PlateText.Normalize(plate), person, cancellationToken);

    /// <summary>Gives a flow the plate back that was read. Refused where somebody has corrected it since it was shown.</summary>
    /// <param name="flow">Its number.</param>
    /// <param name="shown">The plate that the person saw.</param>
    /// <param name="person">Who asks for it.</param>
    public async Task<ChangeResult> RestoreAsync(long flow, string shown, ClaimsPrincipal person, CancellationToken cancellationToken = default)
    {
        string? other = null;
        var result = await ChangeAsync([flow], row => row.Plate == shown ? row.ReadPlate : other = row.Plate, person, cancellationToken);
        return result.IsDone && other is not null
            ? new FieldErrors($"Somebody has corrected the plate to {(other.Length > 0 ? other : "–")} meanwhile: open the flow again.")
            : result;
    }

    /// <summary>
    /// Takes back what somebody has just made of several flows: each gets the plate that it had before. One that was corrected again since, by
    /// anybody, stays as it is.
    /// </summary>
    /// <param name="flows">Those that got the plate, at most <see cref="MaxFlows"/>.</param>
    /// <param name="plate">The plate that they got, as it was typed.</param>
    /// <param name="person">Who gave it to them.</param>
    /// <returns>How many have their plate back.</returns>
    public async Task<ChangeResult<int>> UndoAsync(
        IReadOnlyCollection<long> flows, string plate, ClaimsPrincipal person, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var (given, by) = (PlateText.Normalize(plate), (await operators.FindAsync(person, cancellationToken))?.Email);
        var corrections = await db.FlowCorrections.AsNoTracking()
            .Where(correction => EF.Parameter(flows).Contains(correction.FlowId))
            .ToListAsync(cancellationToken);
        var before = corrections.GroupBy(correction => correction.FlowId)
            .Select(ofFlow => ofFlow.MaxBy(correction => correction.Id)!)
            .Where(last => last.After == given && last.By == by)
            .ToDictionary(last => last.FlowId, last => last.Before);
        return await ChangeAsync(
            flows, flow => flow.Plate == given ? before.GetValueOrDefault(flow.Id, given) : flow.Plate, person, cancellationToken);
    }

    /// <summary>The corrections of a flow, the first one first; none where the flow is not seen.</summary>
    public async Task<IReadOnlyList<FlowCorrection>> HistoryAsync(long flow, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var history = await db.FlowCorrections.AsNoTracking()
            .Where(correction => correction.FlowId == flow)
            .OrderBy(correction => correction.Id)
            .ToListAsync(cancellationToken);
        if (history.Count == 0 || siteScope.Sites is null)
        {
            return history;
        }

        var camera = await db.Flows.Where(row => row.Id == flow).Select(row => (int?)row.CameraId).SingleOrDefaultAsync(cancellationToken);
        var translator = await cameras.TranslatorAsync(db, cancellationToken);
        return camera is { } id && siteScope.Includes(translator.CameraOf(id).SiteId) ? history : [];
    }

    /// <summary>What is wrong with a plate that somebody typed; null: nothing.</summary>
    internal static string? CheckPlate(string? plate)
    {
        var text = PlateText.NormalizePattern(plate);
        return text.Length switch
        {
            0 => "Type the plate.",
            _ when PlateText.Foreign(text) is { } foreign => $"The plate contains '{foreign}'; it may have the letters A to Z and digits only.",
            > PlateText.MaxLength => $"A plate has at most {PlateText.MaxLength} letters and digits.",
            _ => null,
        };
    }

    // How many got another plate.
    private async Task<ChangeResult<int>> ChangeAsync(
        IReadOnlyCollection<long> numbers, Func<Flow, string> plateFor, ClaimsPrincipal person, CancellationToken cancellationToken)
    {
        if (await operators.FindAsync(person, cancellationToken) is not { } account)
        {
            return new FieldErrors("Only operators and administrators may correct plates.");
        }

        if (numbers.Count > MaxFlows)
        {
            return new FieldErrors($"At most {MaxFlows} flows can be corrected at once.");
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockFlowOrderAsync(isAwaited: true, cancellationToken);
        var translator = await FlowQueryTranslator.CreateAsync(db, cancellationToken);
        var flows = (await db.Flows.Include(flow => flow.Candidates)
                .Where(flow => EF.Parameter(numbers).Contains(flow.Id))
                .ToListAsync(cancellationToken))
            .Where(flow => account.SiteScope.Includes(translator.CameraOf(flow.CameraId).SiteId))
            .ToList();
        if (await CheckAsync(db, numbers, flows, cancellationToken) is { } error)
        {
            return new FieldErrors(error);
        }

        var changed = 0;
        foreach (var flow in flows)
        {
            changed += Change(db, flow, plateFor(flow), account.Email) ? 1 : 0;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return changed;
    }

    private static async Task<string?> CheckAsync(
        DashboardDbContext db, IReadOnlyCollection<long> numbers, List<Flow> flows, CancellationToken cancellationToken)
    {
        if (flows.Count < numbers.Distinct().Count())
        {
            return "The flow was removed.";
        }

        if (flows.Exists(flow => flow.IsPreview))
        {
            return "The vehicle is still in view, and its plate is being read. Try again when it has left.";
        }

        return await db.FlowCorrections.Where(correction => EF.Parameter(numbers).Contains(correction.FlowId))
            .GroupBy(correction => correction.FlowId)
            .Select(ofFlow => ofFlow.Count())
            .AnyAsync(count => count >= MaxCorrections, cancellationToken)
            ? $"A flow can be corrected {MaxCorrections} times."
            : null;
    }

    private bool Change(DashboardDbContext db, Flow flow, string plate, string by)
    {
        var (raw, before, now) = (flow.ReadPlate, flow.Plate, time.GetUtcNow());
        if (plate == before)
        {
            return false;
        }

        flow.Plate = plate;
        flow.RawPlate = plate == raw ? null : raw;
        db.FlowCorrections.Add(new FlowCorrection { FlowId = flow.Id, Raw = raw, Before = before, After = plate, By = by, At = now });
        UpdateTypedCandidate(flow);
        if (now - flow.CapturedAt <= MaxAlertAge)
        {
            db.FlowOutbox.Add(new FlowOutboxEntry { FlowId = flow.Id, IsCorrection = true });
        }

        return true;
    }

    // The APIs promise that a flow's plate is among its candidates. One that a person typed has no confidence, and goes with the correction.
    private static void UpdateTypedCandidate(Flow flow)
    {
        flow.Candidates.RemoveAll(candidate => candidate.IsTyped);
        if (flow.IsCorrected && flow.Candidates.TrueForAll(candidate => candidate.Text != flow.Plate))
        {
            flow.Candidates.Add(new FlowCandidate { Rank = FlowCandidate.TypedRank, Text = flow.Plate });
        }
    }
}
