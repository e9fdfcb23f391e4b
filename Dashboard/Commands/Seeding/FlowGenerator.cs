using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;

namespace Dashboard.Commands.Seeding;

/// <summary>Invents flows for load tests: rush hours, vehicles that come back, plates misread now and then, some without a plate.</summary>
internal sealed class FlowGenerator
{
    private const string Letters = "ABCDEFGHJKLMNPRSTUVWXYZ";
    private const double UnreadShare = 0.05;
    private const double ManualShare = 0.05;
    private const double SameSecondShare = 0.03;

    private static readonly VehicleColor[] Colors =
    [
        VehicleColor.White, VehicleColor.SilverGray, VehicleColor.Black, VehicleColor.White, VehicleColor.SilverGray, VehicleColor.Blue,
        VehicleColor.Red, VehicleColor.None, VehicleColor.SilverGray, VehicleColor.Green, VehicleColor.Black,
    ];

    // One in some thousands.
    private const int RareMoment = 777;

    // Traffic by hour of the day, UTC: quiet nights, a morning and an evening peak.
    private static readonly double[] Traffic = [2, 1, 1, 1, 2, 5, 12, 22, 24, 16, 13, 13, 14, 14, 15, 18, 23, 25, 19, 12, 8, 6, 4, 3];

    // Pairs that readers of plates take for each other.
    private static readonly (char A, char B)[] Confused =
    [
        ('0', 'O'), ('1', 'I'), ('8', 'B'), ('5', 'S'), ('2', 'Z'), ('6', 'G'), ('D', '0'), ('V', 'Y'),
    ];

    private readonly Random _random;
    private readonly int[] _cameras;
    private readonly string[] _vehicles;

    /// <param name="random">Where chance comes from.</param>
    /// <param name="cameras">Numbers of the cameras that see the flows.</param>
    /// <param name="count">How many flows there will be; tells how many vehicles there are.</param>
    public FlowGenerator(Random random, int[] cameras, int count)
    {
        _random = random;
        _cameras = cameras;
        _vehicles = [.. Enumerable.Range(0, Math.Max(10, count / 8)).Select(_ => Plate())];
    }

    /// <summary>Flows of the days before a moment, oldest first, without numbers.</summary>
    public IEnumerable<Flow> Make(int count, int days, DateTimeOffset until)
    {
        var hours = days * 24;
        var start = until - TimeSpan.FromHours(hours);
        var weights = Enumerable.Range(0, hours).Select(hour => Traffic[start.AddHours(hour).UtcDateTime.Hour]).ToArray();
        var (made, passed, all) = (0, 0.0, weights.Sum());
        for (var hour = 0; hour < hours; hour++)
        {
            // By what is due until then: where an hour has less than half a flow, those of many hours add up to one.
            passed += weights[hour];
            var due = hour == hours - 1 ? count : (int)Math.Round(count * passed / all);
            foreach (var at in Moments(start.AddHours(hour), due - made))
            {
                yield return MakeFlow(at);
            }

            made = due;
        }
    }

    private IEnumerable<DateTimeOffset> Moments(DateTimeOffset hour, int count)
    {
        var offsets = Enumerable.Range(0, count).Select(_ => _random.Next(3_600_000)).Order().ToArray();
        for (var i = 1; i < count; i++)
        {
            if (_random.NextDouble() < SameSecondShare)
            {
                offsets[i] = offsets[i - 1];
            }
        }

        return offsets.Select(offset => hour.AddMilliseconds(offset));
    }

    private Flow MakeFlow(DateTimeOffset at)
    {
        // The square makes some vehicles regulars.
        var share = _random.NextDouble();
        var plate = _random.NextDouble() < UnreadShare ? "" : _vehicles[(int)(share * share * _vehicles.Length)];
        var confidence = plate.Length == 0 ? 0 : Math.Round(1 - (0.35 * Math.Pow(_random.NextDouble(), 3)), 4);
        var (seenBefore, seenAfter) = (_random.Next(200, 2500), _random.Next(200, 2500));
        var color = ColorOf(plate, seenBefore);
        return new Flow
        {
            Uuid = Guid.CreateVersion7(at),
            CameraId = Camera(),
            Plate = plate,
            Confidence = confidence,
            CapturedAt = at,
            TriggerMode = _random.NextDouble() < ManualShare ? TriggerMode.Manual : TriggerMode.Auto,
            LprVersion = "seed",
            Region = RegionOf(plate),
            DirectionName = seenBefore == RareMoment ? "wrong way" : seenBefore % 2 == 0 ? "in" : "out",
            Approach = seenBefore % 2 == 0 ? Approach.Towards : Approach.Away,
            Color = color,
            ColorConfidence = color == VehicleColor.None ? 0 : .6 + (.4 * confidence * confidence),
            Corners = plate.Length == 0 ? null : PlateCorners.FromBox(_random.Next(100, 1500), _random.Next(300, 900), 180, 40).ToText(),
            FirstSeenAt = at.AddMilliseconds(-seenBefore),
            LastSeenAt = at.AddMilliseconds(seenAfter),
            ReadCount = plate.Length == 0 ? 0 : 2 + ((seenBefore + seenAfter) / 100),
            Candidates = plate.Length == 0 ? [] : Candidates(plate, confidence),
        };
    }

    // By the vehicle; agents write regions in either case.
    private static string? RegionOf(string plate) => plate switch
    {
        "" or ['D', ..] => null,
        ['A', 'B', ..] => "GB",
        ['A', ..] => "gb",
        [>= '0' and <= '9', ..] => "us-ca",
        ['C', 'A', ..] => "de",
        _ => "us",
    };

    // A vehicle keeps its colour; of some it is not told, and one in some thousands is purple.
    private static VehicleColor ColorOf(string plate, int moment) => moment == RareMoment
        ? VehicleColor.Purple
        : plate.Length == 0 ? VehicleColor.None : Colors[(plate[^1] + (7 * plate[0])) % Colors.Length];

    // The cube makes a few cameras busy: half of all flows are of the first fifth.
    private int Camera() => _cameras[(int)(Math.Pow(_random.NextDouble(), 3) * _cameras.Length)];

    private List<FlowCandidate> Candidates(string plate, double confidence)
    {
        List<FlowCandidate> candidates = [new() { Rank = 0, Text = plate, Confidence = confidence }];
        var rest = 1 - confidence;
        foreach (var (a, b) in Confused)
        {
            var other = plate.Contains(a) ? plate.Replace(a, b) : plate.Replace(b, a);
            if (other != plate && candidates.Count < 4)
            {
                rest /= 2;
                candidates.Add(new FlowCandidate { Rank = candidates.Count, Text = other, Confidence = Math.Round(rest, 4) });
            }
        }

        return candidates;
    }

    private string Plate() => _random.Next(3) switch
    {
        0 => $"{Letter()}{Letter()}{Letter()}{Letter()}{_random.Next(1, 9999)}",
        1 => $"{Letter()}{Letter()}{_random.Next(100):00}{Letter()}{Letter()}{Letter()}",
        _ => $"{_random.Next(1, 9)}{Letter()}{Letter()}{Letter()}{_random.Next(1000):000}",
    };

    private char Letter() => Letters[_random.Next(Letters.Length)];
}
