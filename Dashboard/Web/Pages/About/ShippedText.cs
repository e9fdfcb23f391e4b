using System.Reflection;

namespace Dashboard.Web.Pages.About;

/// <summary>Texts that are part of the program.</summary>
internal static class ShippedText
{
    /// <summary>One of them; throws where there is none of that name.</summary>
    public static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
