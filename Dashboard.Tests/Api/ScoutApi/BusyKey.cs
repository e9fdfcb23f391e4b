using System.Net;

namespace Dashboard.Tests.Api.ScoutApi;

/// <summary>A key that asks more than it may, at one request a second: two at once and five that wait are what it has.</summary>
internal static class BusyKey
{
    /// <summary>Asks twelve times at once and returns the first answer that is 429; what waits then is not waited for.</summary>
    public static async Task<HttpResponseMessage> FirstRefusedAsync(Func<int, CancellationToken, Task<HttpResponseMessage>> ask)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var asked = Enumerable.Range(0, 12).Select(i => ask(i, stop.Token)).ToList();
        HttpResponseMessage? refused = null;
        await foreach (var answer in Task.WhenEach(asked))
        {
            if ((await answer).StatusCode == HttpStatusCode.TooManyRequests)
            {
                refused = await answer;
                break;
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(asked.Select(answer => answer.ContinueWith(_ => { }, TaskScheduler.Default)));
        return refused ?? throw new Xunit.Sdk.XunitException("none was refused");
    }
}
