using Dashboard.Retention;
using Dashboard.Settings;
using Dashboard.Web.Pages.Settings;
using Dashboard.Web.Pages.Settings.Sections;

namespace Dashboard.Tests.Web.Pages.Settings.Sections;

public sealed class RetentionSectionTests
{
    [Theory]
    [InlineData("30", 30)]
    [InlineData(" +30 ", 30)]
    [InlineData("0", 0)]
    [InlineData("-1", null)]
    [InlineData("36501", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public void Fields_AreReadAsTheyWouldBeStored(string entered, int? days)
    {
        var form = Form();
        form["Retention:FlowDays"] = entered;
        Assert.Equal(days, RetentionSection.Read(form)?.FlowDays);
    }

    [Theory]
    [InlineData("5", "50", "“Keep pictures” cannot be longer than “Keep flows” (5 days).")]
    [InlineData("50", "5", null)]
    [InlineData("5", "0", null)]
    [InlineData("0", "50", null)]
    [InlineData("soon", "50", null)]
    public void Pictures_LongerThanTheirFlows_AreToldAtTheirField(string flows, string pictures, string? error)
    {
        var form = Form();
        (form["Retention:FlowDays"], form["Retention:PictureDays"]) = (flows, pictures);
        Assert.Equal(error, RetentionSection.Check(form)["Retention:PictureDays"]);
    }

    private static SettingsForm Form() => new(new RetentionSection().Fields.ToDictionary(field => field.Key, field =>
    {
        var setting = new Setting(field.Key, typeof(RetentionOptions), isSecret: false, needsRestart: false);
        return new SettingState(setting, setting.Default, setting.Default);
    }));
}
