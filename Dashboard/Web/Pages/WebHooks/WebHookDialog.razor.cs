using Dashboard.Domain;
using Dashboard.Alerts.Delivery.WebHooks;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Web.Pages.WebHooks;

/// <summary>A web hook's form, for a new one and for one that is there.</summary>
public sealed partial class WebHookDialog
{
    private const string CustomDataExample = """{"API_KEY": "…"}""";

    private WebHookForm? _form;
    private FieldErrors _errors = new();
    private string? _error;
    private bool _isSaving;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Parameter, EditorRequired]
    public required WebHook Hook { get; set; }

    /// <summary>What it can be limited to.</summary>
    [Parameter, EditorRequired]
    public required HookChoices Choices { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => _form = new WebHookForm(Hook);

    private static IEnumerable<HookChoice> Options(IReadOnlyList<HookChoice> choices, int? chosen, string gone) =>
        chosen is { } id && choices.All(choice => choice.Id != id) ? [.. choices, new HookChoice(id, gone)] : choices;

    private string? ErrorOf(string field) => _errors[field];

    private string? Invalid(string field) => _errors[field] is not null ? "true" : null;

    // Only the address must be right for a test, and the certificate.
    private WebHook? Tested()
    {
        var hook = _form!.ToHook();
        var errors = hook.Check();
        _errors = _form.CheckTrust();
        foreach (var field in new[] { nameof(WebHook.Url), nameof(WebHook.CertificatePin), nameof(WebHook.CertificateAuthority) })
        {
            _errors.Add(field, errors[field]);
        }

        StateHasChanged();
        return _errors.Count == 0 ? hook : null;
    }

    private async Task SaveAsync()
    {
        if (_isSaving)
        {
            return;
        }

        (_isSaving, _error) = (true, null);
        try
        {
            _errors = _form!.CheckTrust();
            if (_errors.Count > 0)
            {
                _error = L["Not saved: see what is marked above."];
                return;
            }

            await StoreAsync(_form.ToHook());
        }
        finally
        {
            _isSaving = false;
        }
    }

    private async Task StoreAsync(WebHook hook)
    {
        var result = hook.Id == 0 ? await Store.AddAsync(hook) : await Store.UpdateAsync(hook, _form!.Loaded);
        _errors = result.Errors;
        if (result.IsDone)
        {
            Dialog.Close(true);
        }
        else
        {
            _error = _errors[FieldErrors.Whole] ?? L["Not saved: see what is marked above."];
        }
    }
}
