using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Support;

/// <summary>Options that nobody changes, or only the test.</summary>
internal sealed class FixedOptions<T>(T value) : IOptionsMonitor<T>
{
    public T CurrentValue { get; set; } = value;

    public T Get(string? name) => CurrentValue;

    public IDisposable? OnChange(Action<T, string?> listener) => null;
}

internal static class FixedOptions
{
    public static FixedOptions<T> From<T>(T value) => new(value);
}
