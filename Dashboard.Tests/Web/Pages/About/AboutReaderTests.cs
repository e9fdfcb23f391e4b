using System.Text.Json;
using Dashboard.Web.Languages;
using Dashboard.Web.Pages.About;

namespace Dashboard.Tests.Web.Pages.About;

/// <summary>What is told of the program is all of it, and nothing else.</summary>
public sealed class AboutReaderTests
{
    [Fact]
    public async Task Facts_NameEveryShippedPackageWithItsLicence_AndTheModelsByChecksum()
    {
        await using var database = await TestDatabase.CreateAsync();
        var facts = await new AboutReader(database.Factory, database.Server).ReadAsync(Cancellation);
        using var shipped = JsonDocument.Parse(
            await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Dashboard.deps.json"), Cancellation));
        var packages = shipped.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => library.Name)
            .Order(StringComparer.Ordinal);

        // Dashboard/THIRD-PARTY-NOTICES.md lacks a package, or names one that is gone.
        Assert.Equal(packages, facts.Packages.Select(package => $"{package.Name}/{package.Version}").Order(StringComparer.Ordinal));
        Assert.All(facts.Packages, package => Assert.NotEqual("", package.Licence));
        Assert.All(facts.Parts, part => Assert.NotEqual("unknown", part.Version));
        Assert.Equal(["colour.onnx", "detector.onnx", "reader.onnx"], facts.Models.Select(model => model.Name));
        Assert.All(facts.Models, model => Assert.Equal(64, model.Sha256.Length));
        var role = facts.Parts.Single(part => part.Name == "Role").Version;
        Assert.All(Language.All.Where(language => language != Language.English), language => Assert.NotEqual(role, Localizer.In(language)[role]));
        Assert.DoesNotContain(Environment.MachineName, facts.ToSupportText());
        Assert.DoesNotContain(database.Server.DataPath(), facts.ToSupportText());
    }
}
