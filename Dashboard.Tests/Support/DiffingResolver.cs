using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Dashboard.Tests.Support;

/// <summary>Finds AngleSharp.Diffing, which bUnit asks for by another version than the one at hand.</summary>
internal static class DiffingResolver
{
    [ModuleInitializer]
    internal static void Install() => AssemblyLoadContext.Default.Resolving += Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == "AngleSharp.Diffing"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "diffing", "AngleSharp.Diffing.dll"))
            : null;
}
