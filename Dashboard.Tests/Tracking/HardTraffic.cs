using Dashboard.Domain.Plates;

namespace Dashboard.Tests.Tracking;

/// <summary>
/// Traffic that trackers mistake: fleets whose plates differ in one character, close behind each other, standing, turning, reversing, hidden. The
/// camera stands three metres high beside the road; a plate's place and size follow from its distance.
/// </summary>
internal static class HardTraffic
{
    private const double Focal = 1500;
    private const double CameraHeight = 3;
    private const double PlateWidth = 0.52;
    private const double Horizon = 150;
    private const double Far = 30;
    private const double Near = 8.5;
    private const double Barrier = 11;
    private const string Letters = "ABCDEFGHJKLMNPRSTUVWXYZ";
    private const string Digits = "0123456789";

    /// <summary>One lane, one after the other, half a second to ten behind.</summary>
    public static List<SimulatedVehicle> Convoy(Random random) => Behind(
        random, 5, (plate, start) => Driving(plate, start, Far, Near, Speed(random), 0.5));

    /// <summary>Two lanes, those of one coming and those of the other going, each a convoy of its own of the same fleet.</summary>
    public static List<SimulatedVehicle> TwoLanes(Random random)
    {
        var plates = Fleet(random, 8);
        var (coming, going) = (0.0, 0.3);
        return [.. plates.Select((plate, i) => i % 2 == 0
            ? Driving(plate, coming += Gap(random), Far, Near, Speed(random), 0.35)
            : Driving(plate, going += Gap(random), Near, Far, Speed(random), 0.6))];
    }

    /// <summary>Each drives up to the barrier, stands, and drives on under the camera; the next one follows.</summary>
    public static List<SimulatedVehicle> Gate(Random random) => Queue(random, (plate, start) =>
    {
        var (arrives, stands) = ((Far - Barrier) / 6, 2 + (5 * random.NextDouble()));
        var leaves = start + arrives + stands;
        return new(plate, start, leaves + ((Barrier - Near) / 3), t => At(
            t < start + arrives ? Far - (6 * (t - start)) : t < leaves ? Barrier : Barrier - (3 * (t - leaves)), 0.5));
    });

    /// <summary>Each drives up to the barrier, stands, and reverses away; the next one follows.</summary>
    public static List<SimulatedVehicle> Reversing(Random random) => Queue(random, (plate, start) =>
    {
        var (arrives, stands) = ((Far - Barrier) / 6, 1 + (3 * random.NextDouble()));
        var leaves = start + arrives + stands;
        return new(plate, start, leaves + ((Far - Barrier) / 4), t => At(
            t < start + arrives ? Far - (6 * (t - start)) : t < leaves ? Barrier : Barrier + (4 * (t - leaves)), 0.5));
    });

    /// <summary>Each comes, turns round for a second or two in which no plate is seen, and goes in the other lane.</summary>
    public static List<SimulatedVehicle> Turning(Random random) => Queue(random, (plate, start) =>
    {
        const double at = 13;
        var turns = start + ((Far - at) / 7);
        var back = turns + 1 + random.NextDouble();
        return new(
            plate, start, back + ((Far - at) / 7), t => At(t < turns ? Far - (7 * (t - start)) : at + (7 * (t - back)), t < turns ? 0.35 : 0.6))
        {
            IsHidden = t => t > turns && t < back,
        };
    });

    /// <summary>A truck hides each for one to three seconds on its way.</summary>
    public static List<SimulatedVehicle> Hidden(Random random) => Behind(random, 4, (plate, start) =>
    {
        var from = start + 1.5 + random.NextDouble();
        var until = from + 1 + (2 * random.NextDouble());
        return Driving(plate, start, Far, Near, 3.5, 0.5) with { IsHidden = t => t > from && t < until };
    });

    /// <summary>A convoy whose reads say another character of the same look in a third of all frames.</summary>
    public static List<SimulatedVehicle> Flickering(Random random) =>
        [.. Convoy(random).Select(vehicle => vehicle with { Flicker = LookAlike(vehicle.Plate) })];

    /// <summary>
    /// Vehicles of these plates, one after the other in one lane, or in pairs side by side in two; each comes, or goes, at 6 m/s.
    /// </summary>
    /// <param name="gap">Seconds from when one leaves the picture to when the next one is in it.</param>
    public static List<SimulatedVehicle> Fleet(IReadOnlyList<string> plates, double gap, bool isGoing = false, int lanes = 1)
    {
        var (from, to) = isGoing ? (Near, Far) : (Far, Near);
        return [.. plates.Select((plate, i) => Driving(
            plate, (i / lanes * (((Far - Near) / 6) + gap)) + (0.1 * (i % lanes)), from, to, 6, lanes == 1 ? 0.45 : 0.37 + (0.26 * (i % lanes))))];
    }

    /// <summary>Each stands at the barrier for three seconds and drives on below the camera; the next one comes into sight as it does.</summary>
    public static List<SimulatedVehicle> Swap(IReadOnlyList<string> plates) => [.. plates.Select((plate, i) =>
    {
        var start = 4.0 * i;
        return new SimulatedVehicle(plate, start, start + 5.5, t => At(
            t < start + 2 ? Far - ((Far - Barrier) / 2 * (t - start)) : t < start + 5 ? Barrier : Barrier - (5 * (t - start - 5)), 0.47));
    })];

    private static List<SimulatedVehicle> Behind(Random random, int count, Func<string, double, SimulatedVehicle> create)
    {
        var start = 0.0;
        return [.. Fleet(random, count).Select(plate => create(plate, start += Gap(random)))];
    }

    // The next one is at the barrier so long after the one before has left its sight.
    private static List<SimulatedVehicle> Queue(Random random, Func<string, double, SimulatedVehicle> create)
    {
        var vehicles = new List<SimulatedVehicle>();
        foreach (var plate in Fleet(random, 4))
        {
            vehicles.Add(create(plate, vehicles.Count == 0 ? 0 : vehicles[^1].Leaves + Gap(random)));
        }

        return vehicles;
    }

    private static SimulatedVehicle Driving(string plate, double start, double from, double to, double speed, double lane)
    {
        var seconds = Math.Abs(to - from) / speed;
        return new(plate, start, start + seconds, t => At(from + ((to - from) * (t - start) / seconds), lane));
    }

    private static (double X, double Y, double Width) At(double distance, double lane) => (
        0.5 + ((lane - 0.5) * 12 / distance),
        (Horizon + (Focal * CameraHeight / Math.Max(distance, Near))) / StreetSimulation.Height,
        Focal * PlateWidth / Math.Max(distance, Near) / StreetSimulation.Width);

    // Half a second to ten, short ones as often as long ones.
    private static double Gap(Random random) => 0.5 * Math.Pow(20, random.NextDouble());

    private static double Speed(Random random) => 4 + (8 * random.NextDouble());

    private static List<string> Fleet(Random random, int count)
    {
        var first = $"{Letter()}{Letter()}{random.Next(100, 1000)}{Letter()}{Letter()}".ToCharArray();
        var plates = new List<string> { new(first) };
        while (plates.Count < count)
        {
            var next = plates[^1].ToCharArray();
            next[4] = Digits[random.Next(Digits.Length)];
            if (!plates.Contains(new string(next)))
            {
                plates.Add(new string(next));
            }
        }

        return plates;

        char Letter() => Letters[random.Next(Letters.Length)];
    }

    private static string LookAlike(string plate)
    {
        var at = Enumerable.Range(0, plate.Length).First(
            i => Digits.Concat(Letters).Any(other => other != plate[i] && ReadingSimilarity.AreAlike(plate[i], other)));
        var alike = Digits.Concat(Letters).First(other => other != plate[at] && ReadingSimilarity.AreAlike(plate[at], other));
        return $"{plate[..at]}{alike}{plate[(at + 1)..]}";
    }
}
