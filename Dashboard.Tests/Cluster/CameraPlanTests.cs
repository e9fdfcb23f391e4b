using Dashboard.Domain.Cluster;

namespace Dashboard.Tests.Cluster;

public sealed class CameraPlanTests
{
    private static readonly Dictionary<int, string> None = [];

    [Fact]
    public void Unwatched_AreSpreadOverTheMachines_ByTheirProcessors()
    {
        var moves = Decide([Node("small", processors: 2), Node("large", processors: 6)], [.. Enumerable.Range(1, 40)]);

        Assert.Equal(40, moves.Select(move => move.CameraId).Distinct().Count());
        Assert.All(moves, move => Assert.Null(move.From));
        Assert.InRange(moves.Count(move => move.To == "large"), 26, 34);
    }

    [Fact]
    public void Unwatched_GoWhereThereIsLessToDo() =>
        Assert.Equal("idle", Assert.Single(Decide([Node("busy", load: 0.9), Node("idle", load: 0.1)], [1])).To);

    [Fact]
    public void Watched_StayWhereTheyAre() =>
        Assert.Empty(Decide([Node("a", load: 0.5, cameras: [1, 2, 3]), Node("b", load: 0.4, cameras: [4])], [1, 2, 3, 4]));

    [Fact]
    public void BeingMoved_AreLeftAlone()
    {
        var busy = new Dictionary<int, string> { [1] = "a" };
        Assert.Empty(CameraPlan.Decide([Node("a"), Node("b")], [1], busy, _ => true, 10));
    }

    [Fact]
    public void MachineThatGivesUp_IsLeftByAll_AFewAtATime()
    {
        var leaving = Node("leaving", mayWatch: false, cameras: [.. Enumerable.Range(1, 25)]);
        var moves = Decide([leaving, Node("stays")], [.. Enumerable.Range(1, 25)]);

        Assert.Equal(10, moves.Count);
        Assert.All(moves, move => Assert.Equal(("leaving", "stays"), (move.From, move.To)));
    }

    [Fact]
    public void MachineThatGivesUp_KeepsWatching_WhereNoOtherCan() =>
        Assert.Empty(Decide([Node("leaving", mayWatch: false, cameras: [1])], [1]));

    [Fact]
    public void NewMachine_GetsOneCameraAtATime()
    {
        var move = Assert.Single(Decide([Node("old", load: 0.6, cameras: [1, 2, 3]), Node("new")], [1, 2, 3]));
        Assert.Equal(("old", "new"), (move.From, move.To));
    }

    [Fact]
    public void LastCamera_IsNotMovedToAnIdleMachine() => Assert.Empty(Decide([Node("old", load: 0.6, cameras: [1]), Node("new")], [1]));

    [Fact]
    public void Balance_WaitsUntilItMay()
    {
        ClusterNode[] nodes = [Node("old", load: 0.9, cameras: [1, 2, 3, 4, 5, 6, 7, 8]), Node("new", load: 0.1, cameras: [9])];
        HashSet<int> cameras = [.. Enumerable.Range(1, 9)];

        Assert.Empty(CameraPlan.Decide(nodes, cameras, None, _ => false, 10));
        Assert.Equal(5, Assert.Single(CameraPlan.Decide(nodes, cameras, None, camera => camera == 5, 10)).CameraId);
    }

    [Fact]
    public void NoMachine_NothingIsDecided() => Assert.Empty(Decide([], [1, 2]));

    private static IReadOnlyList<CameraMove> Decide(IReadOnlyList<ClusterNode> nodes, HashSet<int> cameras) =>
        CameraPlan.Decide(nodes, cameras, None, _ => true, 10);

    private static ClusterNode Node(string id, bool mayWatch = true, double load = 0, int processors = 4, params int[] cameras) =>
        new(id, mayWatch, load, processors, cameras.ToHashSet());
}
