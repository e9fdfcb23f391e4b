using Dashboard.Capture.Files;

namespace Dashboard.Tests.Capture.Files;

public sealed class NaturalOrderTests
{
    [Fact]
    public void Names_WithNumbers_AreOrderedAsAPersonWould()
    {
        string[] expected = ["1.jpg", "2.jpg", "010.jpg", "car 2.jpg", "Car 9b.jpg", "car 10.jpg", "car 10a.jpg", "z"];
        Assert.Equal(expected, expected.Reverse().Order(NaturalOrder.Instance));
    }
}
