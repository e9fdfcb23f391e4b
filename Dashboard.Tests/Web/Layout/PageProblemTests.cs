using Bunit;
using Dashboard.Storage.Providers;
using Dashboard.Tests.Support;
using Dashboard.Web.Layout;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Layout;

/// <summary>What stands in the place of a page that failed.</summary>
public sealed class PageProblemTests : BunitContext
{
    private readonly FakeTimeProvider _clock = TestTime.CreateClock();
    private readonly DatabaseLock _lock;
    private int _retries;

    public PageProblemTests()
    {
        _lock = new DatabaseLock(_clock);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(_clock).AddSingleton(_lock);
    }

    [Fact]
    public void BusyDatabase_IsToldAsThat_AndThePageIsTriedAgainByItself()
    {
        _lock.Note(true);
        _clock.Advance(DatabaseLock.TellAfter);
        var problem = Open(new TimeoutException());
        Assert.Contains("The database is busy. Try again in a moment.", problem.Markup);
        Assert.Contains("Another program locked it", problem.Markup);
        Assert.Equal(0, _retries);
        problem.WaitForAssertion(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                Assert.Equal(1, _retries);
            },
            TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task AnotherProblem_StaysUntilSomebodyTriesAgain()
    {
        var problem = Open(new InvalidOperationException());
        Assert.Contains("This page ran into a problem", problem.Markup);
        Assert.DoesNotContain("busy", problem.Markup);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _retries);
        await problem.InvokeAsync(() => problem.Find("button").Click());
        Assert.Equal(1, _retries);
    }

    private IRenderedComponent<PageProblem> Open(Exception error) =>
        Render<PageProblem>(set => set.Add(page => page.Error, error).Add(page => page.Retry, () => _retries++));
}
