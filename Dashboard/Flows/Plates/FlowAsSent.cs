namespace Dashboard.Flows.Plates;

/// <summary>What an agent said of a flow beside what its row holds.</summary>
/// <param name="Plate">The plate as it was written there, where that says more than the plate does; empty otherwise.</param>
/// <param name="ClockShowed">What its clock showed, which cannot be right: the flow bears the time of its arrival. Null: the clock was
/// believed.</param>
internal sealed record FlowAsSent(string Plate, DateTimeOffset? ClockShowed)
{
    public static FlowAsSent Nothing { get; } = new("", null);
}
