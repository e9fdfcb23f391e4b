using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Shared;

/// <summary>A component that shows numbers of this moment: it looks again every second for as long as somebody looks at it.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; set; }

    /// <summary>Cancelled once nobody looks any more.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Now.</summary>
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
        _gone.Cancel();
        _gone.Dispose();
        OnGone();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what the component listened to.</summary>
    protected virtual void OnGone()
    {
    }

    private async Task RefreshUntilGoneAsync()
    {
        var gone = _gone.Token;
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
            while (await timer.WaitForNextTickAsync(gone))
            {
                await InvokeAsync(RefreshAndRenderAsync);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException && gone.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    private async Task RefreshAndRenderAsync()
    {
        await RefreshAsync();
        StateHasChanged();
    }
}
