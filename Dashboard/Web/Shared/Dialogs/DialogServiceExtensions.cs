using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Web.Shared.Dialogs;

/// <summary>The ways in which a page opens a dialog.</summary>
internal static class DialogServiceExtensions
{
    /// <summary>Opens a dialog and waits until it is closed.</summary>
    /// <returns>What it was closed with; null where it was cancelled.</returns>
    public static async Task<object?> OpenAsync<TDialog>(
        this IDialogService dialogs, string title, DialogOptions options, params (string Name, object? Value)[] parameters)
        where TDialog : IComponent
    {
        var given = new DialogParameters();
        foreach (var (name, value) in parameters)
        {
            given.Add(name, value);
        }

        var dialog = await dialogs.ShowAsync<TDialog>(title, given, options);
        return await dialog.Result is { Canceled: false } result ? result.Data : null;
    }

    /// <summary>Asks before something is done that cannot be taken back.</summary>
    /// <param name="title">The question, with the name of what it is about.</param>
    /// <param name="text">What will happen, and what stays.</param>
    /// <param name="confirm">What the button does, as a verb and its object.</param>
    /// <param name="cancel">What the other button says; null: that nothing is done.</param>
    /// <param name="isDestructive">Something is lost: the button is red.</param>
    public static async Task<bool> ConfirmAsync(
        this IDialogService dialogs, string title, string text, string confirm, string? cancel = null, bool isDestructive = true) =>
        await dialogs.OpenAsync<ConfirmationDialog>(
            title,
            new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true },
            (nameof(ConfirmationDialog.Text), text),
            (nameof(ConfirmationDialog.Confirm), confirm),
            (nameof(ConfirmationDialog.Cancel), cancel),
            (nameof(ConfirmationDialog.IsDestructive), isDestructive)) is true;
}
