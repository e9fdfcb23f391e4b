using Bunit;
using Dashboard.Web.Shared.Timing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Web.Shared.Timing;

public sealed class LiveComponentTests : BunitContext
{
    private readonly FakeTimeProvider _clock = new();

    public LiveComponentTests() => Services.AddSingleton<TimeProvider>(_clock);

    [Fact]
    public void Shown_EverySecond_LooksAgain()
    {
        var component = Render<Counter>();
        component.WaitForState(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return component.Instance.Refreshed >= 2;
        });
    }

    [Fact]
    public async Task Gone_AfterDispose_IsCancelledAndThrowsNothing()
    {
        var component = Render<Counter>().Instance;
        Assert.False(component.Token.IsCancellationRequested);
        await DisposeComponentsAsync();
        Assert.True(component.Token.IsCancellationRequested);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, component.Token));
    }

    private sealed class Counter : LiveComponent
    {
        public int Refreshed { get; private set; }

        public CancellationToken Token => Gone;

        protected override Task RefreshAsync()
        {
            Refreshed++;
            return Task.CompletedTask;
        }
    }
}
