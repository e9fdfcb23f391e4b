using Dashboard.Domain;
using Dashboard.Security.Accounts;
using Dashboard.Web.Languages;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Web.Pages.Users;

/// <summary>What the dialogs of the users page share: one change, its error shown, closed when done.</summary>
public abstract class UserDialog : LocalizedComponent
{
    /// <summary>How these dialogs open.</summary>
    public static DialogOptions Options => new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseButton = true, BackdropClick = false };

    [Inject]
    private protected UserAccounts Accounts { get; init; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>What was wrong; null: nothing.</summary>
    protected string? Error { get; private set; }

    /// <summary>The change is being made.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Closes the dialog after what stood in it was read.</summary>
    protected void Close() => Dialog.Close(true);

    /// <summary>Makes a change, once at a time.</summary>
    protected async Task SaveAsync(Func<Task<ChangeResult>> change)
    {
        if (IsBusy)
        {
            return;
        }

        await StayAsync(change);
        if (Error is null)
        {
            Dialog.Close(true);
        }
    }

    /// <summary>The same, and the dialog stays open for what came of it.</summary>
    protected async Task StayAsync(Func<Task<ChangeResult>> change)
    {
        if (IsBusy)
        {
            return;
        }

        IsBusy = true;
        try
        {
            Error = (await change()).Refusal;
        }
        finally
        {
            IsBusy = false;
        }
    }
}
