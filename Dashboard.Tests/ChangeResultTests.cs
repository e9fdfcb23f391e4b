using Dashboard.Domain;

namespace Dashboard.Tests;

public class ChangeResultTests
{
    [Fact]
    public void Errors_OfFields_AreKeptInOrderAndOnceEach()
    {
        var errors = new FieldErrors { { "Name", "A name is needed." }, { "Url", null }, { "Rate", "The rate is too high." } };
        errors.Add("Name", "Another one.");
        Assert.Equal(["Name", "Rate"], errors.Fields);
        Assert.Equal("A name is needed. The rate is too high.", errors.Message);
        Assert.Null(errors["Url"]);
    }

    [Fact]
    public void Result_WithErrors_IsRefusedAndGivesNothing()
    {
        ChangeResult<int> result = new FieldErrors("Name", "A name is needed.");
        Assert.False(result.IsDone);
        Assert.Equal("A name is needed.", result.Refusal);
        Assert.Contains("A name is needed.", Assert.Throws<InvalidOperationException>(() => result.Value).Message);
        Assert.Throws<InvalidOperationException>(result.EnsureDone);
    }

    [Fact]
    public void Result_WithoutErrors_IsDone()
    {
        ChangeResult<int> given = 7;
        ChangeResult plain = new FieldErrors();
        Assert.Equal((true, 7), (given.IsDone, given.Value));
        Assert.Same(ChangeResult.Done, plain);
        Assert.Null(plain.Refusal);
        Assert.Throws<ArgumentException>(() => (ChangeResult<int>)new FieldErrors());
    }

    [Fact]
    public void Refusal_OfTheWhole_NamesNoField()
    {
        ChangeResult result = new FieldErrors("The camera was deleted.");
        Assert.Equal("The camera was deleted.", result.Errors[FieldErrors.Whole]);
    }
}
