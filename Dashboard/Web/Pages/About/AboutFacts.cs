namespace Dashboard.Web.Pages.About;

/// <param name="Name">Its name in the registry.</param>
/// <param name="Version">The version that runs; empty: unknown.</param>
/// <param name="Licence">Its licence, as SPDX names it where it does.</param>
/// <param name="By">Who made it.</param>
/// <param name="Project">Its page.</param>
internal sealed record ShippedPackage(string Name, string Version, string Licence, string By, string Project);

/// <param name="Sha256">Its checksum.</param>
internal sealed record ModelFile(string Name, long Bytes, string Sha256);

/// <summary>What runs here. Nothing of it is secret or about a person.</summary>
/// <param name="Parts">Parts and their versions; words among them are keys of texts.</param>
internal sealed record AboutFacts(
    IReadOnlyList<(string Name, string Version)> Parts, IReadOnlyList<ModelFile> Models, IReadOnlyList<ShippedPackage> Packages)
{
    /// <summary>As text, for a request for support.</summary>
    public string ToSupportText() => string.Join('\n',
    [
        .. Parts.Select(part => $"{part.Name}: {part.Version}"),
        .. Models.Select(model => $"{model.Name}: SHA-256 {model.Sha256}"),
        .. Packages.Select(package => $"{package.Name} {package.Version}"),
    ]);
}
