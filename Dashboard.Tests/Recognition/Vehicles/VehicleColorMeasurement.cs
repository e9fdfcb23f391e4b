using System.Globalization;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition.Vehicles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Recognition.Vehicles;

/// <summary>
/// How often the colour is right, by how sure it is. By hand: <c>VEHICLE_COLORS=FILE</c> with
/// <c>-class Dashboard.Tests.Recognition.Vehicles.VehicleColorMeasurement -showLiveOutput</c>. A line of the file is a picture, the plate's x,
/// y, width and height, and the colours that a person would let pass, separated by tabs; the colours by commas.
/// </summary>
[Trait("Category", "Thorough")]
public sealed class VehicleColorMeasurement(ITestOutputHelper output)
{
    [Fact]
    public void Colors_AreRightAsOftenAsTheySay()
    {
        var list = Environment.GetEnvironmentVariable("VEHICLE_COLORS");
        Assert.SkipWhen(list is null, "VEHICLE_COLORS names a list of pictures");
        using var codec = new PictureCodec(new FramePool());
        using var reader = new VehicleColorReader(NullLogger<VehicleColorReader>.Instance);
        var shares = new float[VehicleColorReader.Colors.Count];
        var results = new List<(double Confidence, bool IsRight, VehicleColor Told, string Labels)>();
        var (unseen, spent) = (0, TimeSpan.Zero);
        foreach (var parts in File.ReadLines(list!).Select(line => line.Split('\t')))
        {
            using var frame = codec.Decode(File.ReadAllBytes(parts[0]));
            var box = parts[1..5].Select(part => float.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            var begun = TimeProvider.System.GetTimestamp();
            var isSeen = reader.TryRead(frame, PlateCorners.FromBox(box[0], box[1], box[2], box[3]), shares);
            spent += TimeProvider.System.GetElapsedTime(begun);
            if (!isSeen)
            {
                unseen++;
                continue;
            }

            var best = shares.AsSpan().IndexOf(shares.Max());
            var told = VehicleColorReader.Colors[best];
            results.Add((shares[best], parts[5].Split(',').Contains(VehicleColorText.Write(told)), told, parts[5]));
        }

        foreach (var minConfidence in new[] { 0, .4, .5, .6, .7, .8, .9 })
        {
            var sure = results.Where(one => one.Confidence >= minConfidence).ToList();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"at {minConfidence:0.0}: {sure.Count} of {results.Count + unseen} told, {sure.Average(one => one.IsRight ? 1 : 0):0.000} right, {sure.Average(one => one.Confidence):0.000} said"));
        }

        foreach (var wrong in results.Where(one => !one.IsRight && one.Confidence >= VehicleColorVote.MinConfidence)
            .CountBy(one => $"{one.Labels} > {VehicleColorText.Write(one.Told)}").OrderByDescending(pair => pair.Value))
        {
            output.WriteLine($"  {wrong.Value} {wrong.Key}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{spent.TotalMilliseconds / results.Count:0.00} ms each, {unseen} could not tell"));
        Assert.NotEmpty(results);
    }
}
