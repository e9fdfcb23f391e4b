using System.Security.Claims;
using Dashboard.Configuration;
using Dashboard.Domain;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Dashboard.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Settings;

/// <summary>A setting with where it comes from. Of a secret no value is told.</summary>
/// <param name="Value">What counts now or, where it needs a restart, from then on.</param>
/// <param name="FileValue">What the files say, or the default.</param>
public sealed record SettingState(Setting Setting, string Value, string FileValue)
{
    /// <summary>A file sets it; otherwise it is the default.</summary>
    public bool IsInFile { get; init; }

    /// <summary>Set in the environment or on the command line, which wins.</summary>
    public bool IsGiven { get; init; }

    /// <summary>When it was saved; null: it is not.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The e-mail address of who saved it; empty: nobody has.</summary>
    public string ChangedBy { get; init; } = "";

    /// <summary>Of a secret: whether there is one.</summary>
    public bool HasSecret { get; init; }

    /// <summary>Why what was saved is not used; null: it is.</summary>
    public string? Error { get; init; }

    /// <summary>With what this server runs until it is started again; null: with the value.</summary>
    public string? Running { get; init; }
}

/// <summary>Reads and saves settings, for administrators.</summary>
internal sealed class SettingsStore(
    IDbContextFactory<DashboardDbContext> contexts,
    SettingsCatalog catalog,
    SettingsSources sources,
    SecretRule secrets,
    SavedSettingsProvider saved,
    SavedSettingsLoader loader,
    OperatorCheck people,
    IServiceProvider services,
    TimeProvider time)
{
    private const string NotAllowed = "Only administrators may change settings.";
    private static readonly TimeSpan MaxTrial = TimeSpan.FromSeconds(10);
    private readonly ExclusiveWriter _writer = new(contexts);

    /// <summary>The settings with these keys, by key.</summary>
    public async Task<IReadOnlyDictionary<string, SettingState>> ReadAsync(
        IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.SavedSettings.AsNoTracking().Where(row => keys.Contains(row.Key)).ToListAsync(cancellationToken);
        var values = InForce();
        return keys.Select(key => catalog.Find(key)).OfType<Setting>()
            .ToDictionary(setting => setting.Key, setting => Describe(setting, values, rows.FirstOrDefault(row => row.Key == setting.Key)));
    }

    /// <summary>Saves what was entered, all of it or nothing; the errors are by key.</summary>
    public async Task<ChangeResult> SaveAsync(
        ClaimsPrincipal person, IReadOnlyDictionary<string, string> entered, CancellationToken cancellationToken = default)
    {
        if (await people.FindAdministratorAsync(person, cancellationToken) is not { } account)
        {
            return new FieldErrors(NotAllowed);
        }

        var (errors, values) = (new FieldErrors(), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));
        foreach (var (key, text) in entered)
        {
            if (catalog.Find(key) is not { } setting)
            {
                errors.Add(key, "There is no such setting.");
            }
            else if (sources.IsGiven(setting))
            {
                errors.Add(key, "It is set on the command line or in the environment, which overrides what is saved here.");
            }
            else
            {
                var (value, error) = setting.Parse(text);
                errors.Add(key, error);
                values[setting.Key] = value ?? "";
            }
        }

        if (errors.Count == 0)
        {
            var before = InForce();
            foreach (var (key, value) in values.Where(value => before.GetValueOrDefault(value.Key) != value.Value))
            {
                errors.Add(key, await TryAsync(catalog.Find(key)!, value));
            }
        }

        return errors.Count > 0 ? errors : await WriteAsync(values, [], account.Email, cancellationToken);
    }

    /// <summary>Lets the file's value count again.</summary>
    public async Task<ChangeResult> ResetAsync(ClaimsPrincipal person, string key, CancellationToken cancellationToken = default) =>
        await people.FindAdministratorAsync(person, cancellationToken) is not { } account ? new FieldErrors(NotAllowed)
        : catalog.Find(key) is not { } setting ? new FieldErrors("There is no such setting.")
        : await WriteAsync([], [setting.Key], account.Email, cancellationToken);

    private async Task<ChangeResult> WriteAsync(
        Dictionary<string, string> values, IReadOnlyCollection<string> removed, string by, CancellationToken cancellationToken)
    {
        var result = await _writer.WriteAsync(
            async db =>
            {
                // Another server on the database may have saved something a moment ago, and both must go together.
                await loader.LoadAsync(cancellationToken);
                if (Check(values, removed) is { Count: > 0 } errors)
                {
                    return errors;
                }

                var keys = values.Keys.Concat(removed).ToList();
                var rows = await db.SavedSettings.Where(row => keys.Contains(row.Key)).ToListAsync(cancellationToken);
                db.SavedSettings.RemoveRange(rows.Where(row => removed.Contains(row.Key)));
                foreach (var (key, value) in values)
                {
                    Write(db, rows.FirstOrDefault(row => row.Key == key), catalog.Find(key)!, value, by);
                }

                return ChangeResult.Done;
            },
            cancellationToken);
        if (result.IsDone)
        {
            await loader.LoadAsync(CancellationToken.None);
        }

        return result;
    }

    // A network drive that is away keeps whoever touches it for minutes.
    private async Task<string?> TryAsync(Setting setting, string value)
    {
        try
        {
            return await Task.Run(() => sources.Try(setting, value)).WaitAsync(MaxTrial, time);
        }
        catch (TimeoutException)
        {
            return "It was tried for 10 seconds without an answer; check that what it names can be reached.";
        }
    }

    private FieldErrors Check(Dictionary<string, string> values, IReadOnlyCollection<string> removed)
    {
        var all = InForce();
        foreach (var key in removed)
        {
            all.Remove(key);
        }

        foreach (var (key, value) in values)
        {
            all[key] = value;
        }

        var errors = new FieldErrors();
        foreach (var failure in sources.Check(all))
        {
            // What another section says of a value that was entered stands at the value.
            var key = catalog.FindIn(failure)?.Key;
            var isHere = key is not null && (values.ContainsKey(key) || removed.Contains(key));
            var place = isHere ? key : values.Keys.FirstOrDefault(entered => failure.Contains(entered, StringComparison.OrdinalIgnoreCase)) ?? key;
            errors.Add(place ?? FieldErrors.Whole, Sentence(failure, place is null || place != key ? null : catalog.Find(key)));
        }

        return errors.Count > 0 ? errors : secrets.Check(InForce(), all, values.Keys);
    }

    // Behind the key a check says what is wrong: "is 0; it must be from 1 to 65535", or "'x' is unknown; it must be one of a, b".
    private static string Sentence(string error, Setting? setting)
    {
        var isOfKey = setting is not null && error.StartsWith(setting.Key, StringComparison.OrdinalIgnoreCase);
        var said = isOfKey ? setting!.Tell(error[setting.Key.Length..].TrimStart(':', ' ').TrimEnd('.')) : error.TrimEnd('.');
        return (isOfKey && !said.StartsWith('\'') ? "It " + said : said) + ".";
    }

    private void Write(DashboardDbContext db, SavedSetting? row, Setting setting, string value, string by)
    {
        if (row is null)
        {
            row = new SavedSetting { Key = setting.Key };
            db.SavedSettings.Add(row);
        }

        row.Value = setting.IsSecret ? null : value;
        row.ProtectedValue = setting.IsSecret ? loader.Protect(value) : null;
        (row.ChangedAt, row.ChangedBy) = (time.GetUtcNow(), by);
    }

    private Dictionary<string, string> InForce() =>
        saved.Values.ToDictionary(value => value.Key, value => value.Value ?? "", StringComparer.OrdinalIgnoreCase);

    private SettingState Describe(Setting setting, Dictionary<string, string> values, SavedSetting? row)
    {
        var without = values.Where(value => !value.Key.Equals(setting.Key, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        var (value, fileValue) = (setting.Read(sources.Bind(setting, values)), setting.Read(sources.Bind(setting, without)));
        var running = setting.NeedsRestart ? setting.Read(services.GetRequiredService(setting.Options)) : value;
        return new SettingState(setting, setting.IsSecret ? "" : value, setting.IsSecret ? "" : fileValue)
        {
            IsInFile = sources.IsInFile(setting),
            IsGiven = sources.IsGiven(setting),
            ChangedAt = row?.ChangedAt,
            ChangedBy = row?.ChangedBy ?? "",
            HasSecret = setting.IsSecret && value.Length > 0,
            Error = row is not null && loader.Errors.TryGetValue(setting.Key, out var error) ? Sentence(error, setting) : null,
            Running = running == value ? null : running,
        };
    }
}
