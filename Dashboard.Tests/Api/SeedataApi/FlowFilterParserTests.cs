using System.Text.Json;
using Dashboard.Api.Http;
using Dashboard.Api.SeedataApi;
using Dashboard.Domain.Flows;
using Dashboard.Flows.Seedata;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Api.SeedataApi;

public sealed class FlowFilterParserTests
{
    private const string IdAllows = "id allows =, !=, >, >=, <, <= with an integer of 64 bits, and in, nin with an array of at most 1000 integers.";
    private const string TimeAllows = "timestamp allows =, !=, >, >=, <, <= with a time: " + SeedataTimestamp.Forms + ".";
    private const string CameraAllows = "camera allows =, !=, like with a string.";
    private const string PlateAllows = "plate allows =, !=, like with a string.";
    private const string ModeAllows = "trigger_mode allows = with manual or auto.";
    private const string Attributes = "Allowed attributes: id, timestamp, camera, plate, trigger_mode.";

    private static readonly DateTimeOffset Midnight = new(2024, 11, 18, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void Filter_WithoutConditions_IsAllFlows(string json) => Assert.Null(Parse(json));

    [Fact]
    public void Filter_Missing_IsAllFlows() => Assert.Null(FlowFilterParser.Parse(default, TimeZoneInfo.Utc));

    [Theory]
    [InlineData("=", FlowOperator.Equal)]
    [InlineData("!=", FlowOperator.NotEqual)]
    [InlineData(">", FlowOperator.Greater)]
    [InlineData(">=", FlowOperator.GreaterOrEqual)]
    [InlineData("<", FlowOperator.Less)]
    [InlineData("<=", FlowOperator.LessOrEqual)]
    public void Comparison_OfIdAndTimestamp_IsThatOperator(string sign, FlowOperator expected)
    {
        Assert.Equal(new FlowComparison(FlowField.Id, expected, 5L), Single($$$"""{"id":{"{{{sign}}}":5}}"""));
        Assert.Equal(new FlowComparison(FlowField.Time, expected, Midnight), Single($$$"""{"timestamp":{"{{{sign}}}":"2024-11-18 00:00:00"}}"""));
    }

    [Theory]
    [InlineData("=", FlowOperator.Equal)]
    [InlineData("!=", FlowOperator.NotEqual)]
    [InlineData("like", FlowOperator.Contains)]
    public void Comparison_OfCameraAndPlate_IsThatOperator(string sign, FlowOperator expected)
    {
        Assert.Equal(new FlowComparison(FlowField.Camera, expected, "Gate %_\\[ö"), Single($$$"""{"camera":{"{{{sign}}}":"Gate %_\\[ö"}}"""));
        Assert.Equal(new FlowComparison(FlowField.Plate, expected, "ABC12"), Single($$$"""{"plate":{"{{{sign}}}":"a-bC 12"}}"""));
    }

    [Fact]
    public void BareValue_OfEveryAttribute_MeansEqual()
    {
        Assert.Equal(new FlowComparison(FlowField.Id, FlowOperator.Equal, long.MaxValue), Single("""{"id":9223372036854775807}"""));
        Assert.Equal(new FlowComparison(FlowField.Id, FlowOperator.Equal, -1L), Single("""{"id":-1}"""));
        Assert.Equal(new FlowComparison(FlowField.Time, FlowOperator.Equal, Midnight), Single("""{"timestamp":"2024-11-18"}"""));
        Assert.Equal(new FlowComparison(FlowField.Camera, FlowOperator.Equal, "gate"), Single("""{"camera":"gate"}"""));
        Assert.Equal(new FlowComparison(FlowField.Plate, FlowOperator.Equal, ""), Single("""{"plate":""}"""));
        Assert.Equal(new FlowComparison(FlowField.TriggerMode, FlowOperator.Equal, TriggerMode.Manual), Single("""{"trigger_mode":"MANUAL"}"""));
        Assert.Equal(new FlowComparison(FlowField.TriggerMode, FlowOperator.Equal, TriggerMode.Auto), Single("""{"trigger_mode":{"=":"auto"}}"""));
    }

    [Fact]
    public void Lists_OfIds_AreKeptWithoutRepeats()
    {
        var test = Assert.IsType<FlowComparison>(Single("""{"id":{"in":[2,1,2]}}"""));
        Assert.Equal(FlowOperator.In, test.Operator);
        Assert.Equal([2L, 1L], Assert.IsAssignableFrom<IReadOnlyList<long>>(test.Value));
        Assert.Equal(FlowOperator.NotIn, Assert.IsType<FlowComparison>(Single("""{"id":{"nin":[1]}}""")).Operator);
    }

    [Fact]
    public void Lists_WithoutIds_FindNothingOrEverything()
    {
        AssertNothing("""{"id":{"in":[]}}""");
        AssertEverything("""{"id":{"nin":[]}}""");
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("a_b")]
    [InlineData(".")]
    [InlineData("a*")]
    [InlineData("[a]")]
    [InlineData("\\\\")]
    [InlineData("Ж")]
    [InlineData("京A1")]
    [InlineData("a\\u0000")]
    [InlineData("aaaaaaaaaaaaaaaaa")]
    public void Plate_TextThatNoPlateHas_FindsNothing(string text)
    {
        AssertNothing($$$"""{"plate":{"like":"{{{text}}}"}}""");
        AssertNothing($$$"""{"plate":"{{{text}}}"}""");
        AssertEverything($$$"""{"plate":{"!=":"{{{text}}}"}}""");
    }

    [Theory]
    [InlineData("a.b", "AB")]
    [InlineData("ä", "A")]
    [InlineData("А", "A")]
    [InlineData("ＧÖ·1", "GO1")]
    public void Plate_OfTheWorld_IsComparedAsEverywhere(string text, string plate) =>
        Assert.Equal(new FlowComparison(FlowField.Plate, FlowOperator.Contains, plate), Single($$$"""{"plate":{"like":"{{{text}}}"}}"""));

    [Theory]
    [InlineData("")]
    [InlineData(" - ")]
    public void Like_Nothing_FindsEverything(string text) => AssertEverything($$$"""{"plate":{"like":"{{{text}}}"}}""");

    [Fact]
    public void Camera_LongerThanAnyAlias_FindsNothing() => AssertNothing($$$"""{"camera":{"like":"{{{new string('a', 100_000)}}}"}}""");

    [Fact]
    public void Conditions_OfSeveralAttributesAndOperators_MustAllHold()
    {
        var all = Assert.IsType<FlowAll>(Parse("""{"timestamp":{">=":"2024-11-18","<":"2024-11-19"},"camera":{"like":"camera_1"}}"""));
        Assert.Equal(
            [
                new FlowComparison(FlowField.Time, FlowOperator.GreaterOrEqual, Midnight),
                new FlowComparison(FlowField.Time, FlowOperator.Less, Midnight.AddDays(1)),
                new FlowComparison(FlowField.Camera, FlowOperator.Contains, "camera_1"),
            ],
            all.Conditions);
    }

    [Fact]
    public void Name_ThatStandsTwice_CountsTheLastTime()
    {
        Assert.Equal(new FlowComparison(FlowField.Id, FlowOperator.Equal, 2L), Single("""{"id":{"=":1,"=":2}}"""));
        Assert.Equal(new FlowComparison(FlowField.Id, FlowOperator.Equal, 2L), Single("""{"id":{"foo":1},"id":2}"""));
    }

    [Theory]
    [InlineData("5", "filter must be an object of attributes and conditions. " + Attributes)]
    [InlineData("\"id\"", "filter must be an object of attributes and conditions. " + Attributes)]
    [InlineData("true", "filter must be an object of attributes and conditions. " + Attributes)]
    [InlineData("[1]", "filter must be an object of attributes and conditions. " + Attributes)]
    [InlineData("""{"score":1}""", "filter: there is no attribute 'score'. " + Attributes)]
    [InlineData("""{"ID":1}""", "filter: there is no attribute 'ID'. " + Attributes)]
    [InlineData("""{"":1}""", "filter: there is no attribute ''. " + Attributes)]
    [InlineData("""{"and":[{"id":1}]}""", "filter: there is no attribute 'and'. " + Attributes)]
    [InlineData("""{"id":{}}""", "filter: id names no operator. " + IdAllows)]
    [InlineData("""{"plate":{}}""", "filter: plate names no operator. " + PlateAllows)]
    [InlineData("""{"id":[1]}""", "filter: id takes a value or an object of operators. " + IdAllows)]
    [InlineData("""{"id":null}""", "filter: id takes a value or an object of operators. " + IdAllows)]
    [InlineData("""{"id":{"like":1}}""", "filter: id has no operator 'like'. " + IdAllows)]
    [InlineData("""{"id":"5"}""", "filter: id with = takes an integer of 64 bits. " + IdAllows)]
    [InlineData("""{"id":true}""", "filter: id with = takes an integer of 64 bits. " + IdAllows)]
    [InlineData("""{"id":1.5}""", "filter: id with = takes an integer of 64 bits. " + IdAllows)]
    [InlineData("""{"id":{">":9223372036854775808}}""", "filter: id with > takes an integer of 64 bits. " + IdAllows)]
    [InlineData("""{"id":{"=":[1]}}""", "filter: id with = takes an integer of 64 bits. " + IdAllows)]
    [InlineData("""{"id":{"in":5}}""", "filter: id with in takes an array of at most 1000 integers. " + IdAllows)]
    [InlineData("""{"id":{"in":{"0":5}}}""", "filter: id with in takes an array of at most 1000 integers. " + IdAllows)]
    [InlineData("""{"id":{"nin":["5"]}}""", "filter: id with nin takes an array of integers of 64 bits. " + IdAllows)]
    [InlineData("""{"timestamp":{"like":"2024"}}""", "filter: timestamp has no operator 'like'. " + TimeAllows)]
    [InlineData("""{"timestamp":{">":"soon"}}""", "filter: timestamp with > takes a time. " + TimeAllows)]
    [InlineData("""{"timestamp":1731888000}""", "filter: timestamp with = takes a time. " + TimeAllows)]
    [InlineData("""{"camera":{">":"a"}}""", "filter: camera has no operator '>'. " + CameraAllows)]
    [InlineData("""{"camera":1}""", "filter: camera with = takes a string. " + CameraAllows)]
    [InlineData("""{"plate":{"in":["a"]}}""", "filter: plate has no operator 'in'. " + PlateAllows)]
    [InlineData("""{"plate":{"LIKE":"a"}}""", "filter: plate has no operator 'LIKE'. " + PlateAllows)]
    [InlineData("""{"plate":{"like":null}}""", "filter: plate with like takes a string. " + PlateAllows)]
    [InlineData("""{"trigger_mode":{"!=":"auto"}}""", "filter: trigger_mode has no operator '!='. " + ModeAllows)]
    [InlineData("""{"trigger_mode":"both"}""", "filter: trigger_mode with = takes manual or auto. " + ModeAllows)]
    [InlineData("""{"trigger_mode":0}""", "filter: trigger_mode with = takes a string. " + ModeAllows)]
    public void Filter_ThatIsWrong_SaysWhatIsAllowed(string json, string message)
    {
        var refused = Assert.Throws<ApiException>(() => Parse(json));
        Assert.Equal(422, refused.Status);
        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public void Lists_OfTooManyIds_AreRefused()
    {
        Assert.NotNull(Parse($$$"""{"id":{"in":[{{{string.Join(',', Enumerable.Range(1, 1000))}}}]}}"""));
        Assert.Throws<ApiException>(() => Parse($$$"""{"id":{"in":[{{{string.Join(',', Enumerable.Range(1, 1001))}}}]}}"""));
    }

    [Fact]
    public void Name_ThatIsVeryLong_IsCutInTheMessage()
    {
        var refused = Assert.Throws<ApiException>(() => Parse($$$"""{"{{{new string('x', 100_000)}}}":1}"""));
        Assert.True(refused.Message.Length < 300);
    }

    [Fact]
    public void AnyJson_IsAConditionOrARefusal() => Prop.ForAll(Json(3).ToArbitrary(), json =>
    {
        try
        {
            Parse(json);
        }
        catch (ApiException exception)
        {
            Assert.Equal(422, exception.Status);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static FlowCondition? Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return FlowFilterParser.Parse(document.RootElement, TimeZoneInfo.Utc);
    }

    private static FlowCondition Single(string json) => Assert.Single(Assert.IsType<FlowAll>(Parse(json)).Conditions);

    private static void AssertNothing(string json) => Assert.Empty(Assert.IsType<FlowAny>(Single(json)).Conditions);

    private static void AssertEverything(string json) => Assert.Empty(Assert.IsType<FlowAll>(Single(json)).Conditions);

    // Mostly the filter's own words in wrong places, so that it gets past the first check.
    private static Gen<string> Json(int depth)
    {
        var names = Gen.Elements(
            "id", "timestamp", "camera", "plate", "trigger_mode", "=", "!=", ">", "<=", "in", "nin", "like", "page", "");
        var leaf = Gen.OneOf(
            Gen.Elements(
                "null", "true", "0", "-1", "1.5", "1e400", "99999999999999999999", "\"\"", "\"manual\"", "\"%\"", "\"2024-02-30\"",
                "\"2024-03-31T02:30:00+99:99\"", "\"9999-12-31 23:59:59\"", "\"\\u0000\"", "[]", "{}"),
            ArbMap.Default.GeneratorFor<string>().Select(text => JsonSerializer.Serialize(text ?? "")),
            ArbMap.Default.GeneratorFor<long>().Select(number => JsonSerializer.Serialize(number)));
        if (depth == 0)
        {
            return leaf;
        }

        var members = from name in names from value in Json(depth - 1) select $"{JsonSerializer.Serialize(name)}:{value}";
        return Gen.Frequency(
            (1, leaf),
            (4, members.ListOf(3).Select(list => $"{{{string.Join(',', list)}}}")),
            (1, Json(depth - 1).ListOf(2).Select(list => $"[{string.Join(',', list)}]")));
    }
}
