using System.Globalization;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Dashboard.Storage.Auditing;

internal sealed record AuditedChange(AuditAction Action, string Subject, string Details);

/// <summary>The tables whose changes are noted, and which columns of them may be shown; of secrets it is said that they changed.</summary>
internal static class AuditedTables
{
    // A file of entries is one change, not thousands.
    private const int MaxSingle = 20;
    private const string Nothing = "(none)";

    private static readonly Dictionary<Type, Table> Tables = new()
    {
        [typeof(CameraRow)] = new(
            "camera",
            nameof(CameraRow.Alias),
            [
                nameof(CameraRow.Alias), nameof(CameraRow.CaptureMode), nameof(CameraRow.IsEnabled), nameof(CameraRow.AnalysisRate),
                nameof(CameraRow.ManualTriggerDelay), nameof(CameraRow.RegionOfInterest), nameof(CameraRow.Countries),
                nameof(CameraRow.AgentId), nameof(CameraRow.SiteId),
                nameof(CameraRow.Latitude), nameof(CameraRow.Longitude), nameof(CameraRow.DirectionDegrees), nameof(CameraRow.DirectionName),
                nameof(CameraRow.OppositeName), nameof(CameraRow.FlowDays), nameof(CameraRow.PictureDays), nameof(CameraRow.DeletedAt),
            ],
            new()
            {
                [nameof(CameraRow.ProtectedSource)] = "Address",
                [nameof(CameraRow.ProtectedSubstream)] = "Substream address",
                [nameof(CameraRow.ProtectedSnapshotUrl)] = "Snapshot address",
            }),
        [typeof(SiteRow)] = new("site", nameof(SiteRow.Name), [nameof(SiteRow.Name)]),
        [typeof(AgentRow)] = new(
            "agent", nameof(AgentRow.Name), [nameof(AgentRow.Name), nameof(AgentRow.SiteId)], new() { [nameof(AgentRow.KeyHash)] = "Key" }),
        [typeof(AlertList)] = new(
            "alert list",
            nameof(AlertList.Name),
            [
                nameof(AlertList.Name), nameof(AlertList.ListType), nameof(AlertList.MatchStrategy), nameof(AlertList.IsActive),
                nameof(AlertList.MinCandidatePercent), nameof(AlertList.RepeatMinutes), nameof(AlertList.KeepDays), nameof(AlertList.Color),
                nameof(AlertList.Recipients),
            ]),
        [typeof(AlertEntry)] = new(
            "entry of an alert list", nameof(AlertEntry.Plate),
            [nameof(AlertEntry.Plate), nameof(AlertEntry.Written), nameof(AlertEntry.Description), nameof(AlertEntry.Region)]),
        [typeof(WebHookRow)] = new(
            "web hook",
            nameof(WebHookRow.Name),
            [
                nameof(WebHookRow.Name), nameof(WebHookRow.IsActive), nameof(WebHookRow.AllowsPrivate), nameof(WebHookRow.SendsFlows),
                nameof(WebHookRow.SendsAlerts), nameof(WebHookRow.SendsHeartbeats), nameof(WebHookRow.ListId), nameof(WebHookRow.SiteId),
                nameof(WebHookRow.Format), nameof(WebHookRow.CertificatePin),
            ],
            new()
            {
                [nameof(WebHookRow.ProtectedUrl)] = "Address",
                [nameof(WebHookRow.ProtectedSecret)] = "Signing secret",
                [nameof(WebHookRow.ProtectedCustomData)] = "Custom data",
                [nameof(WebHookRow.CertificateAuthority)] = "Certificate authority",
            }),
        [typeof(User)] = new(
            "user",
            nameof(User.Email),
            [nameof(User.Email), nameof(User.IsEnabled), nameof(User.TwoFactorEnabled)],
            new() { [nameof(User.PasswordHash)] = "Password" }),
        [typeof(UserPasskey)] = new("passkey", nameof(UserPasskey.Name), [nameof(UserPasskey.Name)]),
        [typeof(SavedSetting)] = new(
            "setting", nameof(SavedSetting.Key), [nameof(SavedSetting.Value)], new() { [nameof(SavedSetting.ProtectedValue)] = "Value" }),
        [typeof(ApiKey)] = new("API key", nameof(ApiKey.Prefix), [nameof(ApiKey.Name)]),
        [typeof(EvidenceHold)] = new(
            "evidence", nameof(EvidenceHold.Reason),
            [nameof(EvidenceHold.FlowId), nameof(EvidenceHold.Plate), nameof(EvidenceHold.ListId), nameof(EvidenceHold.Reason)]),

        // What people write of others must be gone when it is removed, and nothing of the audit is ever removed.
        [typeof(Note)] = new("note", nameof(Note.Id), [nameof(Note.FlowId), nameof(Note.Plate)], new() { [nameof(Note.Text)] = "Text" }),
        [typeof(FlowCorrection)] = new("plate of flow", nameof(FlowCorrection.FlowId), [nameof(FlowCorrection.Before), nameof(FlowCorrection.After)]),
    };

    /// <summary>What is about to be saved.</summary>
    public static IReadOnlyList<AuditedChange> Describe(ChangeTracker tracker)
    {
        var changes = new List<AuditedChange>();
        foreach (var group in tracker.Entries()
            .Where(
                entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                    && Tables.ContainsKey(entry.Metadata.ClrType))
            .GroupBy(entry => (Type: entry.Metadata.ClrType, entry.State)))
        {
            var table = Tables[group.Key.Type];
            var entries = group.ToList();
            if (entries.Count > MaxSingle)
            {
                changes.Add(new(ActionFor(group.Key.State), table.Name, string.Create(CultureInfo.InvariantCulture, $"{entries.Count} rows")));
                continue;
            }

            changes.AddRange(entries.Select(entry => Describe(entry, table)).OfType<AuditedChange>());
        }

        return changes;
    }

    private static AuditedChange? Describe(EntityEntry entry, Table table)
    {
        var details = entry.State == EntityState.Deleted
            ? []
            : entry.Properties.Select(property => Describe(entry.State, property, table)).OfType<string>().ToList();
        return entry.State == EntityState.Modified && details.Count == 0
            ? null
            : new(ActionFor(entry.State), Subject(table, entry.Property(table.Title)), string.Join("; ", details));
    }

    // A number that the database has yet to give is none.
    private static string Subject(Table table, PropertyEntry title) => title.IsTemporary ? table.Name : $"{table.Name} {Text(title.CurrentValue)}";

    private static string? Describe(EntityState state, PropertyEntry property, Table table)
    {
        var (before, after) = (property.OriginalValue, property.CurrentValue);
        var isChanged = state == EntityState.Added ? after is not (null or "" or false) : !Same(before, after);
        if (!isChanged)
        {
            return null;
        }

        if (table.Secrets?.GetValueOrDefault(property.Metadata.Name) is { } secret)
        {
            return state == EntityState.Added ? null : $"{secret} changed";
        }

        return !table.Shown.Contains(property.Metadata.Name) || (state == EntityState.Added && property.Metadata.Name == table.Title) ? null
            : state == EntityState.Added ? $"{property.Metadata.Name}: {Text(after)}"
            : $"{property.Metadata.Name}: {Text(before)} → {Text(after)}";
    }

    private static bool Same(object? before, object? after) =>
        before is byte[] a && after is byte[] b ? a.AsSpan().SequenceEqual(b) : Equals(before, after);

    private static AuditAction ActionFor(EntityState state) => state switch
    {
        EntityState.Added => AuditAction.Added,
        EntityState.Deleted => AuditAction.Removed,
        _ => AuditAction.Changed,
    };

    private static string Text(object? value) => value switch
    {
        null or "" => Nothing,
        true => "yes",
        false => "no",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? Nothing,
    };

    /// <param name="Name">What a row is.</param>
    /// <param name="Title">The column that names it.</param>
    /// <param name="Shown">Columns whose values are shown.</param>
    /// <param name="Secrets">Columns whose values are not, with what they hold.</param>
    private sealed record Table(string Name, string Title, IReadOnlySet<string> Shown, Dictionary<string, string>? Secrets = null)
    {
        public Table(string name, string title, string[] shown, Dictionary<string, string>? secrets = null)
            : this(name, title, shown.ToHashSet(), secrets)
        {
        }
    }
}
