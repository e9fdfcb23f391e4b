using Dashboard.Security.Accounts;
using Dashboard.Storage.Auditing;
using Dashboard.Web.Pages.SignIn;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Pages.Setup;

/// <summary>The first visit: makes the first administrator and signs in.</summary>
public sealed partial class SetupPage
{
    private string? _error;

    [SupplyParameterFromForm(FormName = "setup")]
    public SetupForm? Form { get; set; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    private async Task SubmitAsync()
    {
        if (await BusyDatabase.IsInTheWayAsync(HttpContext, AcceptAsync))
        {
            _error = L[BusyDatabase.Words];
        }
    }

    private async Task AcceptAsync()
    {
        var form = Form ?? new SetupForm();
        var email = form.Email?.Trim() ?? "";
        if (form.Password != form.Repeated)
        {
            _error = L["The passwords do not match."];
            return;
        }

        var created = await Gate.SetUpAsync(form.Code, email, form.Password ?? "", NetworkAddress.Key(HttpContext.Connection.RemoteIpAddress));
        _error = L.Message(created.Refusal);
        if (created.IsDone && await Session.UserManager.FindByEmailAsync(email) is { } administrator)
        {
            await Session.SignInAsync(administrator, isPersistent: false);
            await Notes.NoteSignInAsync(administrator);
            Audit.Write(SignInAudit.Known(HttpContext, administrator), AuditAction.SignedIn, "First administrator");
            Navigation.NavigateTo(Urls.Overview);
        }
    }
}

public sealed class SetupForm
{
    /// <summary>The code from the console.</summary>
    public string? Code { get; set; }

    public string? Email { get; set; }

    public string? Password { get; set; }

    /// <summary>The password, typed again.</summary>
    public string? Repeated { get; set; }
}
