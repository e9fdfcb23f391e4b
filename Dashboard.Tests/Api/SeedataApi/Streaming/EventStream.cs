using System.Globalization;
using System.Net;

namespace Dashboard.Tests.Api.SeedataApi.Streaming;

/// <summary>A caller of <c>GET /flows/stream</c>.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly StreamReader _reader;

    private EventStream(HttpResponseMessage answer, Stream body)
    {
        Answer = answer;
        _reader = new StreamReader(body);
    }

    /// <summary>The answer's status and headers.</summary>
    public HttpResponseMessage Answer { get; }

    /// <summary>The position that the server told first; everything that is stored from then on will come.</summary>
    public long Start { get; private set; }

    /// <summary>Opens a stream and reads its first block.</summary>
    public static async Task<EventStream> OpenAsync(HttpClient client, long? last = null, string path = "/flows/stream")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (last is { } id)
        {
            request.Headers.Add("Last-Event-ID", id.ToString(CultureInfo.InvariantCulture));
        }

        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            await answer.ReadAsync();
        }

        var stream = new EventStream(answer, await answer.Content.ReadAsStreamAsync());
        var first = await stream.BlockAsync();
        Assert.Equal("retry: 3000", first![0]);
        stream.Start = long.Parse(first[1]["id: ".Length..], CultureInfo.InvariantCulture);
        return stream;
    }

    /// <summary>The lines up to the next blank one; null at the end of the stream.</summary>
    public async Task<IReadOnlyList<string>?> BlockAsync()
    {
        var lines = new List<string>();
        while (await _reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            if (line.Length == 0)
            {
                return lines;
            }

            lines.Add(line);
        }

        return null;
    }

    /// <summary>The next flow's number; comments are passed over.</summary>
    public async Task<long> FlowAsync()
    {
        while (await BlockAsync() is { } block)
        {
            if (block.Contains("event: flow"))
            {
                return long.Parse(block[0]["id: ".Length..], CultureInfo.InvariantCulture);
            }
        }

        throw new EndOfStreamException("The stream ended");
    }

    public void Dispose()
    {
        _reader.Dispose();
        Answer.Dispose();
    }
}
