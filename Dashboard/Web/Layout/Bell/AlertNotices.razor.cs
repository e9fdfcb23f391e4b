using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Layout.Bell;

public sealed partial class AlertNotices
{
    private bool _canOperate;
    private string? _error;

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _canOperate = (await AuthenticationState).User.CanOperate();

    private async Task AcknowledgeAsync(long id)
    {
        _error = (await Actions.AcknowledgeAsync((await AuthenticationState).User, id)).Refusal;
        if (_error is null)
        {
            Watch?.Dismiss(id);
        }
    }
}
