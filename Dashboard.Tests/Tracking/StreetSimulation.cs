using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;

namespace Dashboard.Tests.Tracking;

/// <summary>One simulated vehicle: its plate and where that is, as shares of a 1280 x 720 frame, at each time.</summary>
internal sealed record SimulatedVehicle(string Plate, double Enters, double Leaves, Func<double, (double X, double Y, double Width)> Path)
{
    /// <summary>Whether nothing of its plate can be seen at a time.</summary>
    public Func<double, bool> IsHidden { get; init; } = _ => false;

    /// <summary>What some of its reads say; null: nothing else than its plate.</summary>
    public string? Flicker { get; init; }

    /// <summary>How many of its reads say that.</summary>
    public double FlickerShare { get; init; } = 1.0 / 3;

    /// <summary>Drives in a straight line, the plate growing as it comes nearer.</summary>
    public static SimulatedVehicle Passing(string plate, double enters, double seconds, double lane) =>
        new(plate, enters, enters + seconds, t =>
        {
            var s = (t - enters) / seconds;
            return (lane + (0.1 * s), 0.2 + (0.7 * s * s), 0.04 + (0.09 * s * s));
        });

    public static SimulatedVehicle Standing(string plate, double enters, double leaves, double x, double y) =>
        new(plate, enters, leaves, _ => (x, y, 0.1));
}

/// <summary>Makes the reads of vehicles as a camera would: jitter, misreads, missed frames, all from a seed.</summary>
internal sealed class StreetSimulation(int seed)
{
    public const int Width = 1280;
    public const int Height = 720;

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Alphabet = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
    private readonly Random _random = new(seed);

    public double FramesPerSecond { get; init; } = 10;

    /// <summary>Share of reads with wrong characters.</summary>
    public double Misread { get; init; } = 0.15;

    /// <summary>Share of frames in which a plate is not found.</summary>
    public double Missed { get; init; } = 0.1;

    /// <summary>How far a corner is off, as a share of the plate's width.</summary>
    public double Jitter { get; init; } = 0.04;

    /// <summary>Runs vehicles past a tracker and returns the flows; the tracker is closed at the end.</summary>
    public List<PlateGroup> Run(PlateTracker tracker, IReadOnlyList<SimulatedVehicle> vehicles, Action<TrackedRead>? each = null)
    {
        var flows = new List<PlateGroup>();
        var end = vehicles.Max(v => v.Leaves);
        for (var frame = 0L; frame / FramesPerSecond <= end; frame++)
        {
            var t = frame / FramesPerSecond;
            var at = Start.AddSeconds(t);
            foreach (var read in tracker.Observe(at, Width, Height, Frame(vehicles, t)))
            {
                each?.Invoke(read);
            }

            flows.AddRange(tracker.Close(at).Flows);
        }

        flows.AddRange(tracker.CloseAll().Flows);
        return flows;
    }

    /// <summary>The reads of one frame, in random order; a vehicle's place in the list is its plate's track.</summary>
    public List<PlateRead> Frame(IReadOnlyList<SimulatedVehicle> vehicles, double t)
    {
        var reads = new List<PlateRead>();
        for (var i = 0; i < vehicles.Count; i++)
        {
            var vehicle = vehicles[i];
            if (t >= vehicle.Enters && t <= vehicle.Leaves && !vehicle.IsHidden(t) && _random.NextDouble() >= Missed)
            {
                var (x, y, width) = vehicle.Path(t);
                var text = vehicle.Flicker is { } other && _random.NextDouble() < vehicle.FlickerShare ? other : vehicle.Plate;
                reads.Insert(_random.Next(reads.Count + 1), Read(text, x * Width, y * Height, width * Width) with { Track = i + 1 });
            }
        }

        return reads;
    }

    private PlateRead Read(string plate, double x, double y, double width)
    {
        var noise = Jitter * width;
        var corners = PlateCorners.FromBox(
            (float)(x + (noise * Signed())), (float)(y + (noise * Signed())), (float)(width + (noise * Signed())), (float)(width / 4.5));
        if (_random.NextDouble() >= Misread)
        {
            return new PlateRead(corners, [new(plate, 0.85 + (0.14 * _random.NextDouble())), new(Wrong(plate, 1), 0.02)]);
        }

        // The right text is often among the candidates of a wrong read.
        var wrong = Wrong(plate, 1 + _random.Next(2));
        return new PlateRead(corners, [new(wrong, 0.65 + (0.2 * _random.NextDouble())), new(_random.Next(2) == 0 ? plate : Wrong(plate, 1), 0.1)]);
    }

    private string Wrong(string plate, int characters)
    {
        var text = plate.ToCharArray();
        for (var i = 0; i < characters; i++)
        {
            text[_random.Next(text.Length)] = Alphabet[_random.Next(Alphabet.Length)];
        }

        return new string(text);
    }

    private double Signed() => (2 * _random.NextDouble()) - 1;
}
