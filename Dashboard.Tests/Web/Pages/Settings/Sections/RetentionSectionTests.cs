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
        var form = new SettingsForm(new RetentionSection().Fields.ToDictionary(field => field.Key, field =>
        {
            var setting = new Setting(field.Key, typeof(RetentionOptions), isSecret: false, needsRestart: false);
            return new SettingState(setting, setting.Default, setting.Default);
        }));
        form["Retention:FlowDays"] = entered;
        Assert.Equal(days, RetentionSection.Read(form)?.FlowDays);
    }
}
