using Dashboard.Configuration;
using Dashboard.Recognition.FrameSelection;
using Dashboard.Tracking;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Dashboard.Tests.Configuration;

public sealed class RenamedSettingsTests
{
    private static readonly (string Old, string New)[] Table = [("Old", "New"), ("Old:Wait", "New:Delay"), ("Rate", "Pace")];

    [Fact]
    public void OldName_OfAKeyOrASection_GivesTheNewOneItsValue()
    {
        var configuration = Configuration(("Old:Size", "7"), ("Old:Wait", "3"), ("rate", "2"), ("Older:Size", "9"));

        var renamed = RenamedSettings.Apply(configuration, Table);

        Assert.Equal(("7", "3", "2"), (configuration["New:Size"], configuration["New:Delay"], configuration["Pace"]));
        Assert.Null(configuration["New:Wait"]);
        Assert.Equal(["Old:Size", "Old:Wait", "rate"], renamed.Found.Select(setting => setting.OldName));
        Assert.All(renamed.Found, setting => Assert.False(setting.IsIgnored));
    }

    [Fact]
    public void BothNames_NewOneCounts_AndTheOldOneIsReportedAsIgnored()
    {
        var configuration = Configuration(("Rate", "2"), ("Pace", "5"));

        var renamed = RenamedSettings.Apply(configuration, Table);

        Assert.Equal("5", configuration["Pace"]);
        Assert.Equal(new RenamedSetting("Rate", "Pace", IsIgnored: true), Assert.Single(renamed.Found));
    }

    [Fact]
    public void OldName_InAFile_StandsBelowWhatWasSaved_AndOneOfTheCommandLineAbove()
    {
        var (configuration, saved) = (new ConfigurationManager(), new SavedSettingsSource());
        configuration.AddInMemoryCollection([new("Rate", "2"), new("Old:Wait", "3")]);
        configuration.Sources.Add(saved);
        configuration.AddInMemoryCollection([new("Old:Wait", "4")]);

        RenamedSettings.Apply(configuration, Table);
        saved.Provider.Set(new Dictionary<string, string> { ["Pace"] = "9", ["New:Delay"] = "9" });

        Assert.Equal(("9", "4"), (configuration["Pace"], configuration["New:Delay"]));
    }

    [Fact]
    public async Task OldNames_OfTheProgram_AreBoundAndWarnedOf()
    {
        var log = new FakeLoggerProvider();
        await using var app = DashboardServer.Build(
            ["--Watching:SureReads=7", "--Watching:LookAgainAfter=00:00:05", "--Tracking:MinimumReads=3", "--Scout:Company=Acme"],
            builder => builder.Logging.AddProvider(log));

        var selection = app.Services.GetRequiredService<FrameSelectionOptions>();
        Assert.Equal((7, TimeSpan.FromSeconds(5)), (selection.SureReads, selection.RereadAfter));
        Assert.Equal(3, app.Services.GetRequiredService<TrackingOptions>().MinReads);
        var warnings = log.Collector.GetSnapshot().Where(line => line.Level == LogLevel.Warning).Select(line => line.Message).ToList();
        Assert.Equal(4, warnings.Count(line => line.StartsWith("The setting ", StringComparison.Ordinal)));
        Assert.Contains("The setting Scout:Company is ignored in this release; set Scout:CompanyId, a number instead", warnings);
        Assert.Contains(
            warnings,
            line => line.StartsWith("The setting Watching:LookAgainAfter is called FrameSelection:RereadAfter now", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Tracking:MinReads is 0; it must be from 1 to 100", "Tracking:MinReads (before: Tracking:MinimumReads) is 0; it must be from 1 to 100")]
    [InlineData("FrameSelection:SureReads is 0", "FrameSelection:SureReads (before: Watching:SureReads) is 0")]
    [InlineData("FrameSelection:RereadAfter is 0", "FrameSelection:RereadAfter (before: Watching:LookAgainAfter) is 0")]
    [InlineData("Tracking:MinReadsOfAll is 0", "Tracking:MinReadsOfAll is 0")]
    [InlineData("Role 'Foo' is unknown", "Role 'Foo' is unknown")]
    public void WithOldName_NamesItBesideTheNewOne(string line, string expected) => Assert.Equal(expected, RenamedSettings.WithOldName(line));

    [Fact]
    public void Renames_LeadToSettingsThatAreThere_FromNamesThatAreNot()
    {
        var sample = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "appsettings.sample.json")).Build();
        Assert.All(RenamedSettings.Renames, rename => Assert.True(sample.GetSection(rename.New).Exists(), rename.New));
        Assert.All(RenamedSettings.Renames, rename => Assert.False(sample.GetSection(rename.Old).Exists(), rename.Old));
    }

    private static ConfigurationManager Configuration(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        return configuration;
    }
}
