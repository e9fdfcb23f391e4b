using System.Text.Json;
using Dashboard.Bench.Accuracy;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using static Dashboard.Tests.Bench.Accuracy.ScriptedRecognizer;

namespace Dashboard.Tests.Bench.Accuracy;

public sealed class AccuracyCountTests
{
    private static readonly PlateLabel Label = PlateLabel.FromLine("car.jpg\t100\t100\t80\t30\tAB-O123")!;

    [Fact]
    public void Add_SeveralPictures_CountsFoundExactFoldedAndTopTen()
    {
        var count = Measure([At(102, 101, 76, 28, ("ABO123", 0.9))], [At(102, 101, 76, 28, ("AB0123", 0.6), ("ABO123", 0.3))], []);

        Assert.Equal((3, 2, 1, 2, 2, 1), (count.Plates, count.Found, count.Exact, count.Folded, count.InTopTen, count.FirstExact));
        Assert.Equal(7 / 18.0, count.CharacterErrorRate, 1e-9);
        Assert.Equal([(ErrorCategory.NotFound, 1), (ErrorCategory.LetterOrDigit, 1)], count.ErrorCategories);
    }

    [Fact]
    public void Add_RightTextElsewhere_IsAMissAndAFalsePlate()
    {
        var count = Measure([At(300, 100, 80, 30, ("ABO123", 0.4))]);

        Assert.Equal((0, 0), (count.Found, count.Exact));
        Assert.Equal("ABO123", Assert.Single(count.FalsePlates).Read.Text);
        Assert.Equal((1, 0), (count.FalsePlatesPerPicture(0.05), count.FalsePlatesPerPicture(0.5)));
    }

    [Fact]
    public void Add_TwoReadsOfOnePlate_TakesTheBetterFitAndCountsTheOtherAsFalse()
    {
        var count = Measure([At(100, 100, 40, 30, ("AB0", 0.8)), At(100, 100, 79, 30, ("ABO123", 0.7))]);

        Assert.Equal((1, 1), (count.Found, count.Exact));
        Assert.Equal("AB0", Assert.Single(count.FalsePlates).Read.Text);
        Assert.Equal(0, count.FirstExact);
    }

    [Fact]
    public void Add_FoundButNotLegible_IsFoundAndNoFalsePlate()
    {
        var count = Measure([At(100, 100, 80, 30), At(300, 100, 80, 30)]);

        Assert.Equal((1, 0), (count.Found, count.Exact));
        Assert.Equal([(ErrorCategory.NotLegible, 1)], count.ErrorCategories);
        Assert.Empty(count.FalsePlates);
        Assert.All(count.Reliability.Table, bin => Assert.Equal(0, bin.Count));
    }

    [Fact]
    public void Picture_WhatOnlyACloserLookReads_CountsInAPictureAndNotInAFrame()
    {
        var recognizer = new ScriptedRecognizer(_ => [], closer: _ => [At(100, 100, 80, 30, ("ABO123", 0.7))]);
        var luma = new LumaImage(new byte[4], 2, 2, 2);

        Assert.True(PictureMeasurement.MeasurePicture(recognizer, "car.jpg", luma, [Label]).Plates[0].IsExact);
        Assert.False(PictureMeasurement.MeasureFrame(recognizer, "car.jpg", luma, [Label]).Plates[0].IsFound);
    }

    [Fact]
    public void Match_PlatesCloseTogether_AreEachTheirOwnLabels()
    {
        PictureBox[] labels = [new(0, 0, 100, 30), new(60, 0, 100, 30), new(300, 0, 100, 30)];
        DetectedPlate[] plates = [new(PlateCorners.FromBox(58, 1, 100, 30), 1), new(PlateCorners.FromBox(20, 0, 100, 30), 1)];

        Assert.Equal([1, 0, -1], LabelMatching.Match(labels, plates));
    }

    [Fact]
    public void Misses_OfSeveralPictures_AreTheSurestFirst()
    {
        var count = Measure([At(100, 100, 80, 30, ("AAA111", 0.3))], [], [At(100, 100, 80, 30, ("BBB222", 0.8))]);

        Assert.Equal(["BBB222", "AAA111", ""], count.Misses.Select(miss => miss.Text));
    }

    [Fact]
    public void Reliability_ReadsOfKnownTruth_GivesTheBinsAndTheirMeanDistance()
    {
        var reliability = new Reliability();
        for (var i = 0; i < 10; i++)
        {
            reliability.Add(0.95, isRight: i < 9);
            reliability.Add(0.35, isRight: i < 1);
        }

        reliability.Add(1, isRight: true);
        reliability.AddFalse(0);

        var table = reliability.Table;
        Assert.Equal((11, 10, 1), (table[9].Count, table[3].Count, table[0].False));
        Assert.Equal(10 / 11.0, table[9].Right, 1e-9);
        Assert.Equal(0.1, table[3].Right, 1e-9);
        Assert.Equal(0.35, table[3].MeanConfidence, 1e-9);
        Assert.Equal(((11 * Math.Abs((10 / 11.0) - (10.5 / 11))) + (10 * 0.25)) / 21, reliability.ExpectedCalibrationError, 1e-9);
    }

    [Fact]
    public void Add_AnotherCount_IsAsIfItsPicturesWereTaken()
    {
        var total = Measure([At(100, 100, 80, 30, ("ABO123", 0.9))]);
        total.Add(Measure([At(100, 100, 80, 30, ("AB0123", 0.7))], [At(0, 0, 80, 30, ("XY99", 0.6))]));
        var whole = Measure(
            [At(100, 100, 80, 30, ("ABO123", 0.9))], [At(100, 100, 80, 30, ("AB0123", 0.7))], [At(0, 0, 80, 30, ("XY99", 0.6))]);

        Assert.Equal(WithoutTimes(whole), WithoutTimes(total));

        static string WithoutTimes(AccuracyCount count) => string.Join(
            ',', JsonDocument.Parse(AccuracyJson.Write(count, 0.05, "v", null, null)).RootElement.EnumerateObject()
                .Where(field => !field.Name.StartsWith("ms_", StringComparison.Ordinal)).Select(field => field.ToString()));
    }

    [Theory]
    [InlineData("car.jpg\tx\t1\t2\t3\tAB")]
    [InlineData("car.jpg\t1\t2\t3\tAB")]
    [InlineData("car.jpg\t1\t2\t3\t4\t-")]
    public void FromLine_NoLabel_IsNull(string line) => Assert.Null(PlateLabel.FromLine(line));

    /// <summary>Counts pictures of <see cref="Label"/> whose reads are these.</summary>
    private static AccuracyCount Measure(params PlateRead[][] pictures)
    {
        var count = new AccuracyCount("set");
        foreach (var reads in pictures)
        {
            count.Add(PictureMeasurement.MeasurePicture(
                new ScriptedRecognizer(_ => reads), "car.jpg", new LumaImage(new byte[4], 2, 2, 2), [Label]));
        }

        return count;
    }
}
