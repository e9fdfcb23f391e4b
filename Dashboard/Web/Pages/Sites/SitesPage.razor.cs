using Dashboard.Domain;
using System.Globalization;
using Dashboard.Agents;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;

namespace Dashboard.Web.Pages.Sites;

/// <summary>The sites with their cameras, for administrators.</summary>
public sealed partial class SitesPage
{
    private IReadOnlyList<SiteSummary>? _sites;
    private IReadOnlyList<Camera> _cameras = [];
    private string? _error;
    private int? _renaming;
    private string _newName = "";

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    private List<Camera> CamerasOf(int site) =>
        [.. _cameras.Where(camera => camera.SiteId == site).OrderBy(camera => camera.Alias, StringComparer.OrdinalIgnoreCase)];

    private async Task LoadAsync()
    {
        _cameras = await Cameras.ListAsync(SiteScope.Unrestricted);
        _sites = await Store.ListAsync();
    }

    private async Task AddAsync()
    {
        await ChangeAsync(() => Store.AddAsync(_newName));
        _newName = _error is null ? "" : _newName;
    }

    private async Task RenameAsync(int site, string name)
    {
        await ChangeAsync(() => Store.RenameAsync(site, name));
        _renaming = _error is null ? null : site;
    }

    private Task DeleteAsync(SiteSummary site) => ChangeAsync(() => Store.DeleteAsync(site.Id));

    private Task MoveAsync(int camera, object? site) =>
        int.TryParse(site?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? ChangeAsync(() => Store.MoveAsync(camera, id))
            : Task.CompletedTask;

    private async Task ChangeAsync(Func<Task<ChangeResult>> change)
    {
        _error = (await change()).Refusal;
        await LoadAsync();
    }
}
