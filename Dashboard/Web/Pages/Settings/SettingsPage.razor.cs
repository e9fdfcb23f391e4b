using Dashboard.Domain;
using Dashboard.Settings;
using Dashboard.Web.Pages.Settings.Sections;
using Dashboard.Web.Shared.Timing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Dashboard.Web.Pages.Settings;

/// <summary>What can be set without a file, section by section, for administrators.</summary>
public sealed partial class SettingsPage
{
    private readonly ComponentLifetime _lifetime = new();
    private SettingsSection? _section;
    private IReadOnlyDictionary<string, SettingState> _states = new Dictionary<string, SettingState>();
    private SettingsForm? _form;
    private FieldErrors _errors = new();
    private bool _isBusy;

    /// <summary>The section; null: the first one.</summary>
    [Parameter]
    public string? Name { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    private bool IsUnsaved => _form?.IsChanged == true;

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        var section = Name is null ? Sections.First() : Sections.FirstOrDefault(known => known.Name == Name);
        if (section == _section && _form is not null)
        {
            return Task.CompletedTask;
        }

        (_section, _form) = (section, null);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        await ReadAsync();
        _form = new SettingsForm(_states);
    }

    private async Task ReadAsync()
    {
        _states = await Store.ReadAsync([.. _section?.Fields.Select(field => field.Key) ?? []]);
        _errors = new FieldErrors();
    }

    /// <inheritdoc/>
    public void Dispose() => _lifetime.Dispose();

    private async Task SaveAsync()
    {
        if (!IsUnsaved)
        {
            Notices.Add(L["Nothing has changed."], Severity.Info);
            return;
        }

        if (_section is RetentionSection && RetentionSection.Check(_form!) is { Count: > 0 } errors)
        {
            Notices.Clear();
            _errors = errors;
            return;
        }

        await ChangeAsync(
            _form!,
            async () => await Store.SaveAsync((await AuthenticationState).User, _form!.Changes),
            LoadAsync,
            L["{0}: saved", L[_section!.Title]]);
    }

    private Task ResetAsync(SettingField field) => ChangeAsync(
        new SettingsForm(_states) { [field.Key] = _states[field.Key].FileValue },
        async () => await Store.ResetAsync((await AuthenticationState).User, field.Key),
        async () =>
        {
            await ReadAsync();
            _form!.Forget(field.Key, _states);
        },
        L["{0}: reset", L[field.Label]]);

    // What goes for good is said before it is too late. What cannot be saved is refused by the store, in its words.
    private async Task<bool> IsSureAsync(SettingsForm changed) =>
        _section is not RetentionSection
        || RetentionSection.Read(changed) is not { } wanted
        || await Retention.IsSureAsync(Dialogs, wanted, camera: null, _lifetime.Gone);

    private async Task ChangeAsync(SettingsForm changed, Func<Task<ChangeResult>> change, Func<Task> show, string done)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        Notices.Clear(); // "Saved" of before stands beside no "Not saved".
        try
        {
            if (!await IsSureAsync(changed))
            {
                return;
            }

            var result = await change();
            if (result.IsDone)
            {
                await show();
                Notices.Add(done, Severity.Success);
            }
            else
            {
                _errors = result.Errors;
            }
        }
        catch (OperationCanceledException) when (_lifetime.IsOver)
        {
            // The page was left.
        }
        finally
        {
            _isBusy = false;
        }
    }
}
