using Dashboard.Web.Languages;
using Dashboard.Web.Shared.Dialogs;
using Dashboard.Domain;
using Dashboard.Security.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Dashboard.Web.Pages.Users;

/// <summary>The people who may sign in, for administrators.</summary>
public sealed partial class UsersPage
{
    private IReadOnlyList<UserSummary>? _users;
    private string? _error;
    private int? _ownId;

    // Part of the drop-downs' keys: a refused change must not stay on show as if it were made.
    private int _changes;

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _ownId = (await AuthenticationState).User.UserId();
        _users = await Accounts.ListAsync();
    }

    private string Reach(UserSummary user) =>
        user.Sites.Count == 0 ? L["All sites"] : L.Plural(user.Sites.Count, "{0} site", "{0} sites");

    private string SecondFactor(UserSummary user)
    {
        var passkeys = L.Plural(user.Passkeys, "{0} passkey", "{0} passkeys");
        return (user.HasTwoFactor, user.Passkeys) switch
        {
            (true, 0) => L["On"],
            (true, _) => L["On, {0}", passkeys],
            (false, 0) => L["Off"],
            _ => passkeys,
        };
    }

    private async Task AddAsync()
    {
        await Dialogs.OpenAsync<AddUserDialog>(L["Add a user"], UserDialog.Options);
        _users = await Accounts.ListAsync();
    }

    private Task SetPasswordAsync(UserSummary user) => Dialogs.OpenAsync<SetPasswordDialog>(
        L["Set password of {0}", user.Email], UserDialog.Options, (nameof(SetPasswordDialog.User), user));

    private Task ShowAccessAsync(UserSummary user) => Dialogs.OpenAsync<UserAccessDialog>(
        L["Sessions and API keys of {0}", user.Email], UserAccessDialog.Options, (nameof(UserAccessDialog.UserId), user.Id));

    private async Task SetSitesAsync(UserSummary user)
    {
        await Dialogs.OpenAsync<SetSitesDialog>(
            L["Sites"], UserDialog.Options, (nameof(SetSitesDialog.User), user));
        _users = await Accounts.ListAsync();
    }

    private async Task SwitchAsync(UserSummary user)
    {
        if (!user.IsEnabled
            || await IsSureAsync(L["Disable {0}?", user.Email], L["All sessions, tokens and API keys of this user end at once."], L["Disable"]))
        {
            await ChangeAsync(() => Accounts.SetEnabledAsync(user.Id, !user.IsEnabled));
        }
    }

    private async Task ChangeRoleAsync(UserSummary user, string role)
    {
        await ChangeAsync(() => Accounts.ChangeRoleAsync(user.Id, role));
        if (_error is null)
        {
            Notices.Add(L["{0} now has the role {1}", user.Email, RoleText.In(L, role)], Severity.Success);
        }
    }

    private async Task ResetTwoFactorAsync(UserSummary user)
    {
        if (await IsSureAsync(
            L["Reset two-factor authentication and passkeys of {0}?", user.Email],
            L["The authenticator, the recovery codes and the passkeys of this user stop working, and all sessions and tokens end. Until they are set up again, the password alone is enough to sign in."],
            L["Reset"]))
        {
            await ChangeAsync(() => Accounts.ResetTwoFactorAsync(user.Id));
        }
    }

    private async Task RemoveAsync(UserSummary user)
    {
        if (await IsSureAsync(L["Remove {0}?", user.Email], L["The account and its API keys are deleted. Flows and cameras stay."], L["Remove"]))
        {
            await ChangeAsync(() => Accounts.RemoveAsync(user.Id));
        }
    }

    private async Task<bool> IsSureAsync(string title, string message, string button) =>
        await Dialogs.ConfirmAsync(title, message, button);

    private async Task ChangeAsync(Func<Task<ChangeResult>> change)
    {
        _error = (await change()).Refusal;
        _changes++;
        _users = await Accounts.ListAsync();
    }
}
