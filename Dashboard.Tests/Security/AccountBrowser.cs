using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Security;

/// <summary>What a browser does with the account pages: keeps cookies, sends forms with what is hidden in them, follows nothing by itself.</summary>
internal sealed partial class AccountBrowser : IDisposable
{
    /// <param name="server">The server.</param>
    /// <param name="address">Another address of it.</param>
    public AccountBrowser(DashboardApp server, string? address = null)
    {
        Client =
            new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = new(address ?? server.Address) };
        Client.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public CookieContainer Cookies { get; } = new();

    public HttpClient Client { get; }

    /// <summary>Opens a page with a form, fills it in and sends it.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string form, params (string Name, string Value)[] fields)
    {
        var html = await Client.GetAsync(page).ReadAsync();
        return await PostAsync(page, [("_handler", form), ("__RequestVerificationToken", Token(html)), .. fields]);
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password, string page = "/account/sign-in") =>
        SubmitAsync(page, "sign-in", ("Form.Email", email), ("Form.Password", password));

    public Task<HttpResponseMessage> PostAsync(string page, params (string Name, string Value)[] fields) =>
        Client.PostAsync(page, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>The anti-forgery token in a page.</summary>
    public static string Token(string html) => WebUtility.HtmlDecode(HiddenToken().Match(html).Groups[1].Value);

    /// <summary>Where an answer leads, as a path.</summary>
    public static string? LeadsTo(HttpResponseMessage answer) =>
        answer.Headers.Location is { } to ? (to.IsAbsoluteUri ? to.PathAndQuery : to.ToString()) : null;

    public void Dispose() => Client.Dispose();

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex HiddenToken();
}
