using Dashboard.Tests.Browser;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Dashboard.Tests.Browser;

/// <summary>Begins with the browser's journeys: they follow one another, so that the whole run waits for the last of them.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections
            .OrderByDescending(collection => collection.TestCollectionDisplayName is BrowserTests.Name or BrowserPageTests.Name)
            .ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];
}
