using Dashboard.Web.Shared.Dialogs;
using Dashboard.Domain;
using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Delivery.WebHooks;
using MudBlazor;

namespace Dashboard.Web.Pages.WebHooks;

/// <summary>The web hooks with how each stands, for administrators.</summary>
public sealed partial class WebHooksPage
{
    // Seconds between two polls of the database.
    private const int LookEvery = 3;

    private IReadOnlyList<Line>? _lines;
    private ReceiverState? _email;
    private HookChoices _choices = new([], []);
    private string? _error;
    private int _ticks;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    /// <inheritdoc/>
    protected override Task RefreshAsync() => ++_ticks % LookEvery == 0 ? LoadAsync() : Task.CompletedTask;

    private async Task LoadAsync()
    {
        var lines = new List<Line>();
        foreach (var hook in await Store.ListAsync(Gone))
        {
            lines.Add(new Line(hook, await Log.StateAsync(hook.Id, Gone)));
        }

        _choices = await Store.ChoicesAsync(Gone);
        _email = await Log.StateAsync(null, Gone);
        _lines = lines;
    }

    private Task AddAsync() => OpenAsync(L["Add a web hook"], new WebHook { Secret = WebHook.NewSecret() });

    private Task EditAsync(WebHook hook) => OpenAsync(L["Edit the web hook"], hook);

    private async Task OpenAsync(string title, WebHook hook)
    {
        _choices = await Store.ChoicesAsync(Gone);
        await Dialogs.OpenAsync<WebHookDialog>(
            title,
            new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, CloseButton = true, BackdropClick = false },
            (nameof(WebHookDialog.Hook), hook),
            (nameof(WebHookDialog.Choices), _choices));
        await LoadAsync();
    }

    private Task SwitchAsync(WebHook hook) => ChangeAsync(() => Store.UpdateAsync(hook with { IsActive = !hook.IsActive }, hook));

    private async Task DeleteAsync(Line line)
    {
        var loss = line.State.Waiting switch
        {
            <= 0 => L["Nothing more is sent to it, and its delivery log is deleted."],
            1 => L["Nothing more is sent to it, and its delivery log is deleted. {0} waiting delivery is never sent.", 1],
            var many => L[
                "Nothing more is sent to it, and its delivery log is deleted. {0} waiting deliveries are never sent.", WebHookLabels.Count(many)],
        };
        var isSure = await Dialogs.ConfirmAsync(
            L["Delete {0}?", line.Hook.Name],
            loss,
            L["Delete"], L["Keep it"]);
        if (isSure)
        {
            await ChangeAsync(() => Store.DeleteAsync(line.Hook.Id));
        }
    }

    private async Task ChangeAsync(Func<Task<ChangeResult>> change)
    {
        _error = (await change()).Refusal;
        await LoadAsync();
    }

    private sealed record Line(WebHook Hook, ReceiverState State);
}
