using Dashboard.Web.Languages;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Shared.Timing;

/// <summary>A component that shows numbers of this moment: it looks again every second for as long as somebody looks at it.</summary>
public abstract class LiveComponent : LocalizedComponent, IDisposable
{
    private readonly ComponentLifetime _lifetime = new();

    [Inject]
    protected TimeProvider Time { get; init; } = null!;

    /// <summary>Cancelled once nobody looks any more; also afterwards, for what a dialog left to do.</summary>
    protected CancellationToken Gone => _lifetime.Gone;

    protected DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Brings the shown numbers up to date; a render follows.</summary>
    protected abstract Task RefreshAsync();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = RefreshUntilGoneAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lifetime.Dispose();
        OnGone();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what the component listened to.</summary>
    protected virtual void OnGone()
    {
    }

    private async Task RefreshUntilGoneAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
            while (await timer.WaitForNextTickAsync(Gone))
            {
                await InvokeAsync(RefreshAndRenderAsync);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException && Gone.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }

    private async Task RefreshAndRenderAsync()
    {
        await RefreshAsync();
        StateHasChanged();
    }
}
