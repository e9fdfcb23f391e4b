using Dashboard.Mqtt;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Mqtt;

public sealed class MqttOutboxTests
{
    [Fact]
    public void Full_DropsTheOldest_AndCountsThem()
    {
        var size = Message("a", 0).Bytes;
        var outbox = new MqttOutbox(maxBytes: 3 * size);
        for (var i = 0; i < 5; i++)
        {
            outbox.Add(Message("a", i));
        }

        Assert.Equal((3, 2L), outbox.Counts);
        Assert.Equal([2, 3, 4], Drain(outbox));
    }

    [Fact]
    public void Retained_OfTheSameTopic_TakesThePlaceOfTheOlder()
    {
        var outbox = new MqttOutbox();
        outbox.Add(Message("last", 1, isRetained: true));
        outbox.Add(Message("flow", 2));
        outbox.Add(Message("last", 3, isRetained: true));
        outbox.Add(Message("other", 4, isRetained: true));
        Assert.Equal([2, 3, 4], Drain(outbox));
        Assert.Equal((0, 0L), outbox.Counts);
    }

    [Fact]
    public void Sent_ButReplacedMeanwhile_TakesNothingElseAway()
    {
        var outbox = new MqttOutbox();
        outbox.Add(Message("last", 1, isRetained: true));
        var sent = outbox.Peek()!;
        outbox.Add(Message("last", 2, isRetained: true));
        outbox.Remove(sent);
        Assert.Equal([2], Drain(outbox));
    }

    [Fact]
    public async Task Arrival_WakesWhoListens()
    {
        var outbox = new MqttOutbox();
        var arrived = outbox.Arrived.Listen();
        outbox.Add(Message("a", 1));
        Assert.True(await arrived.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Cancellation));
    }

    [Fact]
    public void Bytes_NeverExceedTheLimit_AndOrderStays() => Prop.ForAll(Gen.Choose(0, 900).ArrayOf().ToArbitrary(), sizes =>
    {
        const int Max = 2000;
        var outbox = new MqttOutbox(Max);
        var kept = new List<MqttMessage>();
        foreach (var size in sizes)
        {
            var message = new MqttMessage("t", new byte[size], IsRetained: false);
            outbox.Add(message);
            kept.Add(message);
            while (kept.Sum(other => other.Bytes) > Max)
            {
                kept.RemoveAt(0);
            }
        }

        foreach (var message in kept)
        {
            Assert.Same(message, outbox.Peek());
            outbox.Remove(message);
        }

        Assert.Null(outbox.Peek());
        Assert.Equal((0, (long)(sizes.Length - kept.Count)), outbox.Counts);
    }).QuickCheckThrowOnFailure();

    private static MqttMessage Message(string topic, byte number, bool isRetained = false) => new(topic, [number], isRetained);

    private static MqttMessage Message(string topic, int number) => Message(topic, (byte)number);

    private static List<int> Drain(MqttOutbox outbox)
    {
        var numbers = new List<int>();
        while (outbox.Peek() is { } message)
        {
            numbers.Add(message.Payload[0]);
            outbox.Remove(message);
        }

        return numbers;
    }
}
