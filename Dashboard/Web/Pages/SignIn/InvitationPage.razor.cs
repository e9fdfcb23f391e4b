using Dashboard.Storage.Auditing;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Pages.SignIn;

/// <summary>A person with a link chooses the password: the first one, or a new one.</summary>
public sealed partial class InvitationPage
{
    private string? _email;
    private string? _error;

    /// <summary>The link's secret.</summary>
    [SupplyParameterFromQuery(Name = "token")]
    public string? Token { get; set; }

    [SupplyParameterFromForm(FormName = "invitation")]
    public InvitationForm? Form { get; set; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        HttpContext.Response.Headers["Referrer-Policy"] = "no-referrer"; // The link's secret goes nowhere else.
        _email = await Links.FindAsync(Token, HttpContext.RequestAborted);
    }

    private async Task SubmitAsync()
    {
        if (await BusyDatabase.IsInTheWayAsync(HttpContext, AcceptAsync))
        {
            _error = L[BusyDatabase.Words];
        }
    }

    private async Task AcceptAsync()
    {
        if (Form?.Password != Form?.Repeated)
        {
            _error = L["The passwords do not match."];
            return;
        }

        var accepted = await Links.AcceptAsync(Token, Form?.Password ?? "", HttpContext.RequestAborted);
        _error = L.Message(accepted.Refusal);
        if (accepted.IsDone)
        {
            Audit.Write(SignInAudit.Unknown(HttpContext, _email), AuditAction.Changed, "own password", "With a link");
            Navigation.NavigateTo(Urls.SignInWithNewPassword);
        }
    }
}

public sealed class InvitationForm
{
    public string? Password { get; set; }

    /// <summary>The password, typed again.</summary>
    public string? Repeated { get; set; }
}
