using Dashboard.Web.Languages;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Layout.Bell;

/// <summary>A part of the layout that shows open alerts, and is drawn again when they change. Outside the layout there are none.</summary>
public abstract class AlertWatcher : LocalizedComponent, IDisposable
{
    [CascadingParameter]
    private protected AlertWatch? Watch { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Watch is not null)
        {
            Watch.Changed -= OnChanged;
            OnGone(Watch);
        }

        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Watch is not null)
        {
            Watch.Changed += OnChanged;
        }
    }

    /// <summary>Ends what the component listened to besides.</summary>
    private protected virtual void OnGone(AlertWatch watch)
    {
    }

    private void OnChanged() => _ = InvokeAsync(StateHasChanged);
}
