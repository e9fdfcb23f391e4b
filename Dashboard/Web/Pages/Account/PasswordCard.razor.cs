using System.Security.Claims;
using Dashboard.Security.Accounts;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Pages.Account;

/// <summary>Changes the person's own password. That ends this session too, so it leads to the sign-in page.</summary>
public sealed partial class PasswordCard
{
    private string _current = "";
    private string _new = "";
    private string _repeated = "";
    private string? _error;
    private bool _isBusy;

    [Parameter, EditorRequired]
    public required ClaimsPrincipal Person { get; set; }

    private async Task ChangeAsync()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            _error = await TryChangeAsync();
        }
        finally
        {
            _isBusy = false;
        }

        if (_error is null)
        {
            Navigation.NavigateTo(Urls.SignInAfterPasswordChange, forceLoad: true);
        }
    }

    private async Task<string?> TryChangeAsync()
    {
        if (Person.UserId() is not { } userId)
        {
            return L["Your session has ended; sign in again."];
        }

        if (_new != _repeated)
        {
            return L["The new passwords do not match."];
        }

        if (AccountRules.PasswordError(_new, Person.Identity?.Name) is { } error)
        {
            return error;
        }

        return (await Passwords.ConfirmAsync(userId, Person.Identity?.Name ?? "", _current)).Refusal
            ?? (await Accounts.SetPasswordAsync(userId, _new)).Refusal;
    }
}
