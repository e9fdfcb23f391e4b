using System.Globalization;
using Dashboard.Configuration;
using Dashboard.Hosting;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Languages;

/// <summary>
/// Gives pages and their live connection a language: what the person chose, what was chosen in this browser, what the browser asks for, what the
/// server is set to; the first that is there. Everything else (APIs, files, mails, the log) stays English.
/// </summary>
internal sealed class LanguageSelection(
    RequestDelegate next, Preferences preferences, IOptionsMonitor<ServerOptions> options, ILogger<LanguageSelection> log)
{
    public const string Cookie = "language";

    /// <summary>Name of what is kept with the account.</summary>
    public const string Preference = "language";

    // Where Blazor's pages are connected.

    public async Task InvokeAsync(HttpContext context)
    {
        if (IsForPerson(context))
        {
            var language = await FindPreferenceAsync(context) ?? Language.Find(context.Request.Cookies[Cookie]) ?? FindAccepted(context.Request)
                ?? Language.Find(options.CurrentValue.Language) ?? Language.English;
            CultureInfo.CurrentUICulture = language.Culture;
        }

        await next(context);
    }

    private static bool IsForPerson(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } endpoint
            && (endpoint.GetMetadata<ComponentTypeMetadata>() is not null || endpoint.GetMetadata<InLanguageOfPerson>() is not null)
        || context.Request.Path.StartsWithSegments(PagePaths.Hub);

    private static Language? FindAccepted(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Where(accepted => accepted.Quality is not 0)
        .OrderByDescending(accepted => accepted.Quality ?? 1)
        .Select(accepted => Language.Find(accepted.Value.Value))
        .FirstOrDefault(language => language is not null);

    private async Task<Language?> FindPreferenceAsync(HttpContext context)
    {
        if (context.User.Identity?.IsAuthenticated != true)
        {
            return null;
        }

        try
        {
            return Language.Find(await preferences.GetAsync(context.User, Preference, context.RequestAborted));
        }
        catch (Exception exception) when (StorageFailure.MayPass(exception))
        {
            log.LogWarning("The language of a person could not be read: {Reason}", StorageFailure.Describe(exception));
            return null;
        }
    }
}

/// <summary>Marks an endpoint that is no page and yet speaks the person's language.</summary>
internal sealed class InLanguageOfPerson;
