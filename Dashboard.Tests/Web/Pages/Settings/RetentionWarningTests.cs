using System.Globalization;
using Dashboard.Retention;
using Dashboard.Settings;
using Dashboard.Tests.Retention;
using Dashboard.Web.Pages.Settings;

namespace Dashboard.Tests.Web.Pages.Settings;

/// <summary>Whoever shortens how long things are kept hears what goes before it is too late.</summary>
public sealed class RetentionWarningTests
{
    [Fact]
    public async Task ShorterTime_ThatDeletesMore_IsSaidInNumbers()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await bench.AddAsync(
            RetentionBench.At(camera, 400, "OLD1"),
            RetentionBench.At(camera, 40, "OLD2", hasPicture: true),
            RetentionBench.At(camera, 40, "OLD3", hasPicture: true),
            RetentionBench.At(camera, 2, "NEW1", hasPicture: true));
        bench.Options.CurrentValue = new RetentionOptions { PictureDays = 0 };
        var warning = new RetentionWarning(bench.Forecast);

        Assert.Null(await warning.FindAsync(Form(), Cancellation));
        Assert.Null(await warning.FindAsync(Form(("FlowDays", "366")), Cancellation));
        Assert.Null(await warning.FindAsync(Form(("FlowDays", "50")), Cancellation));
        Assert.Null(await warning.FindAsync(Form(("FlowDays", "soon")), Cancellation));
        Assert.Null(await warning.FindAsync(Form(("FlowDays", "99999")), Cancellation));
        Assert.StartsWith("3 flows and 2 pictures", await warning.FindAsync(Form(("FlowDays", "30")), Cancellation));
        Assert.StartsWith("1 flows and 2 pictures", await warning.FindAsync(Form(("PictureDays", "30")), Cancellation));
    }

    private static SettingsForm Form(params (string Name, string Value)[] entered)
    {
        var now = new RetentionOptions { PictureDays = 0 };
        var form = new SettingsForm(new[]
        {
            ("FlowDays", now.FlowDays), ("PictureDays", now.PictureDays), ("UnlistedHours", now.UnlistedHours),
            ("MinimumFreePercent", now.MinimumFreePercent),
        }.ToDictionary(field => $"Retention:{field.Item1}", field => State(field.Item1, field.Item2)));
        foreach (var (name, value) in entered)
        {
            form[$"Retention:{name}"] = value;
        }

        return form;
    }

    private static SettingState State(string name, int value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return new SettingState(new Setting($"Retention:{name}", typeof(RetentionOptions), isSecret: false, needsRestart: false), text, text);
    }
}
