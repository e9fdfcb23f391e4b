using Bunit;
using Dashboard.Tests.Support;
using Dashboard.Web.Shared.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Shared.Messages;

/// <summary>What stands in the place of data that could not be read.</summary>
public sealed class ReadFailureTests : BunitContext
{
    private readonly FakeTimeProvider _clock = TestTime.CreateClock();
    private int _retries;

    public ReadFailureTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(_clock);
    }

    /// <summary>Who watches the list at a gate does not think of pressing a button once the database is there again.</summary>
    [Fact]
    public void BusyDatabase_IsReadAgainByItself()
    {
        var failure = Open(new TimeoutException("slow"));
        Assert.Equal(
            "The flows could not be read: slow. It is tried again every few seconds.", failure.Find(".notice-text").TextContent.Trim());
        failure.WaitForAssertion(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                Assert.Equal(1, _retries);
            },
            TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task AnotherFailure_WaitsForSomebody_AndTellsNothingOfTheProgram()
    {
        var failure = Open(new InvalidOperationException("Sequence contains no elements"));
        Assert.Contains("The flows could not be read: The error was logged on the server.", failure.Markup);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _retries);
        await failure.InvokeAsync(() => failure.Find("button").Click());
        Assert.Equal(1, _retries);
    }

    private IRenderedComponent<ReadFailure> Open(Exception error) => Render<ReadFailure>(set => set
        .Add(failure => failure.Error, error)
        .Add(failure => failure.Text, why => $"The flows could not be read: {why}")
        .Add(failure => failure.OnRetry, () => _retries++));
}
