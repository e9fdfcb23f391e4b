namespace Dashboard.Domain.Cluster;

/// <summary>A machine that may watch cameras, as it was last measured.</summary>
/// <param name="Id">What tells it from the others.</param>
/// <param name="MayWatch">Whether it takes cameras; one that does not is to be left by those that it has.</param>
/// <param name="Load">How busy it is, 0 to 1: the greatest of what is measured.</param>
/// <param name="Processors">Its processors, 1 or more.</param>
/// <param name="Cameras">The numbers of the cameras that it watches.</param>
public sealed record ClusterNode(string Id, bool MayWatch, double Load, int Processors, IReadOnlySet<int> Cameras);

/// <summary>A camera that a machine is to watch.</summary>
/// <param name="CameraId">The camera.</param>
/// <param name="From">The machine that watches it now; null: none does.</param>
/// <param name="To">The machine that is to.</param>
public sealed record CameraMove(int CameraId, string? From, string To);

/// <summary>Which machine is to watch which camera: those that nobody watches at once, others only for a reason.</summary>
public static class CameraPlan
{
    /// <summary>Processors that a camera is taken to need before it was measured.</summary>
    public const double FirstCost = 0.25;

    /// <summary>At so much less load a machine takes a camera from another.</summary>
    public const double WorthMoving = 0.25;

    private const double LeastCost = 0.02;
    private const double MostCost = 2;

    /// <summary>What is to be done now.</summary>
    /// <param name="nodes">All machines of the cluster, those too that take none.</param>
    /// <param name="cameras">The cameras that are to be watched, by number.</param>
    /// <param name="busy">Those that are being moved at this moment: they are left alone, and count where they go to.</param>
    /// <param name="mayBalance">Whether one may be moved only because another machine has less to do.</param>
    /// <param name="maxLeaving">The most cameras that may leave machines which give theirs up, in one go.</param>
    public static IReadOnlyList<CameraMove> Decide(
        IReadOnlyList<ClusterNode> nodes,
        IReadOnlyCollection<int> cameras,
        IReadOnlyDictionary<int, string> busy,
        Func<int, bool> mayBalance,
        int maxLeaving)
    {
        var places = nodes.Where(node => node.MayWatch).Select(node => new Place(node, busy.Count(move => move.Value == node.Id))).ToList();
        if (places.Count == 0)
        {
            return [];
        }

        var moves = new List<CameraMove>();
        var watched = nodes.SelectMany(node => node.Cameras).ToHashSet();
        foreach (var camera in cameras.Where(camera => !watched.Contains(camera) && !busy.ContainsKey(camera)).Order())
        {
            moves.Add(new CameraMove(camera, null, Take(places).Node.Id));
        }

        foreach (var node in nodes.Where(node => !node.MayWatch))
        {
            var leaving = node.Cameras.Where(camera => cameras.Contains(camera) && !busy.ContainsKey(camera)).Order().Take(maxLeaving - moves.Count);
            moves.AddRange(leaving.ToList().Select(camera => new CameraMove(camera, node.Id, Take(places).Node.Id)));
        }

        return moves.Count > 0 || busy.Count > 0 || Balance(places, cameras, mayBalance) is not { } move ? moves : [move];
    }

    // One at a time: what it brings is measured before the next.
    private static CameraMove? Balance(List<Place> places, IReadOnlyCollection<int> cameras, Func<int, bool> mayBalance)
    {
        var from = places.Where(place => place.Cameras > 1).OrderByDescending(place => place.Share).FirstOrDefault();
        var to = places.OrderBy(place => place.Share).ThenBy(place => place.Node.Id, StringComparer.Ordinal).First();
        if (from is null || from.Node.Id == to.Node.Id)
        {
            return null;
        }

        var isIdle = to.Cameras == 0;
        var isUneven = from.Node.Load - to.Node.Load >= WorthMoving && from.Share - to.Share > 1 / (double)to.Node.Processors;
        var camera = from.Node.Cameras.Where(cameras.Contains).Where(mayBalance).Order().Cast<int?>().LastOrDefault();
        return camera is { } number && (isIdle || isUneven) ? new CameraMove(number, from.Node.Id, to.Node.Id) : null;
    }

    /// <summary>Gives one more camera to the machine that has the most room.</summary>
    private static Place Take(List<Place> places)
    {
        var place = places.OrderBy(place => place.Expected).ThenBy(place => place.Share).ThenBy(place => place.Node.Id, StringComparer.Ordinal)
            .First();
        place.Added++;
        return place;
    }

    private sealed class Place(ClusterNode node, int added)
    {
        public ClusterNode Node { get; } = node;

        /// <summary>Cameras that it is about to watch.</summary>
        public int Added { get; set; } = added;

        public int Cameras => Node.Cameras.Count + Added;

        /// <summary>Cameras a processor.</summary>
        public double Share => Cameras / (double)Node.Processors;

        /// <summary>The load with what it is about to watch, in tenths: less than that is chance.</summary>
        public double Expected => Math.Round((Node.Load + (Added * Cost / Node.Processors)) * 10);

        private double Cost => Node.Cameras.Count == 0
            ? FirstCost
            : Math.Clamp(Node.Load * Node.Processors / Node.Cameras.Count, LeastCost, MostCost);
    }
}
