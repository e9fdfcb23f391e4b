namespace Dashboard.Web.Pages.Help;

/// <summary>One page of the user guide.</summary>
/// <param name="Slug">Its name in the address.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Html">What follows the heading, as HTML of our own text.</param>
internal sealed record GuideTopic(string Slug, string Title, string Html);
