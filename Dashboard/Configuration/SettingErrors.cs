using Microsoft.Extensions.Options;

namespace Dashboard.Configuration;

/// <summary>What is wrong with settings, as the framework throws it.</summary>
internal static class SettingErrors
{
    /// <summary>A line each, which begins with the key; several sections that are wrong come together. None: something else was thrown.</summary>
    public static IReadOnlyList<string> Read(Exception exception) => exception switch
    {
        OptionsValidationException one => [.. one.Failures],
        AggregateException all when all.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. all.InnerExceptions.SelectMany(Read)],
        InvalidOperationException unreadable when Unreadable(unreadable) is { } line => [line],
        _ => [],
    };

    // The binder names the key, the value and the type in English prose only: Failed to convert configuration value 'x' at 'A:B' to type
    // 'System.Int32'.
    private static string? Unreadable(InvalidOperationException exception)
    {
        var parts = exception.Message.Split('\'');
        return exception.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) && parts.Length >= 6
            ? $"{parts[3]} is '{parts[1]}'; it must be {Describe(parts[5])}"
            : null;
    }

    private static string Describe(string type) => type switch
    {
        "System.Int32" or "System.Int64" => "a whole number",
        "System.Double" => "a number such as 0.5",
        "System.Boolean" => "true or false",
        "System.TimeSpan" => "a time such as 00:00:04.5",
        _ when typeof(SettingErrors).Assembly.GetType(type) is { IsEnum: true } words => $"one of {string.Join(", ", Enum.GetNames(words))}",
        _ => $"a value of type {type}",
    };
}
