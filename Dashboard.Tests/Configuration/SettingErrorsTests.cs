using Dashboard.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Configuration;

public sealed class SettingErrorsTests
{
    [Fact]
    public void SeveralSections_GiveALineEach()
    {
        Exception Wrong(params string[] lines) => new OptionsValidationException("", typeof(ServerOptions), lines);

        Assert.Equal(["A is 1", "B is 2"], SettingErrors.Read(Wrong("A is 1", "B is 2")));
        Assert.Equal(["A is 1", "C is 3"], SettingErrors.Read(new AggregateException(Wrong("A is 1"), Wrong("C is 3"))));
    }

    [Fact]
    public void AnythingElse_IsNoFaultOfSettings()
    {
        Assert.Empty(SettingErrors.Read(new InvalidOperationException("No service for 'X' has been registered.")));
        Assert.Empty(
            SettingErrors.Read(new AggregateException(new OptionsValidationException("", typeof(ServerOptions), ["A is 1"]), new IOException())));
    }

    [Fact]
    public void ValueThatCannotBeRead_IsNamedWithWhatItMustBe()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("A:Number", (string?)"many")]).Build();
        var exception = Assert.ThrowsAny<InvalidOperationException>(() => { _ = configuration.GetValue<int>("A:Number"); });

        Assert.Equal(["A:Number is 'many'; it must be a whole number"], SettingErrors.Read(exception));
    }
}
