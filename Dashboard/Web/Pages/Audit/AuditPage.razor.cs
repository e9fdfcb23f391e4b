using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Storage.Auditing;
using Dashboard.Web.Shared.Timing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Web.Pages.Audit;

/// <summary>Who did what, for administrators. Its filter stands in the address.</summary>
public sealed partial class AuditPage : IDisposable
{
    private const int PageSize = 50;
    private readonly ComponentLifetime _lifetime = new();
    private AuditPageState _state = new();
    private IReadOnlyList<AuditEntry>? _rows;

    private string KeptFor => Options.KeepDays switch
    {
        0 => L["Kept for ever"],
        1 => L["Kept for one day"],
        var days => L["Kept for {0} days", days],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _lifetime.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        return LoadAsync(Navigation.Uri);
    }

    // Settings are noted by their keys.
    private string Subject(AuditEntry row) =>
        Sections.SelectMany(section => section.Fields).FirstOrDefault(field => row.Subject == $"setting {field.Key}") is { } field
            ? L["setting {0}", L[field.Label]]
            : AuditTexts.Subject(row.Subject);

    private string Details(AuditEntry row) =>
        row.Action is AuditAction.Searched or AuditAction.Exported ? AuditTexts.Filter(row.Details, Clock) : AuditTexts.Details(row.Details);

    // A long address of IPv6 may go on in the next line behind a colon only.
    private static IEnumerable<string> Parts(string address) => ColonBefore().Split(address);

    [GeneratedRegex("(?<=:)(?!:)")]
    private static partial Regex ColonBefore();

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Text(ChangeEventArgs change) => change.Value as string ?? "";

    private static DateOnly? ReadDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private void Go(AuditPageState next) => Navigation.NavigateTo((next with { After = null }).ToUrl());

    // A change of the query alone does not set parameters again.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(async () =>
    {
        if (new Uri(change.Location).AbsolutePath == Urls.Audit)
        {
            await LoadAsync(change.Location);
            StateHasChanged();
        }
    });

    private async Task LoadAsync(string address)
    {
        _state = AuditPageState.FromQueryString(new Uri(address).Query);
        var (state, gone) = (_state, _lifetime.Gone);
        try
        {
            var rows = await Store.PageAsync(state.ToQuery(Clock), state.After, PageSize, gone);
            _rows = state == _state ? rows : _rows;
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
    }
}
