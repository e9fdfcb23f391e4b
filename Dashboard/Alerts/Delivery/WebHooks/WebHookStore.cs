using Dashboard.Domain;
using Dashboard.Security;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Delivery.WebHooks;

/// <summary>The web hooks as they are set up. Address, key and custom data are encrypted at rest.</summary>
internal sealed class WebHookStore(IDbContextFactory<DashboardDbContext> factory, SecretProtector protector, DeliverySignal signal, TimeProvider time)
{
    private const int MaxTries = 20;
    private readonly ExclusiveWriter _writer = new(factory);

    public async Task<IReadOnlyList<WebHook>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return (await db.WebHooks.AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancellationToken)).ConvertAll(FromRow);
    }

    /// <summary>One; null where there is none.</summary>
    public async Task<WebHook?> FindAsync(int id, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.WebHooks.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is { } found ? FromRow(found) : null;
    }

    /// <summary>Stores a new one and returns it with its number and, where it had none, its key.</summary>
    public async Task<ChangeResult<WebHook>> AddAsync(WebHook hook, CancellationToken cancellationToken = default)
    {
        hook = hook with { Id = 0, Secret = hook.Secret.Length > 0 ? hook.Secret : WebHook.NewSecret() };
        var row = new WebHookRow { CreatedAt = time.GetUtcNow() };
        var result = await WriteAsync(
            async db =>
            {
                var errors = await CheckAsync(db, hook, row, cancellationToken);
                ToRow(hook, row);
                db.WebHooks.Add(row);
                return errors;
            },
            cancellationToken);
        return result.IsDone ? FromRow(row) : result.Errors;
    }

    /// <summary>The same; one without a name is called after its host, and a second one of that host gets a number.</summary>
    public async Task<ChangeResult<WebHook>> AddNamedAsync(WebHook hook, CancellationToken cancellationToken = default)
    {
        if (hook.Name.Length > 0 || hook.CheckUrl() is not null)
        {
            return await AddAsync(hook with { Name = hook.Name.Length > 0 ? hook.Name : "-" }, cancellationToken);
        }

        // Another caller may take the same number in the same moment: then the next.
        var host = new Uri(hook.Url).Authority.Truncate(WebHook.MaxNameLength - " 9999".Length);
        for (var tries = 1; ; tries++)
        {
            var taken = (await ListAsync(cancellationToken)).Select(other => other.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var name = Enumerable.Range(1, int.MaxValue)
                .Select(number => number == 1 ? host : $"{host} {number}")
                .First(candidate => !taken.Contains(candidate));
            var result = await AddAsync(hook with { Name = name }, cancellationToken);
            if (result.IsDone || tries == MaxTries || result.Errors[nameof(WebHook.Name)] is null)
            {
                return result;
            }
        }
    }

    /// <summary>
    /// Stores a changed one; what waits for it is tried at once, for the change may be what was missing. A hook that was switched on again gets
    /// the whole time for what had been waiting. Refused also where it was deleted meanwhile.
    /// </summary>
    public Task<ChangeResult> UpdateAsync(WebHook hook, CancellationToken cancellationToken = default) =>
        UpdateAsync(hook, null, cancellationToken);

    /// <summary>The same, without what is as it was loaded: others may have changed that meanwhile.</summary>
    public Task<ChangeResult> UpdateAsync(WebHook wanted, WebHook? loaded, CancellationToken cancellationToken = default) => WriteAsync(
        async db =>
        {
            if (await db.WebHooks.SingleOrDefaultAsync(stored => stored.Id == wanted.Id, cancellationToken) is not { } row)
            {
                return new FieldErrors("The web hook was deleted.");
            }

            var hook = Combine(wanted, new ConcurrentEdit<WebHook>(loaded, wanted, FromRow(row)));
            if (await CheckAsync(db, hook, row, cancellationToken) is { Count: > 0 } errors)
            {
                return errors;
            }

            var (now, isBack) = (time.GetUtcNow(), hook.IsActive && !row.IsActive);
            ToRow(hook with { Secret = hook.Secret.Length > 0 ? hook.Secret : WebHook.NewSecret() }, row);
            await db.Deliveries.Where(d => d.State == DeliveryState.Waiting && d.HookId == hook.Id).ExecuteUpdateAsync(
                set => set.SetProperty(d => d.DueAt, now).SetProperty(d => d.CreatedAt, d => isBack ? now : d.CreatedAt), cancellationToken);
            return ChangeResult.Done;
        },
        cancellationToken);

    /// <summary>Deletes one with all its deliveries; nothing happens where there is none.</summary>
    public Task<ChangeResult> DeleteAsync(int id, CancellationToken cancellationToken = default) => WriteAsync(
        async db =>
        {
            var name = await db.WebHooks.Where(row => row.Id == id).Select(row => row.Name).SingleOrDefaultAsync(cancellationToken);
            if (await db.WebHooks.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken) > 0)
            {
                db.Audit(AuditAction.Removed, $"web hook {name}");
            }

            return ChangeResult.Done;
        },
        cancellationToken);

    /// <summary>What a hook can be limited to: alert lists and sites by name.</summary>
    public async Task<HookChoices> ChoicesAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var lists = await db.AlertLists.OrderBy(list => list.Name).Select(list => new HookChoice(list.Id, list.Name)).ToListAsync(cancellationToken);
        var sites = await db.Sites.OrderBy(site => site.Name).Select(site => new HookChoice(site.Id, site.Name)).ToListAsync(cancellationToken);
        return new HookChoices(lists, sites);
    }

    // A list or site that was deleted since the hook was limited to it stays.
    private static async Task<FieldErrors> CheckAsync(DashboardDbContext db, WebHook hook, WebHookRow stored, CancellationToken cancellationToken)
    {
        var errors = hook.Check();
        var name = hook.Name.Trim();
        if (await db.WebHooks.AnyAsync(row => row.Name == name && row.Id != hook.Id, cancellationToken))
        {
            errors.Add(nameof(WebHook.Name), "There is another web hook with this name.");
        }

        if (hook.ListId is { } listId && listId != stored.ListId && !await db.AlertLists.AnyAsync(list => list.Id == listId, cancellationToken))
        {
            errors.Add(nameof(WebHook.ListId), "There is no alert list with this number.");
        }

        if (hook.SiteId is { } siteId && siteId != stored.SiteId && !await db.Sites.AnyAsync(site => site.Id == siteId, cancellationToken))
        {
            errors.Add(nameof(WebHook.SiteId), "There is no site with this number.");
        }

        return errors;
    }

    private async Task<ChangeResult> WriteAsync(Func<DashboardDbContext, Task<ChangeResult>> change, CancellationToken cancellationToken)
    {
        var result = await _writer.WriteAsync(change, cancellationToken);
        if (result.IsDone)
        {
            signal.Wake();
        }

        return result;
    }

    private static WebHook Combine(WebHook wanted, ConcurrentEdit<WebHook> edit)
    {
        // One of the two at most is there.
        var (pin, authority) = edit.Take(hook => (hook.CertificatePin, hook.CertificateAuthority));
        return wanted with
        {
            Name = edit.Take(hook => hook.Name),
            Url = edit.Take(hook => hook.Url),
            Secret = edit.Take(hook => hook.Secret),
            IsActive = edit.Take(hook => hook.IsActive),
            AllowsPrivate = edit.Take(hook => hook.AllowsPrivate),
            SendsFlows = edit.Take(hook => hook.SendsFlows),
            SendsAlerts = edit.Take(hook => hook.SendsAlerts),
            SendsHeartbeats = edit.Take(hook => hook.SendsHeartbeats),
            ListId = edit.Take(hook => hook.ListId),
            SiteId = edit.Take(hook => hook.SiteId),
            CustomData = edit.Take(hook => hook.CustomData),
            Format = edit.Take(hook => hook.Format),
            CertificatePin = pin,
            CertificateAuthority = authority,
        };
    }

    private void ToRow(WebHook hook, WebHookRow row)
    {
        row.Name = hook.Name.Trim();
        row.ProtectedUrl = protector.Protect(hook.Url);
        row.ProtectedSecret = protector.Protect(hook.Secret);
        row.ProtectedCustomData = hook.CustomData.Length == 0 ? null : protector.Protect(hook.CustomData);
        row.IsActive = hook.IsActive;
        row.AllowsPrivate = hook.AllowsPrivate;
        row.SendsFlows = hook.SendsFlows;
        row.SendsAlerts = hook.SendsAlerts;
        row.SendsHeartbeats = hook.SendsHeartbeats;
        row.Format = hook.Format;
        row.CertificatePin = ReceiverCertificate.ReadFingerprint(hook.CertificatePin);
        row.CertificateAuthority = hook.CertificateAuthority.Length == 0 ? null : hook.CertificateAuthority;
        row.ListId = hook.ListId;
        row.SiteId = hook.SiteId;
    }

    private WebHook FromRow(WebHookRow row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Url = protector.Unprotect(row.ProtectedUrl) ?? "",
        Secret = protector.Unprotect(row.ProtectedSecret) ?? "",
        CustomData = row.ProtectedCustomData is { } custom ? protector.Unprotect(custom) ?? "" : "",
        IsActive = row.IsActive,
        AllowsPrivate = row.AllowsPrivate,
        SendsFlows = row.SendsFlows,
        SendsAlerts = row.SendsAlerts,
        SendsHeartbeats = row.SendsHeartbeats,
        Format = row.Format,
        CertificatePin = row.CertificatePin ?? "",
        CertificateAuthority = row.CertificateAuthority ?? "",
        ListId = row.ListId,
        SiteId = row.SiteId,
    };
}

/// <summary>An alert list or a site.</summary>
/// <param name="Name">What people call it.</param>
public sealed record HookChoice(int Id, string Name);

/// <summary>What a hook can be limited to.</summary>
public sealed record HookChoices(IReadOnlyList<HookChoice> Lists, IReadOnlyList<HookChoice> Sites);
