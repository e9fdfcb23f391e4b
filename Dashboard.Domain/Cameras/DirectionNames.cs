namespace Dashboard.Domain.Cameras;

/// <summary>
/// Which names of directions mean that a vehicle comes in or leaves. A camera's directions may be called anything; times inside are told of those
/// that are called so, in any of the languages of the pages, in either case.
/// </summary>
public static class DirectionNames
{
    /// <summary>Names of the direction in, in lower case.</summary>
    public static readonly IReadOnlyList<string> In =
        ["in", "entry", "entrance", "enter", "entering", "inbound", "arrival", "entrada", "entra", "ein", "einfahrt", "rein", "eingang"];

    /// <summary>Names of the direction out, in lower case.</summary>
    public static readonly IReadOnlyList<string> Out =
        ["out", "exit", "leave", "leaving", "outbound", "departure", "salida", "sale", "saída", "saida", "sai", "aus", "ausfahrt", "raus", "ausgang"];

    /// <summary>Both, in lower case.</summary>
    public static readonly IReadOnlyList<string> Both = [.. In, .. Out];

    /// <summary>Whether a vehicle that went in this direction came in.</summary>
    public static bool IsIn(string? name) => name is not null && In.Contains(name.ToLowerInvariant());

    /// <summary>Whether a vehicle that went in this direction left.</summary>
    public static bool IsOut(string? name) => name is not null && Out.Contains(name.ToLowerInvariant());
}
