using Dashboard.Configuration;

namespace Dashboard.Commands;

/// <summary>Tells settings from a command's own arguments, so that both can stand in any order.</summary>
internal static class SettingArguments
{
    private static readonly string[] RootSettings =
        ["urls", "environment", .. typeof(ServerOptions).GetProperties().Where(setting => setting.CanWrite).Select(setting => setting.Name)];

    /// <summary>
    /// Settings are <c>--Section:Key=value</c>, <c>--Section:Key value</c> and the same for the settings at the root;
    /// all come back in the form with <c>=</c>.
    /// </summary>
    public static (string[] Settings, string[] Others) Split(string[] args)
    {
        var settings = new List<string>();
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var argument = args[i];
            if (!IsSetting(argument))
            {
                rest.Add(argument);
            }
            else if (argument.Contains('=') || i + 1 == args.Length)
            {
                settings.Add(argument);
            }
            else
            {
                settings.Add($"{argument}={args[++i]}");
            }
        }

        return ([.. settings], [.. rest]);
    }

    private static bool IsSetting(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            return false;
        }

        var equals = argument.IndexOf('=');
        var name = equals < 0 ? argument[2..] : argument[2..equals];

        // Case tells the setting Role from the option --role of the command that makes users.
        return name.Contains(':') || RootSettings.Contains(name, StringComparer.Ordinal);
    }
}
