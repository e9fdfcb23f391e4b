using System.Security.Claims;
using Dashboard.Domain;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Inbox;

/// <summary>Alerts that somebody acknowledged in one go, so that it can be undone.</summary>
/// <param name="By">Whose e-mail address stands at them.</param>
/// <param name="At">The moment that stands at them.</param>
internal sealed record Acknowledgement(int Count, string By, DateTimeOffset At);

/// <summary>What people do with alerts. Whether they still may is asked with each, and only what they see is changed.</summary>
internal sealed class AlertActions(
    IDbContextFactory<DashboardDbContext> factory, AlertFeed feed, SiteScopeProvider scopes, AccountCache accounts, TimeProvider time)
{
    private const int MaxPublished = 500;
    private const int MaxNamed = 20;
    private const string Refused = "Your account no longer allows this; sign in again.";

    // Two in the same millisecond must not be undone together.
    private long _lastMs;

    /// <summary>Notes that somebody has seen an alert; whoever was first stays.</summary>
    public Task<ChangeResult<Acknowledgement>> AcknowledgeAsync(ClaimsPrincipal person, long id, CancellationToken cancellationToken = default) =>
        AcknowledgeAsync(person, new AlertFilter(), [alerts => alerts.Where(alert => alert.Id == id)], cancellationToken);

    /// <summary>Notes that somebody has seen groups of alerts, up to the newest of each that they were shown.</summary>
    public Task<ChangeResult<Acknowledgement>> AcknowledgeAsync(
        ClaimsPrincipal person, AlertFilter filter, IEnumerable<AlertGroup> shown, CancellationToken cancellationToken = default) =>
        AcknowledgeAsync(
            person,
            filter,
            shown.Select(group => (group.Key, group.Newest.Alert.Id)).Select(
                one => (Func<IQueryable<Alert>, IQueryable<Alert>>)(alerts => alerts.Where(
                    alert => alert.Plate == one.Key.Plate && alert.ListId == one.Key.ListId && alert.Id <= one.Id))),
            cancellationToken);

    /// <summary>Opens again what somebody acknowledged in one go. Refused where others have changed all of it since.</summary>
    public async Task<ChangeResult> UndoAsync(ClaimsPrincipal person, Acknowledgement done, CancellationToken cancellationToken = default)
    {
        var result = await ReopenAsync(person, alert => alert.AcknowledgedAt == done.At && alert.AcknowledgedBy == done.By, cancellationToken);
        return result is { IsDone: true, Value: 0 } ? new FieldErrors("Somebody has changed this alert since: nothing was undone.") : result;
    }

    /// <summary>Opens an alert again.</summary>
    public async Task<ChangeResult> ReopenAsync(ClaimsPrincipal person, long id, CancellationToken cancellationToken = default) =>
        await ReopenAsync(person, alert => alert.Id == id && alert.AcknowledgedAt != null, cancellationToken);

    /// <summary>Notes something at an alert; empty takes the note away. Refused where another note stands there than its writer has seen.</summary>
    public async Task<CommentOutcome> CommentAsync(
        ClaimsPrincipal person, long id, string comment, string seen, CancellationToken cancellationToken = default)
    {
        var text = comment.Trim();
        if (text.Length > Alert.MaxCommentLength)
        {
            var tooLong = $"The comment has {text.Length} characters; at most {Alert.MaxCommentLength} are allowed.";
            return new(new FieldErrors(nameof(Alert.Comment), tooLong), seen);
        }

        if (await MayAsync(person, cancellationToken) is not { } siteScope)
        {
            return new(new FieldErrors(Refused), seen);
        }

        // Left as it was: whoever wrote it stays, and so does what somebody else made of it.
        if (text == seen)
        {
            return new(ChangeResult.Done, seen);
        }

        var (by, at) = text.Length == 0 ? ((string?)null, (DateTimeOffset?)null) : (person.Identity?.Name, time.GetUtcNow());
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var mine = AlertStore.Matching(db, new AlertFilter(), siteScope).Where(alert => alert.Id == id);
        var noted = await mine.Where(alert => alert.Comment == seen || alert.Comment == text).ExecuteUpdateAsync(
            set => set.SetProperty(alert => alert.Comment, text)
                .SetProperty(alert => alert.CommentedBy, by)
                .SetProperty(alert => alert.CommentedAt, at),
            cancellationToken);
        var alerts = await mine.ToListAsync(cancellationToken);
        if (noted == 0)
        {
            return alerts is [var other] ? new(CommentedMeanwhile(other), other.Comment) : new(new FieldErrors("The alert no longer exists."), seen);
        }

        Tell(db, alerts, text.Length == 0 ? "comment removed" : $"comment “{text}”");
        return new(ChangeResult.Done, text);
    }

    private static FieldErrors CommentedMeanwhile(Alert alert) => new(
        nameof(Alert.Comment),
        alert.Comment.Length == 0
            ? "The comment was removed meanwhile. Save again to write yours."
            : $"{alert.CommentedBy} has commented meanwhile: “{alert.Comment}”. Save again to replace it.");

    private async Task<ChangeResult<Acknowledgement>> AcknowledgeAsync(
        ClaimsPrincipal person,
        AlertFilter filter,
        IEnumerable<Func<IQueryable<Alert>, IQueryable<Alert>>> parts,
        CancellationToken cancellationToken)
    {
        if (await MayAsync(person, cancellationToken) is not { } siteScope)
        {
            return new FieldErrors(Refused);
        }

        var (by, at, count) = (person.Identity?.Name ?? "", NextMoment(), 0);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        foreach (var part in parts)
        {
            count += await part(AlertStore.Matching(db, filter with { OnlyOpen = true }, siteScope)).ExecuteUpdateAsync(
                set => set.SetProperty(alert => alert.AcknowledgedAt, at).SetProperty(alert => alert.AcknowledgedBy, by), cancellationToken);
        }

        Tell(
            db,
            await db.Alerts.AsNoTracking()
                .Where(alert => alert.AcknowledgedAt == at && alert.AcknowledgedBy == by)
                .OrderBy(alert => alert.Id)
                .Take(MaxPublished)
                .ToListAsync(cancellationToken),
            "acknowledged");
        return new Acknowledgement(count, by, at);
    }

    // How many were opened.
    private async Task<ChangeResult<int>> ReopenAsync(
        ClaimsPrincipal person, System.Linq.Expressions.Expression<Func<Alert, bool>> which, CancellationToken cancellationToken)
    {
        if (await MayAsync(person, cancellationToken) is not { } siteScope)
        {
            return new FieldErrors(Refused);
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var mine = AlertStore.Matching(db, new AlertFilter(), siteScope).Where(which);
        var changed = await mine.OrderBy(alert => alert.Id).Take(MaxPublished).ToListAsync(cancellationToken);
        var opened = await mine.ExecuteUpdateAsync(
            set => set.SetProperty(alert => alert.AcknowledgedAt, (DateTimeOffset?)null).SetProperty(alert => alert.AcknowledgedBy, (string?)null),
            cancellationToken);
        Tell(db, changed, "opened again");
        return opened;
    }

    // The statements load no rows, so the audit is told here.
    private void Tell(DashboardDbContext db, List<Alert> alerts, string what)
    {
        if (alerts.Count > 0)
        {
            var plates = alerts.Select(alert => alert.Plate).Distinct().Take(MaxNamed);
            db.Audit(AuditAction.Changed, alerts.Count == 1 ? "1 alert" : $"{alerts.Count} alerts", $"{what}: {string.Join(", ", plates)}");
        }

        feed.Publish(alerts);
    }

    // What they see; null: they may change nothing.
    private async Task<SiteScope?> MayAsync(ClaimsPrincipal person, CancellationToken cancellationToken) =>
        (person.IsInRole(Roles.Administrator) || person.IsInRole(Roles.Operator)) && await accounts.IsCurrentAsync(person, cancellationToken)
            ? await scopes.GetAsync(person, cancellationToken)
            : null;

    private DateTimeOffset NextMoment()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _lastMs);
            var next = Math.Max(last + 1, time.GetUtcNow().ToUnixTimeMilliseconds());
            if (Interlocked.CompareExchange(ref _lastMs, next, last) == last)
            {
                return DateTimeOffset.FromUnixTimeMilliseconds(next);
            }
        }
    }
}
