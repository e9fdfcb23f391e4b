using Dashboard.Retention.Plates;
using Dashboard.Web.Shared.Dialogs;
using Dashboard.Web.Shared.Timing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Pages.Plates;

/// <summary>The record of a plate as a file, and its erasure.</summary>
public sealed partial class PlateRecordCard
{
    private readonly ComponentLifetime _lifetime = new();
    private bool _isAsking;
    private bool _isBlurred;
    private bool _isBusy;
    private bool _isErasing;
    private bool _withCorrected;
    private bool _withEvidence;
    private int _corrected;
    private string _reason = "";
    private string? _error;
    private ErasedPlate? _erased;

    /// <summary>Whose record it is.</summary>
    [Parameter, EditorRequired]
    public required string Plate { get; set; }

    /// <summary>What is stored has changed.</summary>
    [Parameter]
    public EventCallback OnErased { get; set; }

    /// <summary>Whether its pictures are blurred, as the address says.</summary>
    [SupplyParameterFromQuery(Name = Urls.BlurKey)]
    public string? Blurred { get; set; }

    /// <summary>Who looks at it.</summary>
    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _lifetime.Dispose();

    /// <inheritdoc/>
    protected override void OnParametersSet() => _isBlurred = Pictures.AreWanted(Blurred);

    private void Blur(bool isBlurred) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(Urls.BlurKey, isBlurred ? 1 : 0), replace: true);

    private async Task AskAsync()
    {
        try
        {
            (_corrected, _withCorrected) = (await Erasure.CountCorrectedAsync(Plate, _lifetime.Gone), false);
            _isAsking = true;
        }
        catch (OperationCanceledException) when (_lifetime.IsOver)
        {
            // The page was left.
        }
    }

    private async Task EraseAsync()
    {
        (_error, _erased) = (null, null);
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            // Nobody is to be frightened by a question about what cannot be done.
            var person = (await AuthenticationState).User;
            _error = (await Erasure.CheckAsync(Plate, _reason, person, _lifetime.Gone)).Refusal;
            if (_error is not null || !await IsSureAsync())
            {
                return;
            }

            _isErasing = true;
            var result = await Erasure.EraseAsync(Plate, _withCorrected, _reason, person);
            (_error, _erased) = (result.Refusal, result.IsDone ? result.Value : null);
            if (result.IsDone)
            {
                (_isAsking, _reason) = (false, "");
                await OnErased.InvokeAsync();
            }
        }
        catch (OperationCanceledException) when (_lifetime.IsOver)
        {
            // The page was left: what is erased is erased, and stands in the audit.
        }
        finally
        {
            _isBusy = _isErasing = false;
        }
    }

    private async Task<bool> IsSureAsync()
    {
        var meant = await Erasure.ForecastAsync(Plate, _withCorrected, _lifetime.Gone);
        List<string> said =
        [
            L.Plural(
                meant.Flows, "{0} passage is deleted for good with its pictures.", "{0} passages are deleted for good with their pictures."),
            .. Staying(meant),
            .. meant.Notes > 0
                ? [L.Plural(meant.Notes, "The note about the plate is deleted too.", "The {0} notes about the plate are deleted too.")]
                : Array.Empty<string>(),
            L["Entries of alert lists, the audit and backups stay, and so do other vehicles' passages that merely list it as a possible reading."],
            L["Counts by hour and day, which name no plate, still count its passages."],
        ];
        return await Dialogs.ConfirmAsync(L["Erase {0}?", Plate], string.Join(' ', said), L["Erase for good"]);
    }

    private IEnumerable<string> Staying(ErasedPlate plate)
    {
        if (plate.Held > 0)
        {
            yield return L.Plural(
                plate.Held, "{0} passage stays: it is kept as evidence.", "{0} passages stay: they are kept as evidence.");
        }

        if (plate.Corrected > 0)
        {
            yield return L.Plural(
                plate.Corrected,
                "{0} passage stays: it was read as this plate and corrected to another.",
                "{0} passages stay: they were read as this plate and corrected to another.");
        }

        if (plate.Needed > 0)
        {
            yield return L.Plural(
                plate.Needed,
                "{0} passage stays for an open alert, a delivery that waits, or because it still goes on.",
                "{0} passages stay for open alerts, deliveries that wait, or because they still go on.");
        }
    }
}
