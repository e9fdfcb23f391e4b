using Dashboard.Cluster;
using Dashboard.Domain.Users;
using Dashboard.Storage;

namespace Dashboard.Web.Pages.Agents;

/// <summary>The machines of a cluster, which cameras they have had, and the buttons to have one give them up.</summary>
public sealed partial class MachinesPanel
{
    // What was asked for, by machine, until it is so.
    private readonly Dictionary<string, bool> _asked = [];
    private ClusterView? _view;
    private IReadOnlyList<CameraTurn> _turns = [];
    private Dictionary<int, string> _names = [];
    private string? _unasked;
    private bool _isAsked;

    /// <inheritdoc/>
    protected override async Task RefreshAsync()
    {
        _view = await Cluster.ReadAsync(Gone);
        _isAsked = true;
        foreach (var (name, wanted) in _asked.ToList())
        {
            if (_view?.Nodes.FirstOrDefault(node => node.Name == name) is not { } node || node.IsDraining == wanted)
            {
                _asked.Remove(name);
            }
        }

        _turns = await Cluster.ReadTurnsAsync(Gone);
        _names = (await Cameras.ListAsync(SiteScope.Unrestricted, Gone)).ToDictionary(camera => camera.Id, camera => camera.Alias);
    }

    private string StateOf(NodeReport node) => node switch
    {
        { Watches: false } => L["Serves, and watches no cameras"],
        { IsDraining: true } when node.Turns.Count > 0 => L["Gives up its cameras"],
        { IsDraining: true } => L["Has given up its cameras"],
        _ => L["Takes cameras"],
    };

    private string NameOf(int camera) => _names.GetValueOrDefault(camera) ?? $"{camera}";

    private async Task DrainAsync(NodeReport node)
    {
        _unasked = null;
        if (await Cluster.DrainAsync(node.Name, !node.IsDraining))
        {
            _asked[node.Name] = !node.IsDraining;
        }
        else
        {
            _unasked = node.Name;
        }
    }
}
