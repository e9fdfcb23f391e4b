namespace Dashboard.Tests.Support.Sources;

/// <summary>The clip that comes with the program, and what drives through it.</summary>
internal static class DemoClip
{
    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "Dashboard", "Demo", "street.mp4");

    /// <summary>Its plates, as <c>street.txt</c> lists them.</summary>
    public static IReadOnlyList<string> Plates { get; } =
        [.. File.ReadLines(System.IO.Path.ChangeExtension(Path, ".txt")).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')[0])];
}
