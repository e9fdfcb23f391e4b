using Dashboard.Domain.Flows;
using Dashboard.Domain.Tracking;
using Dashboard.Flows;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Flows;

public class FlowQueryTextTests
{
    [Fact]
    public void Query_WrittenAndRead_IsTheSame() => Prop.ForAll(Queries.ToArbitrary(), query =>
    {
        var problems = new List<string>();
        var read = FlowQueryText.FromQueryString(FlowQueryText.ToQueryString(query), problems);
        Assert.Empty(problems);
        Assert.True(Same(query.Where, read.Where), $"{query.Where} is not {read.Where}");
        Assert.Equal(query with { Where = null }, read with { Where = null });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Garbage_Read_NeverThrowsAndIsTold() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), garbage =>
    {
        var problems = new List<string>();
        var read = FlowQueryText.FromQueryString("where=" + garbage + "&sort=" + garbage + "&page=" + garbage + "&size=" + garbage, problems);
        Assert.InRange(read.PageSize, 1, FlowQueryText.MaxPageSize);
        Assert.True(read.Page >= 1);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Condition_Damaged_NeverThrowsAndWhatIsReadCanBeWritten()
    {
        var damaged = from condition in Conditions(3)
                      let text = FlowQueryText.Write(condition)
                      from at in Gen.Choose(0, text.Length)
                      from inserted in Gen.Elements(",", "(", ")", "!", "all(", "any(", ".", "")
                      select text[..at] + inserted + text[Math.Min(text.Length, at + (inserted.Length == 0 ? 1 : 0))..];
        Prop.ForAll(damaged.ToArbitrary(), text =>
        {
            var read = FlowQueryText.Read(text, []);
            Assert.True(read is null || Same(read, FlowQueryText.Read(FlowQueryText.Write(read), [])));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Condition_OneBadPart_KeepsTheOthers()
    {
        var problems = new List<string>();
        var read = FlowQueryText.Read("plate.has.AB1,colour.eq.red,confidence.lt.0.5", problems);
        Assert.Equal("plate.has.AB1,confidence.lt.0.5", FlowQueryText.Write(read!));
        Assert.Contains("colour.eq.red", Assert.Single(problems));
    }

    [Theory]
    [InlineData("confidence.gt.80", "number from 0 to 1")]
    [InlineData("confidence.gt.NaN", "number from 0 to 1")]
    [InlineData("time.ge.yesterday", "2025-01-31T12:00:00Z")]
    [InlineData("plate.lt.A", "has, eq, ne, like, alike")]
    [InlineData("id.in.1_two", "whole numbers")]
    [InlineData("trigger.eq.gate", "auto or manual")]
    [InlineData("plate", "not a condition")]
    public void Condition_Wrong_SaysWhatIsAllowed(string text, string allowed)
    {
        var problems = new List<string>();
        Assert.Null(FlowQueryText.Read(text, problems));
        Assert.Contains(allowed, Assert.Single(problems));
    }

    [Fact]
    public void Group_OfOnlyBadParts_IsLeftOut()
    {
        // An empty any() is false: kept, it would hide every flow.
        var problems = new List<string>();
        Assert.Null(FlowQueryText.Read("any(colour.eq.red)", problems));
        Assert.NotEmpty(problems);
    }

    [Fact]
    public void Group_NestedWithoutEnd_IsBounded()
    {
        var problems = new List<string>();
        Assert.Null(FlowQueryText.Read(string.Concat(Enumerable.Repeat("any(", 1900)), problems));
        Assert.NotEmpty(problems);
        problems.Clear();
        Assert.Null(FlowQueryText.Read(new string('(', 100_000), problems));
        Assert.Contains("too long", Assert.Single(problems));
    }

    [Theory]
    [InlineData("", FlowField.Time, true)]
    [InlineData("plate", FlowField.Plate, false)]
    [InlineData("-confidence", FlowField.Confidence, true)]
    [InlineData("colour", FlowField.Time, true)]
    public void Order_Read_IsTheFieldsOrNewest(string text, FlowField field, bool descending) =>
        Assert.Equal(new FlowOrder(field, descending), FlowQueryText.ReadOrder(text, []));

    private static Gen<FlowQuery> Queries =>
        from hasCondition in Gen.Elements(true, true, false)
        from condition in Conditions(3)
        from column in Gen.Elements(FlowFieldText.Sortable)
        from falling in Gen.Elements(true, false)
        from page in Gen.Choose(1, 100_000)
        from size in Gen.Choose(1, FlowQueryText.MaxPageSize)
        select new FlowQuery(hasCondition ? condition : null, new FlowOrder(column, falling), page, size);

    private static Gen<FlowCondition> Conditions(int depth) => depth == 0
        ? Tests
        : Gen.OneOf(
            Tests,
            Conditions(depth - 1).ListOf(2).Select(list => (FlowCondition)new FlowAll([.. list])),
            Gen.Choose(0, 3).SelectMany(count => Conditions(depth - 1).ListOf(count)).Select(list => (FlowCondition)new FlowAny([.. list])),
            Gen.Choose(0, 1).SelectMany(count => Conditions(depth - 1).ListOf(count)).Select(list => (FlowCondition)new FlowAll([.. list])));

    private static Gen<FlowCondition> Tests =>
        from column in Gen.Elements(Enum.GetValues<FlowField>().Except([FlowField.FirstSeen]).ToArray()) // Programs alone ask for it.
        from comparison in Gen.Elements(FlowFieldText.OperatorsOf(column).ToArray())
        from value in Values(column, comparison)
        select (FlowCondition)new FlowComparison(column, comparison, value);

    private static Gen<object> Values(FlowField field, FlowOperator comparison) => field switch
    {
        FlowField.Id or FlowField.CameraId or FlowField.Site when comparison is FlowOperator.In or FlowOperator.NotIn =>
            Gen.Choose(0, 4).SelectMany(count => Numbers.ListOf(count)).Select(list => (object)list.ToArray()),
        FlowField.Id or FlowField.CameraId or FlowField.Site or FlowField.AlertList => Numbers.Select(number => (object)number),
        FlowField.Time => Gen.Choose(0, int.MaxValue).Select(second => (object)DateTimeOffset.FromUnixTimeSeconds(second)),
        FlowField.Confidence => Gen.Choose(0, 1_000_003).Select(share => (object)(share / 1_000_003.0)),
        FlowField.Corrected => Gen.Elements<object>(true, false),
        FlowField.Approach => Gen.Elements<object>(Approach.Towards, Approach.Away, Approach.None),
        FlowField.Color => Gen.Elements(Enum.GetValues<VehicleColor>()).Select(color => (object)color),
        FlowField.TriggerMode => Gen.Elements<object>(TriggerMode.Auto, TriggerMode.Manual),
        _ => Gen.Elements('a', 'B', '7', ' ', ',', '(', ')', '!', '.', '&', '=', '+', '%', '#', 'ß', '\n', '漢')
            .ArrayOf()
            .Where(text => text.Length <= 200)
            .Select(text => (object)new string(text)),
    };

    private static Gen<long> Numbers => Gen.OneOf(Gen.Choose(-5, 100).Select(n => (long)n), Gen.Elements(long.MinValue, long.MaxValue));

    private static bool Same(FlowCondition? a, FlowCondition? b) => (a, b) switch
    {
        (FlowAll x, FlowAll y) => Same(x.Conditions, y.Conditions),
        (FlowAny x, FlowAny y) => Same(x.Conditions, y.Conditions),
        (FlowComparison { Value: IReadOnlyList<long> m } x, FlowComparison { Value: IReadOnlyList<long> n } y) =>
            x.Field == y.Field && x.Operator == y.Operator && m.SequenceEqual(n),
        _ => Equals(a, b),
    };

    private static bool Same(IReadOnlyList<FlowCondition> a, IReadOnlyList<FlowCondition> b) =>
        a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second));
}
