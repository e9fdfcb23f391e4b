using Dashboard.Domain;
using Dashboard.Agents;
using Dashboard.Agents.Intake;
using Dashboard.Agents.Reads;

namespace Dashboard.Web.Pages.Agents;

/// <summary>The machines that recognise elsewhere, for administrators.</summary>
public sealed partial class AgentsPage
{
    private IReadOnlyList<AgentSummary>? _agents;
    private IReadOnlyList<SiteSummary> _sites = [];
    private IntakeNumbers? _pushed;
    private ReadNumbers? _reads;
    private string? _error;

    private string Command => $"Agent__Key=THE-KEY ./run.sh --Role=Agent --Agent:Server={Address.Given ?? Navigation.BaseUri.TrimEnd('/')}";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _sites = await Sites.ListAsync(Gone);
        await RefreshAsync();
    }

    /// <inheritdoc/>
    protected override async Task RefreshAsync()
    {
        _agents = await Store.ListAsync(Gone);
        (_pushed, _reads) = (Store.Pushed, Store.Reads);
    }

    private async Task ChangeAsync(Func<Task<ChangeResult>> change)
    {
        _error = (await change()).Refusal;
        await RefreshAsync();
    }
}
