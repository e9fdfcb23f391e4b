using System.Reflection;
using System.Text.RegularExpressions;
using Dashboard.Api.Docs;
using Dashboard.Web;
using Dashboard.Web.Languages;
using Dashboard.Web.Pages.Help;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Tests.Web.Pages.Help;

public sealed class UserGuideTests
{
    private readonly UserGuide _guide = new();

    public static TheoryData<string> Codes => [.. Language.All.Select(language => language.Code)];

    [Theory, MemberData(nameof(Codes))]
    public void Topics_AreInOrder_WithNamesOfTheirOwn(string code)
    {
        var topics = Topics(code);
        Assert.Equal("first-steps", topics[0].Slug);
        Assert.Equal(topics.Count, topics.Select(topic => topic.Slug).Distinct().Count());
        Assert.All(topics, topic => Assert.True(topic.Title.Length > 3 && topic.Html.Length > 300, topic.Slug));
    }

    /// <summary>What is added in one language alone is missed in another: headings, rows, items, links and code are the same everywhere.</summary>
    [Theory, MemberData(nameof(Codes))]
    public void Topics_InEachLanguage_SayTheSame(string code)
    {
        var (own, english) = (Topics(code), Topics("en"));
        Assert.Equal(english.Select(topic => topic.Slug), own.Select(topic => topic.Slug));
        foreach (var (topic, other) in english.Zip(own))
        {
            Assert.Equal((topic.Slug, Shape(topic.Html)), (other.Slug, Shape(other.Html)));
        }
    }

    [Fact]
    public void Find_UnknownTopic_IsNull() => Assert.Null(_guide.Find(Language.English, "no-such-topic"));

    /// <summary>A link that leads nowhere is found here, not by a reader.</summary>
    [Theory, MemberData(nameof(Codes))]
    public void Links_ToPagesAndTopics_LeadSomewhere(string code)
    {
        var pages = typeof(UserGuide).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(
            route => route.Template)
            .Append(Urls.ApiDocs).Append(ExamplePages.Root).ToHashSet();
        foreach (var topic in Topics(code))
        {
            foreach (Match link in Regex.Matches(topic.Html, "href=\"(/[^\"]*)\""))
            {
                var to = link.Groups[1].Value;
                var isKnown = to.StartsWith(Urls.Help + "/", StringComparison.Ordinal)
                    ? _guide.Find(Language.English, to[(Urls.Help.Length + 1)..]) is not null
                    : pages.Contains(to);
                Assert.True(isKnown, $"{topic.Slug}: {to}");
            }
        }
    }

    private IReadOnlyList<GuideTopic> Topics(string code) => _guide.TopicsIn(Language.All.Single(language => language.Code == code));

    // Tags but for emphasis, without the names of headings, which follow their words; code is the same in every language.
    private static string Shape(string html) => string.Concat(
        Regex.Matches(html, "<code>[^<]*</code>|<(?!/?(em|strong)\\b)[^>]*>").Select(match => Regex.Replace(match.Value, " id=\"[^\"]*\"", "")));
}
