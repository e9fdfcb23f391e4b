using System.Text.RegularExpressions;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Architecture;

/// <summary>References only point upstream, and the domain is free of the outside.</summary>
public sealed partial class ReferenceRulesTests
{
    /// <summary>What each folder of the server may use, besides the domain.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Configuration"] = [],
        ["Hosting"] = ["Configuration", "Storage"],
        ["Tables"] = [],
        ["Pipeline"] = ["Configuration", "Hosting"],
        ["Imaging"] = ["Configuration", "Hosting", "Pipeline"],
        ["Security"] = ["Configuration", "Hosting", "Storage"],
        ["Storage"] = ["Configuration"],
        ["Settings"] = ["Configuration", "Hosting", "Storage", "Security"],
        ["Cameras"] = ["Configuration", "Hosting", "Storage", "Security", "Tables"],
        ["Capture"] = ["Configuration", "Hosting", "Pipeline", "Cameras", "Imaging"],
        ["Recognition"] = ["Configuration", "Hosting", "Pipeline", "Imaging", "Capture"],
        ["Tracking"] = ["Configuration", "Hosting", "Pipeline", "Imaging", "Capture", "Recognition", "Live"],
        ["Flows"] =
        [
            "Configuration", "Hosting", "Pipeline", "Imaging", "Storage", "Cameras", "Capture", "Recognition", "Tracking", "Security",
        ],
        ["Scout"] = ["Configuration", "Hosting", "Storage", "Cameras", "Capture", "Security"],
        ["Statistics"] = ["Configuration", "Hosting", "Storage"],
        ["Retention"] = ["Configuration", "Hosting", "Storage", "Cameras", "Flows", "Security"],
        ["Backups"] = ["Configuration", "Hosting", "Storage", "Flows", "Security"],
        ["Live"] = ["Configuration", "Hosting", "Pipeline", "Imaging", "Capture"],
        ["Alerts"] = ["Configuration", "Hosting", "Pipeline", "Storage", "Flows", "Scout", "Security", "Tables", "Imaging"],
        ["Agents"] =
        [
            "Configuration", "Hosting", "Pipeline", "Imaging", "Storage", "Cameras", "Capture", "Tracking", "Flows", "Scout", "Security",
        ],
        ["Mqtt"] = ["Configuration", "Hosting", "Storage", "Cameras", "Capture", "Flows", "Alerts", "Agents"],
        ["Api"] =
        [
            "Configuration",
            "Hosting",
            "Pipeline",
            "Imaging",
            "Storage",
            "Cameras",
            "Capture",
            "Tracking",
            "Flows",
            "Scout",
            "Security",
            "Health",
            "Alerts",
            "Agents",
            "Tables",
        ],
        ["Web"] =
        [
            "Configuration",
            "Hosting",
            "Pipeline",
            "Imaging",
            "Storage",
            "Cameras",
            "Capture",
            "Recognition",
            "Tracking",
            "Flows",
            "Security",
            "Settings",
            "Health",
            "Alerts",
            "Agents",
            "Statistics",
            "Retention",
            "Backups",
            "Live",
            "Mqtt",
            "Tables",
        ],
        ["Health"] =
        [
            "Configuration", "Hosting", "Pipeline", "Storage", "Cameras", "Capture", "Recognition", "Tracking", "Flows", "Alerts", "Agents",
            "Retention", "Backups", "Security",
        ],
        ["Commands"] =
        [
            "Configuration",
            "Hosting",
            "Pipeline",
            "Imaging",
            "Storage",
            "Cameras",
            "Capture",
            "Recognition",
            "Tracking",
            "Flows",
            "Security",
            "Alerts",
            "Agents",
            "Statistics",
            "Retention",
            "Backups",
            "Settings",
            "Bench",
            "Demo",
        ],
    };

    /// <summary>What may use everything: only the commands and the program's start use it. What is no code uses nothing.</summary>
    private static readonly string[] Whole = ["Bench", "Demo", "Decisions", "Examples", "Guide"];

    [Fact]
    public void Domain_ReferencesNothingButTheFramework()
    {
        var project = File.ReadAllText(Path.Combine(Repository.Root, "Dashboard.Domain", "Dashboard.Domain.csproj"));
        Assert.DoesNotContain("PackageReference", project);
        Assert.DoesNotContain("ProjectReference", project);
        Assert.DoesNotContain("FrameworkReference", project);

        var names = typeof(Domain.Plates.PlateText).Assembly.GetReferencedAssemblies().Select(name => name.Name!);
        Assert.All(names, name => Assert.StartsWith("System.", name));
    }

    [Fact]
    public void Server_FoldersUseOnlyWhatStandsUpstream()
    {
        var offenders = new List<string>();
        foreach (var file in Repository.Files("Dashboard", "*.cs").Concat(Repository.Files("Dashboard", "*.razor")))
        {
            var folder = file.Split('/')[1];
            if (Whole.Contains(folder) || folder.Contains('.', StringComparison.Ordinal))
            {
                continue;
            }

            Assert.True(Allowed.TryGetValue(folder, out var allowed), $"The folder Dashboard/{folder} has no rule: say what it may use.");

            var text = File.ReadAllText(Path.Combine(Repository.Root, file));
            foreach (var used in UsedFolders().Matches(text).Select(match => match.Groups[1].Value))
            {
                var top = used.Split('.')[0];
                if (top != folder && top != "Domain" && Allowed.ContainsKey(top) && !allowed.Contains(top))
                {
                    offenders.Add($"{file} uses Dashboard.{used}");
                }
            }
        }

        Assert.Empty(offenders);
    }

    // A source that was disposed throws at whoever asks it for its token: a page that somebody left would call itself broken.
    [Fact]
    public void Pages_KeepTheirTokenInALifetime()
    {
        var offenders =
            from file in Repository.Files("Dashboard/Web", "*.cs").Concat(Repository.Files("Dashboard/Web", "*.razor"))
            where !file.EndsWith("/ComponentLifetime.cs", StringComparison.Ordinal)
            where File.ReadAllText(Path.Combine(Repository.Root, file)).Contains("readonly CancellationTokenSource", StringComparison.Ordinal)
            select file;
        Assert.Empty(offenders);
    }

    [GeneratedRegex(@"(?:using|using static|@using)\s+Dashboard\.([A-Za-z.]+)")]
    private static partial Regex UsedFolders();
}
