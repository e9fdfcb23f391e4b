using System.Globalization;
using Bunit;
using Dashboard.Configuration;
using Dashboard.Recognition;
using Dashboard.Retention;
using Dashboard.Settings;
using Dashboard.Tests.Support;
using Dashboard.Web.Languages;
using Dashboard.Web.Pages.Settings;
using Dashboard.Web.Pages.Settings.Sections;
using Dashboard.Web.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Web.Pages.Settings;

public sealed class SettingRowTests : BunitContext
{
    public SettingRowTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<IOptionsMonitor<ServerOptions>>(new FixedOptions<ServerOptions>(new ServerOptions()));
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<DisplayClock>();
    }

    [Fact]
    public void Language_IsChosenByItsOwnName()
    {
        var (row, form) = RowOf("Language", typeof(ServerOptions), "en");

        Assert.Equal(["English", "Español", "Português", "Deutsch"], row.FindAll("option").Select(option => option.TextContent));
        Assert.Equal("en", row.Find("option[selected]").GetAttribute("value"));
        row.Find("select").Change("pt");
        Assert.Equal(new Dictionary<string, string> { ["Language"] = "pt" }, form.Changes);
    }

    [Fact]
    public void Countries_AreAddedAndRemovedByName_InTheLanguageOfThePage()
    {
        CultureInfo.CurrentUICulture = Language.Find("de")!.Culture;
        var (row, form) = RowOf("Recognition:Countries", typeof(RecognitionOptions), "DE, us-ca");

        Assert.Equal(["Deutschland", "California (US)"], row.FindAll(".chosen li").Select(chosen => chosen.TextContent.Trim()));
        Assert.DoesNotContain(row.FindAll("option"), option => option.GetAttribute("value") == "de");
        row.Find("select").Change("at");
        Assert.Equal("DE, us-ca, at", form["Recognition:Countries"]);
        row.Render();
        Assert.Equal("Österreich", row.FindAll(".chosen li")[2].TextContent.Trim());

        row.Find("button[aria-label='Deutschland entfernen']").Click();
        Assert.Equal("us-ca, at", form["Recognition:Countries"]);
    }

    [Fact]
    public void Countries_GivenOnTheCommandLine_ChangeNothing()
    {
        var (row, _) = RowOf("Recognition:Countries", typeof(RecognitionOptions), "de", isGiven: true);

        Assert.Empty(row.FindAll("button"));
        Assert.True(row.Find("select").HasAttribute("disabled"));
    }

    [Fact]
    public void ValueOfTheFile_IsSaidAsItIsChosen()
    {
        var (row, _) = RowOf("Recognition:Countries", typeof(RecognitionOptions), "de", fileValue: "fr, it");
        Assert.Contains("File: France, Italy.", row.Markup);
        var (language, _) = RowOf("Language", typeof(ServerOptions), "de", fileValue: "es");
        Assert.Contains("File: Español.", language.Markup);
    }

    /// <summary>In the words of its language, and once: some errors name their field themselves.</summary>
    [Theory]
    [InlineData(
        "It is 99999; it must be from 0 to 36500 days; 0 keeps flows for ever.",
        "Durchfahrten behalten: Der Wert ist 99999; erlaubt sind 0 bis 36500 Tage; 0 bewahrt Durchfahrten unbegrenzt auf.")]
    [InlineData("“Keep flows” must be 0 to 36500 days.", "„Durchfahrten behalten“ muss 0 bis 36500 Tage sein.")]
    public void Error_NamesItsField(string error, string expected)
    {
        CultureInfo.CurrentUICulture = Language.Find("de")!.Culture;
        var field = new RetentionSection().Fields.Single(field => field.Key == "Retention:FlowDays");
        var state = new SettingState(new Setting(field.Key, typeof(RetentionOptions), isSecret: false, needsRestart: false), "5", "5");
        var row = Render<SettingRow>(with => with.Add(row => row.Definition, field).Add(row => row.State, state)
            .Add(row => row.Form, new SettingsForm(new Dictionary<string, SettingState> { [field.Key] = state })).Add(row => row.Error, error));
        Assert.Equal(expected, row.Find(".field-error").TextContent.Trim());
    }

    private (IRenderedComponent<SettingRow> Row, SettingsForm Form) RowOf(
        string key, Type options, string value, bool isGiven = false, string? fileValue = null)
    {
        var field = new PlaceSection().Fields.Single(field => field.Key == key);
        var state = new SettingState(new Setting(key, options, isSecret: false, needsRestart: false), value, fileValue ?? value)
        {
            IsInFile = fileValue is not null,
            IsGiven = isGiven,
            ChangedAt = fileValue is null ? null : DateTimeOffset.UnixEpoch,
        };
        var form = new SettingsForm(new Dictionary<string, SettingState> { [key] = state });
        var row = Render<SettingRow>(
            parameters => parameters.Add(row => row.Definition, field).Add(row => row.State, state).Add(row => row.Form, form));
        return (row, form);
    }
}
