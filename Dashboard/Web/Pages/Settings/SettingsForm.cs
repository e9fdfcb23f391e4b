using Dashboard.Settings;

namespace Dashboard.Web.Pages.Settings;

/// <summary>The settings of a section while they are edited.</summary>
public sealed class SettingsForm
{
    private readonly Dictionary<string, string> _entered = [];
    private readonly HashSet<string> _removed = [];
    private IReadOnlyDictionary<string, SettingState> _states;

    /// <summary>Starts from what counts now.</summary>
    public SettingsForm(IReadOnlyDictionary<string, SettingState> states) => _states = states;

    /// <summary>What would be saved.</summary>
    public IReadOnlyDictionary<string, string> Changes => _entered
        .Where(entry => _states[entry.Key].Setting.IsSecret ? entry.Value.Length > 0 : entry.Value != _states[entry.Key].Value)
        .Concat(_removed.Where(key => _entered.GetValueOrDefault(key, "").Length == 0).Select(key => KeyValuePair.Create(key, "")))
        .ToDictionary();

    /// <summary>Whether there is anything to save.</summary>
    public bool IsChanged => Changes.Count > 0;

    /// <summary>What stands in a field.</summary>
    public string this[string key]
    {
        get => _entered.GetValueOrDefault(key) ?? _states[key].Value;
        set => _entered[key] = value;
    }

    /// <summary>What stands in a field as it would be stored; null: it cannot be.</summary>
    public string? Parse(string key) => _states[key].Setting.Parse(this[key]).Text;

    /// <summary>One setting was changed otherwise: what was entered for it is forgotten, and the rest stays as it was entered.</summary>
    public void Forget(string key, IReadOnlyDictionary<string, SettingState> states)
    {
        SetRemoved(key, false);
        _states = states;
    }

    /// <summary>A secret is to be removed when the rest is saved.</summary>
    public bool IsRemoved(string key) => _removed.Contains(key);

    /// <summary>Removes a secret, or leaves it.</summary>
    public void SetRemoved(string key, bool isRemoved)
    {
        _entered.Remove(key);
        if (isRemoved)
        {
            _removed.Add(key);
        }
        else
        {
            _removed.Remove(key);
        }
    }
}
