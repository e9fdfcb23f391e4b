using Dashboard.Alerts.Inbox;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Web.Layout.Bell;

public sealed partial class AlertNotices
{
    private bool _canOperate;
    private (long Id, string Text)? _refused;

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _canOperate = (await AuthenticationState).User.CanOperate();

    // All of what its line has no room for.
    private string Told(AlertRow row) => string.Join(
        " · ",
        new[] { row.Plate, row.Alert.ListName, row.Alert.Description, row.Camera, Clock.FormatTime(row.SeenAt) }
            .Where(part => part.Length > 0));

    private async Task AcknowledgeAsync(long id, MouseEventArgs press)
    {
        // The next notice slides under the pointer: the second press of a double click must not hit it.
        if (press.Detail > 1)
        {
            return;
        }

        _refused = (await Actions.AcknowledgeAsync((await AuthenticationState).User, id)).Refusal is { } refusal ? (id, refusal) : null;
        if (_refused is null)
        {
            Watch?.Dismiss(id);
        }
    }
}
