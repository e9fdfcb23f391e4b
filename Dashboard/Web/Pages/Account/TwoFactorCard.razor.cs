using Dashboard.Web.Languages;
using System.Security.Claims;
using Dashboard.Domain;
using Dashboard.Security.Accounts;
using Dashboard.Security.TwoFactor;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Web.Pages.Account;

/// <summary>Sets the person's second factor up and switches it off; each time the password is asked again.</summary>
public sealed partial class TwoFactorCard
{
    private TwoFactorStatus? _status;
    private IReadOnlyList<string>? _codes;
    private string? _key;
    private string _password = "";
    private string _code = "";
    private string? _error;
    private bool _isBusy;
    private ElementReference _codeInput;
    private MudButton? _saved;
    private bool _isNextStep;

    [Parameter, EditorRequired]
    public required ClaimsPrincipal Person { get; set; }

    private int UserId => Person.UserId() ?? 0;

    private string Email => Person.Identity?.Name ?? "";

    private string KeyUri =>
        $"otpauth://totp/{Uri.EscapeDataString(Product.Name)}:{Uri.EscapeDataString(Email)}?secret={_key}&issuer={Uri.EscapeDataString(Product.Name)}";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _status = await TwoFactor.ReadAsync(UserId);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // What had the focus is gone with its step.
        if (_isNextStep && (_key is not null || _codes is not null))
        {
            _isNextStep = false;
            await (_codes is not null && _saved is not null ? _saved.FocusAsync() : _codeInput.FocusAsync());
        }
    }

    private static string Grouped(string key) => string.Join(' ', key.Chunk(4).Select(part => new string(part)));

    private static string CodesLeft(int count) => count switch
    {
        0 => Localizer.Current["You have no recovery codes left."],
        _ => Localizer.Current.Plural(count, "You have one recovery code left.", "You have {0} recovery codes left."),
    };

    private Task SubmitAsync() => WithPasswordAsync(async () =>
    {
        if (_status!.IsOn)
        {
            var renewed = await TwoFactor.RenewRecoveryCodesAsync(UserId);
            _codes = renewed.IsDone ? renewed.Value : null;
            return renewed;
        }

        var begun = await TwoFactor.BeginAsync(UserId);
        (_key, _code) = (begun.IsDone ? begun.Value : null, "");
        return begun;
    });

    private Task SwitchOffAsync() => WithPasswordAsync(() => TwoFactor.SwitchOffAsync(UserId));

    private Task ConfirmAsync() => OnceAsync(async () =>
    {
        var confirmed = await TwoFactor.ConfirmAsync(UserId, _code);
        (_error, _code) = (confirmed.Refusal, "");
        if (confirmed.IsDone)
        {
            (_codes, _key) = (confirmed.Value, null);
        }
    });

    private void Cancel() => (_key, _error) = (null, null);

    private Task WithPasswordAsync(Func<Task<ChangeResult>> change) => OnceAsync(async () =>
    {
        _error = (await Passwords.ConfirmAsync(UserId, Email, _password)).Refusal;
        _password = "";
        _error ??= (await change()).Refusal;
    });

    private async Task OnceAsync(Func<Task> work)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            await work();
            _status = await TwoFactor.ReadAsync(UserId);
            _isNextStep = _error is null;
        }
        finally
        {
            _isBusy = false;
        }
    }
}
