using System.Reflection;
using System.Text.RegularExpressions;
using Dashboard.Api.Docs;
using Dashboard.Web;
using Dashboard.Web.Pages.Help;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Tests.Web.Pages.Help;

public sealed class UserGuideTests
{
    private readonly UserGuide _guide = new();

    [Fact]
    public void Topics_AreInOrder_WithNamesOfTheirOwn()
    {
        Assert.Equal("first-steps", _guide.Topics[0].Slug);
        Assert.Equal(_guide.Topics.Count, _guide.Topics.Select(topic => topic.Slug).Distinct().Count());
        Assert.All(_guide.Topics, topic => Assert.True(topic.Title.Length > 3 && topic.Html.Length > 300, topic.Slug));
    }

    [Fact]
    public void Find_UnknownTopic_IsNull() => Assert.Null(_guide.Find("no-such-topic"));

    /// <summary>A link that leads nowhere is found here, not by a reader.</summary>
    [Fact]
    public void Links_ToPagesAndTopics_LeadSomewhere()
    {
        var pages = typeof(UserGuide).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(
            route => route.Template)
            .Append(Urls.ApiDocs).Append(ExamplePages.Root).ToHashSet();
        foreach (var topic in _guide.Topics)
        {
            foreach (Match link in Regex.Matches(topic.Html, "href=\"(/[^\"]*)\""))
            {
                var to = link.Groups[1].Value;
                var isKnown = to.StartsWith(Urls.Help + "/", StringComparison.Ordinal)
                    ? _guide.Find(to[(Urls.Help.Length + 1)..]) is not null
                    : pages.Contains(to);
                Assert.True(isKnown, $"{topic.Slug}: {to}");
            }
        }
    }
}
