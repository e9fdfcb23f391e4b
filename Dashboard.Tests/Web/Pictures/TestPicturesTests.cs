using Dashboard.Tests.Support;
using Dashboard.Web.Pictures;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Web.Pictures;

public sealed class TestPicturesTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();

    [Fact]
    public void Find_OtherPerson_FindsNothing()
    {
        var pictures = new TestPictures(_time);
        var id = pictures.Add("ada", [1]);

        Assert.NotNull(pictures.Find(id, "ada"));
        Assert.Null(pictures.Find(id, "bob"));
    }

    [Fact]
    public void Find_AfterAWhile_FindsNothing()
    {
        var pictures = new TestPictures(_time);
        var id = pictures.Add("ada", [1]);

        _time.Advance(TimeSpan.FromMinutes(16));

        Assert.Null(pictures.Find(id, "ada"));
    }

    [Fact]
    public void Add_Many_KeepsTheNewest()
    {
        var pictures = new TestPictures(_time);
        var ids = Enumerable.Range(0, 100).Select(_ => pictures.Add("ada", [1])).ToList();

        Assert.Null(pictures.Find(ids[0], "ada"));
        Assert.NotNull(pictures.Find(ids[^1], "ada"));
        Assert.InRange(ids.Count(id => pictures.Find(id, "ada") is not null), 1, 64);
    }
}
