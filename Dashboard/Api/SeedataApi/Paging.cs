using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Flows;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.SeedataApi;

/// <summary>Which page is asked for, and the headers that say which one was served: Yii2's.</summary>
/// <param name="Page">From 1; a page past the end is for the search to clamp.</param>
/// <param name="Size">Rows a page, 1 to 50.</param>
internal sealed partial record Paging(int Page, int Size)
{
    public const string TotalCount = "X-Pagination-Total-Count";
    public const string PageCount = "X-Pagination-Page-Count";
    public const string CurrentPage = "X-Pagination-Current-Page";
    public const string PerPage = "X-Pagination-Per-Page";

    private const string PageName = "page";
    private const string SizeName = "per-page";
    private const int UsualSize = 20;
    private const int MaxSize = 50;

    // Far beyond the last page of any database, and still without overflow when multiplied by the page's size.
    private const int MaxPage = int.MaxValue / MaxSize;

    public static ParameterDocs[] Parameters { get; } =
    [
        new(PageName, "Page, from 1. A page past the end is the last one, a page below 1 the first.") { Default = 1 },
        new(SizeName, "Rows a page. What is beyond the limits is taken as the nearest of them.") { Min = 1, Max = MaxSize, Default = UsualSize },
    ];

    public static HeaderDocs[] Headers { get; } =
    [
        new(TotalCount, "How many flows there are; exact.", IsNumber: true),
        new(PageCount, "How many pages there are; 0 where there are no rows.", IsNumber: true),
        new(CurrentPage, "The page that was served.", IsNumber: true),
        new(PerPage, "Rows a page.", IsNumber: true),
        new(HeaderNames.Link, "Addresses of this page (`self`) and of `first`, `last`, `prev` and `next`; the last two are absent at the ends."),
    ];

    /// <summary>Reads the query and, for a search, the body, whose page wins. Throws <see cref="ApiException"/> with 400.</summary>
    public static Paging Read(HttpRequest request, JsonElement body = default)
    {
        var page = request.Query.TryGetValue(PageName, out var asked) ? ReadInteger(PageName, Last(asked), MaxPage) : 1;
        if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty(PageName, out var inBody) && inBody.ValueKind != JsonValueKind.Null)
        {
            var text = inBody.ValueKind switch
            {
                JsonValueKind.Number => inBody.GetRawText(),
                JsonValueKind.String => inBody.GetString()!, // The query knows numbers as text only; the body follows the same rules.
                _ => "",
            };
            page = ReadInteger(PageName, text, MaxPage);
        }

        var size = request.Query.TryGetValue(SizeName, out var rows) ? ReadInteger(SizeName, Last(rows), MaxSize) : UsualSize;
        return new Paging(page, size);
    }

    /// <summary>Writes <c>X-Pagination-*</c> and <c>Link</c>.</summary>
    public static void WriteHeaders(HttpContext context, FlowPage page)
    {
        var headers = context.Response.Headers;
        headers[TotalCount] = Text(page.Total);
        headers[PageCount] = Text(page.PageCount);
        headers[CurrentPage] = Text(page.Page);
        headers[PerPage] = Text(page.PageSize);
        headers.Link = string.Join(", ", Links(context.Request, page));
    }

    private static IEnumerable<string> Links(HttpRequest request, FlowPage page)
    {
        var address = request.GetAddress();
        var size = page.PageSize == UsualSize ? "" : $"&{SizeName}={Text(page.PageSize)}";
        string To(int number, string relation) => $"<{address}?{PageName}={Text(number)}{size}>; rel={relation}";

        yield return To(page.Page, "self");
        if (page.PageCount == 0)
        {
            yield break;
        }

        yield return To(1, "first");
        yield return To(page.PageCount, "last");
        if (page.Page > 1)
        {
            yield return To(page.Page - 1, "prev");
        }

        if (page.Page < page.PageCount)
        {
            yield return To(page.Page + 1, "next");
        }
    }

    // A number too long for 64 bits is still an integer, so it is clamped like any other.
    private static int ReadInteger(string name, string text, int max)
    {
        if (!Integer().IsMatch(text))
        {
            throw ApiException.BadRequest($"{name} must be an integer.");
        }

        return text[0] == '-' ? 1
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? (int)Math.Clamp(value, 1, max)
            : max;
    }

    private static string Last(StringValues values) => values.Count == 0 ? "" : values[^1] ?? "";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A-?[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Integer();
}
