using System.Runtime.CompilerServices;
using Bunit;

namespace Dashboard.Tests.Support;

/// <summary>How long a test of a component waits for what it expects: a busy machine needs more than the second that is usual.</summary>
internal static class ComponentPatience
{
    [ModuleInitializer]
    internal static void Set() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
}
