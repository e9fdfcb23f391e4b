using System.Security.Claims;
using Dashboard.Security.Accounts;
using Dashboard.Security.Passkeys;
using Dashboard.Security.Sessions;
using Dashboard.Web.Pages.Users;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Dialogs;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace Dashboard.Web.Pages.Account.Passkeys;

/// <summary>A person's passkeys: add one, rename, remove. Where the browser allows none, it says why.</summary>
public sealed partial class PasskeysCard
{
    private IReadOnlyList<PasskeySummary>? _passkeys;
    private ScriptModule? _script;
    private ElementReference _card;
    private ElementReference _name;
    private MudButton? _add;
    private Focused _focus;

    // Null until the browser has said; empty where nothing stands in the way.
    private string? _obstacle;
    private string _suggested = "";
    private string? _done;
    private (string Field, string Text)? _error;
    private bool _isAdding;
    private bool _isBusy;

    [Parameter, EditorRequired]
    public required ClaimsPrincipal Person { get; set; }

    private enum Focused
    {
        Elsewhere,
        Name,
        Add,
    }

    private int UserId => Person.UserId() ?? 0;

    /// <summary>Called by the browser when the form is sent.</summary>
    [JSInvokable]
    public void Begin()
    {
        (_isBusy, _error, _done) = (true, null, null);
        StateHasChanged();
    }

    /// <summary>Called by the browser when it is over.</summary>
    /// <param name="reason">What went wrong, in a word; empty: it was added.</param>
    /// <param name="field">The field that the server has refused; empty: none.</param>
    /// <param name="text">What the server said, in English; of one that was added, its name.</param>
    [JSInvokable]
    public async Task EndAsync(string reason, string field, string text)
    {
        _isBusy = false;
        if (reason.Length == 0)
        {
            (_isAdding, _done, _focus) = (false, L["“{0}” was added. It signs you in from now on.", text.Trim()], Focused.Add);
        }
        else
        {
            _error = (field, reason == "refused" ? text : Explain(reason));
        }

        _passkeys = await Store.ListAsync(UserId);
        StateHasChanged();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _passkeys = await Store.ListAsync(UserId);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _script = new ScriptModule(Script, "./Web/Pages/Account/Passkeys/PasskeysCard.razor.js");
            if (await _script.GetAsync<PasskeyBrowser>("start", _card, _script.Expose(this), Options.CurrentValue.PasskeyDomain) is { } browser)
            {
                (_obstacle, _suggested) = (browser.Obstacle, BrowserName.Describe(browser.UserAgent));
                StateHasChanged();
            }
        }

        var focus = _focus;
        _focus = Focused.Elsewhere;
        if (focus == Focused.Name && _isAdding)
        {
            await _name.FocusAsync();
        }
        else if (focus == Focused.Add && _add is not null)
        {
            await _add.FocusAsync();
        }
    }

    private void Add() => (_isAdding, _error, _done, _focus) = (true, null, null, Focused.Name);

    private void Cancel() => (_isAdding, _isBusy, _error, _focus) = (false, false, null, Focused.Add);

    private string? ErrorOf(string field) => _error is { } error && error.Field == field ? error.Text : null;

    private string? Invalid(string field) => ErrorOf(field) is null ? null : "true";

    private async Task RenameAsync(PasskeySummary passkey)
    {
        _done = null;
        await Dialogs.OpenAsync<RenamePasskeyDialog>(
            L["Rename {0}", passkey.Name], UserDialog.Options, (nameof(RenamePasskeyDialog.UserId), UserId),
            (nameof(RenamePasskeyDialog.Passkey), passkey));
        _passkeys = await Store.ListAsync(UserId);
    }

    private async Task RemoveAsync(PasskeySummary passkey)
    {
        _done = null;
        var removed = await Dialogs.OpenAsync<RemovePasskeyDialog>(
            L["Remove the passkey “{0}”?", passkey.Name],
            UserDialog.Options,
            (nameof(RemovePasskeyDialog.Person), Person),
            (nameof(RemovePasskeyDialog.Passkey), passkey));
        _passkeys = await Store.ListAsync(UserId);
        if (removed is true)
        {
            (_done, _focus) = (L["“{0}” was removed.", passkey.Name], Focused.Add);
        }
    }

    private string Explain(string reason) => reason switch
    {
        "address" => L["Browsers tie passkeys to a name, not to an IP address. To add one, open this server by its host name with https, or on the machine itself as http://localhost."],
        "insecure" => L["Browsers allow passkeys only over https. To add one, open this server at its https address; a reverse proxy with a certificate provides one."],
        "browser" => L["This browser does not support passkeys. Use a current Chrome, Edge, Firefox or Safari."],
        "domain" when Options.CurrentValue.PasskeyDomain is { Length: > 0 } domain =>
            L["Passkeys of this server belong to the name {0}. Open it by that name to add one.", domain],
        "domain" => L["The browser refused because the server was called by a different name from the one in the address. The reverse proxy must pass the host name on, or an administrator sets the name for passkeys under Settings, Sign-in."],
        "cancelled" => L["No passkey was created. Try again."],
        "known" => L["This device or password manager already has a passkey of your account."],
        "device" => L["This device cannot store passkeys. It needs a screen lock: a PIN, a fingerprint or face recognition."],
        "session" => L["Your session has ended; sign in again."],
        _ => L["The passkey could not be added. Reload the page and try again."],
    };

    /// <summary>What the browser says of itself.</summary>
    /// <param name="Obstacle">Why it can use no passkeys here, in a word; empty: it can.</param>
    internal sealed record PasskeyBrowser(string Obstacle, string UserAgent);
}
