using System.Text.Json;
using Microsoft.Playwright;

namespace Dashboard.Tests.Browser;

/// <summary>Scripts that integrators have already, on a page of the server: they write to the console what the API answers.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class SampleScriptTests(Chromium chromium, SeedataSamples samples) : IClassFixture<SeedataSamples>
{
    [Theory]
    [InlineData("authenticate")]
    [InlineData("list-flows")]
    [InlineData("get-flow")]
    [InlineData("search-flows")]
    [InlineData("list-cameras")]
    [InlineData("create-flow")]
    public Task Script_AsTheSampleStands_WritesTheAnswer(string sample) => chromium.VisitAsync(samples.App, name: sample, journey: async visit =>
    {
        await visit.Page.GotoAsync("/account/sign-in");
        var script = await samples.TextAsync($"{sample}.js");
        // The pages of the server run no script that stands within them: it is run as from the browser's console.
        var message = await visit.Page.RunAndWaitForConsoleMessageAsync(() => visit.Page.EvaluateAsync($"{script}\n;undefined"));

        Assert.Equal("log", message.Type);
        var written = await WrittenAsync(message);
        if (await samples.ExpectedAsync(sample) is { } expected)
        {
            using var answer = JsonDocument.Parse(expected);
            Assert.True(JsonElement.DeepEquals(answer.RootElement, written), $"{written} instead of {expected}");
        }
        else
        {
            await samples.CheckAsync(sample, written);
        }
    });

    // Some samples write the text, others what they parsed of it.
    private static async Task<JsonElement> WrittenAsync(IConsoleMessage message)
    {
        var text = await message.Args[0].EvaluateAsync<string>("value => typeof value === 'string' ? value : JSON.stringify(value)");
        using var parsed = JsonDocument.Parse(text);
        return parsed.RootElement.Clone();
    }
}
