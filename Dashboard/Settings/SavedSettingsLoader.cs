using System.Security.Cryptography;
using Dashboard.Configuration;
using Dashboard.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Settings;

/// <summary>
/// Puts what the database holds in force. A setting that cannot be used is left out, with a line in the log that names it: the file's value counts
/// then, and the server runs.
/// </summary>
internal sealed partial class SavedSettingsLoader(
    IDbContextFactory<DashboardDbContext> contexts,
    SavedSettingsProvider provider,
    SettingsCatalog catalog,
    SettingsSources sources,
    IDataProtectionProvider protection,
    ILogger<SavedSettingsLoader> log)
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly IDataProtector _protector = protection.CreateProtector("Dashboard.Settings");
    private Dictionary<string, string> _errors = new(StringComparer.OrdinalIgnoreCase);
    private List<(string Key, string? Value, string? ProtectedValue)> _known = [];

    /// <summary>What was saved and cannot be used, by key, with the reason as a sentence.</summary>
    public IReadOnlyDictionary<string, string> Errors => _errors;

    public string Protect(string secret) => _protector.Protect(secret);

    /// <summary>Reads the database and puts what has changed in force.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        // What is read first must count first.
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var rows = await db.SavedSettings.AsNoTracking().OrderBy(row => row.Key).ToListAsync(cancellationToken);
            var now = rows.ConvertAll(row => (row.Key, row.Value, row.ProtectedValue));
            if (!now.SequenceEqual(_known))
            {
                Use(rows);
                _known = now;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Use(List<SavedSetting> rows)
    {
        var errors = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows)
        {
            if (catalog.Find(row.Key) is not { } setting)
            {
                errors[row.Key] = "This version has no such setting.";
            }
            else if (!sources.IsGiven(setting))
            {
                var (value, error) = Read(setting, row);
                if (value is null)
                {
                    errors[row.Key] = error!;
                }
                else
                {
                    values[setting.Key] = value;
                }
            }
        }

        LeaveOutWhatIsWrong(values, errors);
        foreach (var (key, error) in errors.Where(error => _errors.GetValueOrDefault(error.Key) != error.Value))
        {
            LogUnusable(key, error);
        }

        _errors = errors;
        provider.Set(values);
    }

    private (string? Value, string? Error) Read(Setting setting, SavedSetting row)
    {
        if (!setting.IsSecret)
        {
            return row.Value is { } value && setting.CanBind(value) ? (value, null) : (null, "The saved value cannot be read.");
        }

        try
        {
            return row.ProtectedValue is { } secret ? (_protector.Unprotect(secret), null) : (null, "The saved value is missing.");
        }
        catch (CryptographicException)
        {
            return (null, "The saved value cannot be decrypted, because the server's keys have changed; enter it again.");
        }
    }

    private void LeaveOutWhatIsWrong(Dictionary<string, string> values, Dictionary<string, string> errors)
    {
        while (values.Count > 0 && sources.Check(values) is { Count: > 0 } failures)
        {
            var wrong = failures.Select(failure => (Setting: catalog.FindIn(failure), Text: failure))
                .Where(failure => failure.Setting is not null && values.ContainsKey(failure.Setting.Key))
                .ToList();

            // Where what is wrong stands in a file, it is right without what was saved and is named beside it; else, without all of it.
            var keys = wrong.Count > 0
                ? wrong.Select(failure => failure.Setting!.Key).Distinct().ToList()
                : values.Keys.Where(key => failures.Any(failure => failure.Contains(key, StringComparison.OrdinalIgnoreCase))).ToList();
            foreach (var key in keys.Count > 0 ? keys : [.. values.Keys])
            {
                values.Remove(key);
                errors[key] = wrong.FirstOrDefault(failure => failure.Setting!.Key == key).Text ?? failures[0];
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The saved setting {Key} is not used, and the file's value counts: {Reason}")]
    private partial void LogUnusable(string key, string reason);
}
