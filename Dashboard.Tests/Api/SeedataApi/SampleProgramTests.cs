using System.Text.Json;

namespace Dashboard.Tests.Api.SeedataApi;

/// <summary>Programs that integrators have already: they print what the API answers.</summary>
[Trait("Category", "System")]
public sealed class SampleProgramTests(SeedataSamples samples) : IClassFixture<SeedataSamples>
{
    public static TheoryData<string> Names => ["authenticate", "list-flows", "get-flow", "search-flows", "list-cameras", "create-flow"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Curl_AsTheSampleStands_PrintsTheAnswer(string sample)
    {
        Assert.SkipUnless(await SeedataSamples.IsThereAsync("curl", "--version"), "curl is not installed");
        await CheckAsync(sample, "bash", "sh");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Python_AsTheSampleStands_PrintsTheAnswer(string sample)
    {
        string? python = null;
        foreach (var program in new[] { "python3", "/usr/bin/python3" })
        {
            python ??= await SeedataSamples.IsThereAsync(program, "-c", "import requests") ? program : null;
        }

        Assert.SkipWhen(python is null, "python3 with the package requests is not installed");
        await CheckAsync(sample, python, "py");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Php_AsTheSampleStands_PrintsTheAnswer(string sample)
    {
        Assert.SkipUnless(
            await SeedataSamples.IsThereAsync("php", "-r", "exit(function_exists('curl_init') ? 0 : 1);"),
            "php with the extension curl is not installed");
        await CheckAsync(sample, "php", "php");
    }

    private async Task CheckAsync(string sample, string program, string extension)
    {
        var printed = await samples.RunAsync(program, $"{sample}.{extension}");
        if (await samples.ExpectedAsync(sample) is { } expected)
        {
            Assert.Equal(expected, printed);
        }
        else
        {
            using var answer = JsonDocument.Parse(printed);
            await samples.CheckAsync(sample, answer.RootElement);
        }
    }
}
