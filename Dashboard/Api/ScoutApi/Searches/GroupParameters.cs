using System.Globalization;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Domain.Plates;

namespace Dashboard.Api.ScoutApi.Searches;

/// <summary>Reads the parameters of the searches. Each wrong one is refused with words that name it and what is allowed.</summary>
internal static class GroupParameters
{
    /// <summary>Rows where neither <c>topn</c> nor both ends of the time are given.</summary>
    public const int UsualRows = 100;

    /// <summary>Rows of one answer, and those where <c>start</c> and <c>end</c> are given and <c>topn</c> is not.</summary>
    public const int MaxRows = 10_000;

    public const string NoTime = "start, end: give at least one of them, as ISO 8601 such as 2026-01-31T08:00:00Z.";

    public static ParameterDocs[] Docs { get; } =
    [
        new(
            "start",
            "First seen at this moment or later: ISO 8601 with `Z`, an offset, or neither (then UTC), with up to 9 decimal places. "
                + "At least one of `start`, `end` and `after` must be given.")
            {
                Example = "2025-02-08T00:00:00Z",
            },
        new("end", "First seen before this moment.") { Example = "2025-02-09T00:00:00Z" },
        new(
            "plate",
            "The plate: case, separators and marks do not matter, nor whether its letters are Latin or look so; `*` is any run of characters, `?` is one. Without them it is the whole plate.")
            {
                Example = "AAA*",
            },
        new("site", "Number or name of a site.") { Example = "Default" },
        new("camera", "The camera's number on its agent (`camera_id`).") { Bits = 64, Min = 0 },
        new("direction", "The name of the vehicle's direction, as somebody gave it to the camera. Case does not matter.") { Example = "in" },
        new(
            "topn",
            "Rows at most; more than the most is cut to it. Without it 100, and 10,000 where `start` and `end` are given. "
                + "Where rows were cut off, `X-Total-Count` says how many there are.")
            {
                Min = 1, Max = MaxRows,
            },
        new("limit", "Another name for `topn`, which goes before it.") { Min = 1, Max = MaxRows },
        new("order", "By time, then by `pk`: newest first, or oldest first.") { Values = ["desc", "asc"] },
        new("after", "Only rows with a greater `pk`, ordered by `pk`: for programs that poll and must not miss what an agent delivers late.")
        {
            Bits = 64, Min = 0,
        },
        new("format", "`csv`: a column a field, `pk` first.") { Values = ["json", "csv"] },
    ];

    /// <summary>What is asked for, and whether as CSV. Throws <see cref="ApiException"/> where a parameter is missing or wrong.</summary>
    public static (GroupQuery Query, bool AsCsv) Read(HttpRequest request)
    {
        var (from, to) = (Time(request, "start"), Time(request, "end"));
        var after = Number(request, "after", 0);
        if (from is null && to is null && after is null)
        {
            throw ApiException.BadRequest(NoTime);
        }

        var rows = Number(request, "topn", 1) ?? Number(request, "limit", 1) ?? (from is not null && to is not null ? MaxRows : UsualRows);
        var order = OneOf(request, "order", "desc", "asc");
        var format = OneOf(request, "format", "json", "csv");
        var plate = Text(request, "plate");
        if (PlateText.NormalizePattern(plate).Length > PlateText.MaxWrittenLength)
        {
            throw ApiException.BadRequest("plate: at most 64 characters.");
        }

        var query = new GroupQuery(
            from,
            to,
            plate,
            Text(request, "site"),
            Number(request, "camera", 0),
            Text(request, "direction"),
            after,
            order == "desc",
            (int)Math.Min(rows, MaxRows));
        return (query, format == "csv");
    }

    private static string? Text(HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var values) && values[^1] is { } text && text.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    private static long? Number(HttpRequest request, string name, long min)
    {
        if (Text(request, name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min
            ? number
            : throw ApiException.BadRequest($"{name}: must be a whole number, at least {min}.");
    }

    private static string OneOf(HttpRequest request, string name, string usual, string other) => Text(request, name)?.ToLowerInvariant() switch
    {
        null => usual,
        { } text when text == usual || text == other => text,
        _ => throw ApiException.BadRequest($"{name}: must be {usual} or {other}."),
    };

    private static DateTimeOffset? Time(HttpRequest request, string name) => Text(request, name) is not { } text
        ? null
        : ScoutTime.Read(text) ?? throw ApiException.BadRequest(
            $"{name}: must be ISO 8601, such as 2026-01-31T08:00:00Z or 2026-01-31T09:00:00+01:00; without an offset it is UTC.");
}
