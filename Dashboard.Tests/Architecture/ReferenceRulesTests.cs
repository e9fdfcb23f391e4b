using System.Text.RegularExpressions;

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
        ["Pipeline"] = ["Hosting"],
        ["Imaging"] = ["Configuration", "Hosting", "Pipeline"],
        ["Security"] = ["Configuration", "Hosting", "Storage"],
        ["Storage"] = ["Configuration"],
        ["Settings"] = ["Configuration", "Hosting", "Storage", "Security"],
        ["Cameras"] = ["Hosting", "Storage", "Security", "Tables"],
        ["Capture"] = ["Configuration", "Hosting", "Pipeline", "Cameras", "Imaging"],
        ["Recognition"] = ["Configuration", "Hosting", "Pipeline", "Imaging", "Capture"],
        ["Tracking"] = ["Configuration", "Pipeline", "Imaging", "Recognition", "Live"],
        ["Flows"] =
        [
            "Configuration", "Hosting", "Pipeline", "Imaging", "Storage", "Cameras", "Capture", "Recognition", "Tracking", "Security", "Live",
        ],
        ["Scout"] = ["Configuration", "Hosting", "Storage", "Capture", "Security"],
        ["Statistics"] = ["Configuration", "Hosting", "Storage"],
        ["Retention"] = ["Configuration", "Hosting", "Storage", "Cameras", "Flows", "Security"],
        ["Backups"] = ["Configuration", "Hosting", "Storage", "Flows", "Security"],
        ["Live"] = ["Hosting", "Pipeline", "Imaging", "Capture"],
        ["Alerts"] = ["Configuration", "Hosting", "Pipeline", "Storage", "Flows", "Scout", "Security", "Tables", "Imaging"],
        ["Agents"] = ["Configuration", "Hosting", "Pipeline", "Imaging", "Storage", "Cameras", "Capture", "Tracking", "Flows", "Scout", "Security"],
        ["Cluster"] = ["Configuration", "Hosting", "Storage", "Cameras", "Capture", "Tracking", "Flows", "Alerts", "Imaging", "Live"],
        ["Mqtt"] = ["Configuration", "Hosting", "Storage", "Cameras", "Capture", "Flows", "Alerts", "Agents"],
        ["Api"] =
        [
            "Configuration", "Hosting", "Imaging", "Storage", "Cameras", "Capture", "Flows", "Scout", "Security", "Health", "Alerts", "Agents",
            "Tables",
        ],
        ["Web"] =
        [
            "Configuration", "Hosting", "Imaging", "Storage", "Cameras", "Capture", "Recognition", "Flows", "Security", "Settings", "Health",
            "Alerts", "Agents", "Statistics", "Retention", "Backups", "Live", "Mqtt", "Tables", "Cluster",
        ],
        ["Health"] =
        [
            "Configuration", "Hosting", "Pipeline", "Storage", "Cameras", "Capture", "Recognition", "Flows", "Agents", "Retention", "Backups",
            "Security", "Alerts",
        ],
        ["Commands"] =
        [
            "Configuration", "Pipeline", "Imaging", "Storage", "Cameras", "Capture", "Recognition", "Security", "Alerts", "Agents", "Retention",
            "Backups", "Bench",
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
        foreach (var file in Sources())
        {
            var folder = Folder(file);
            Assert.True(Allowed.TryGetValue(folder, out var allowed), $"The folder Dashboard/{folder} has no rule: say what it may use.");
            foreach (var used in Used(file))
            {
                var top = used.Split('.')[0];
                if (top != folder && top != "Domain" && (Allowed.ContainsKey(top) || Whole.Contains(top)) && !allowed.Contains(top))
                {
                    offenders.Add($"{file} uses Dashboard.{used}");
                }
            }
        }

        Assert.Empty(offenders);
    }

    [Fact]
    public void Server_RulesAllowOnlyWhatIsUsed()
    {
        var used = Sources().SelectMany(file => Used(file).Select(name => (Folder(file), name.Split('.')[0]))).ToHashSet();
        var unused =
            from rule in Allowed
            from name in rule.Value
            where !used.Contains((rule.Key, name))
            select $"{rule.Key} does not use {name}";
        Assert.Empty(unused);
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

    private static IEnumerable<string> Sources() =>
        from file in Repository.Files("Dashboard", "*.cs").Concat(Repository.Files("Dashboard", "*.razor"))
        let folder = Folder(file)
        where !Whole.Contains(folder) && !folder.Contains('.', StringComparison.Ordinal)
        select file;

    private static string Folder(string file) => file.Split('/')[1];

    private static IEnumerable<string> Used(string file) =>
        UsedFolders().Matches(File.ReadAllText(Path.Combine(Repository.Root, file))).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"(?:using|using static|@using)\s+Dashboard\.([A-Za-z.]+)")]
    private static partial Regex UsedFolders();
}
