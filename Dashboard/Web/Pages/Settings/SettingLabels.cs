using Dashboard.Web.Languages;
using Dashboard.Configuration;
using Dashboard.Settings;

namespace Dashboard.Web.Pages.Settings;

internal static class SettingLabels
{
    /// <summary>The id of its field.</summary>
    public static string Id(string key) => "setting-" + key.Replace(':', '-').ToLowerInvariant();

    /// <summary>A value as people read it.</summary>
    public static string Value(SettingField field, SettingKind kind, string value) => kind switch
    {
        SettingKind.Switch => value == "true" ? Localizer.Current["on|switch"] : Localizer.Current["off|switch"],
        _ when value.Length == 0 => Localizer.Current["empty"],
        SettingKind.List when field.Picks?.Invoke() is { } picks => string.Join(", ", ListSetting.Split(value).Select(code =>
            picks.FirstOrDefault(pick => pick.Value.Equals(code, StringComparison.OrdinalIgnoreCase)).Name ?? code)),
        _ when field.ChoiceLabels.TryGetValue(value, out var label) => Localizer.Current[label],
        _ when field.Unit.Length > 0 => $"{value} {Localizer.Current[field.Unit]}",
        _ => value,
    };

    /// <summary>What the files say.</summary>
    public static string FileValue(SettingField field, SettingState state) =>
        (state.Setting.IsSecret, state.IsInFile) switch
        {
            (true, true) => Localizer.Current["The file sets a different one."],
            (true, false) => "",
            (false, true) => Localizer.Current["File: {0}.", Value(field, state.Setting.Kind, state.FileValue)],
            (false, false) => Localizer.Current["Default: {0}.", Value(field, state.Setting.Kind, state.FileValue)],
        };
}
