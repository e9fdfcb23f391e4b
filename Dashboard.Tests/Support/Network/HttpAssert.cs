using System.Net;
using System.Text;

namespace Dashboard.Tests.Support.Network;

/// <summary>Checks answers; where one is not as expected, the failure shows what it said.</summary>
public static class HttpAssert
{
    /// <summary>The body of an answer that must have this status.</summary>
    public static async Task<string> ReadAsync(this Task<HttpResponseMessage> asking, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await asking;
        return await answer.ReadAsync(expected);
    }

    /// <inheritdoc cref="ReadAsync(Task{HttpResponseMessage}, HttpStatusCode)"/>
    public static async Task<string> ReadAsync(this HttpResponseMessage answer, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(
            answer.StatusCode == expected,
            $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode}, not {(int)expected}: {body}");
        return body;
    }

    /// <summary>A header's value, whether it belongs to the answer or to its body; null where it is missing.</summary>
    public static string? Header(this HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
