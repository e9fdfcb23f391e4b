using Dashboard.Flows.SavedFilters;
using Dashboard.Security;
using Dashboard.Storage;
using Dashboard.Web.Downloads;
using Dashboard.Web.Languages;
using Dashboard.Web.Layout.Bell;
using Dashboard.Web.Layout.Palette;
using Dashboard.Web.Pages.About;
using Dashboard.Web.Pages.Account.Passkeys;
using Dashboard.Web.Pages.AlertLists;
using Dashboard.Web.Pages.AlertLists.Entries;
using Dashboard.Web.Pages.Flows;
using Dashboard.Web.Pages.Flows.Evidence;
using Dashboard.Web.Pages.Flows.Filter.Saved;
using Dashboard.Web.Pages.Flows.List.Live;
using Dashboard.Web.Pages.Flows.Viewer;
using Dashboard.Web.Pages.Help;
using Dashboard.Web.Pages.Overview;
using Dashboard.Web.Pages.Settings;
using Dashboard.Web.Pages.SignIn;
using Dashboard.Web.Pages.Users;
using Dashboard.Web.Pictures;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Notes;
using Microsoft.AspNetCore.Diagnostics;
using MudBlazor;
using MudBlazor.Services;

namespace Dashboard.Web;

/// <summary>The dashboard in the browser.</summary>
internal static class WebSetup
{
    /// <summary>Registers Blazor and its components.</summary>
    public static void AddWeb(this WebApplicationBuilder builder)
    {
        // A build (not a publish) leaves its assets where they are and lists them in this file.
        var assets = Path.Combine(AppContext.BaseDirectory, $"{builder.Environment.ApplicationName}.staticwebassets.runtime.json");
        if (File.Exists(assets))
        {
            builder.WebHost.UseStaticWebAssets();
            if (!builder.Environment.IsDevelopment())
            {
                ServeAsPublished(builder.Configuration);
            }
        }

        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddMudServices(options => options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter);
        builder.Services.AddSingleton<MudLocalizer, LibraryTexts>();
        builder.Services.AddSingleton<DisplayClock>();
        builder.Services.AddSingleton<RetentionWarning>();
        builder.Services.AddSingleton<TestPictures>();
        builder.Services.AddSingleton<NewestFlowPicture>();
        builder.Services.AddSingleton<OverviewReader>();
        builder.Services.AddSingleton<UserGuide>();
        builder.Services.AddSettingsSections();
        builder.Services.AddSingleton<AboutReader>();
        builder.Services.AddSingleton<FlowMarks>();
        builder.Services.AddScoped<FlowAudit>();
        builder.Services.AddScoped<FlowSource>();
        builder.Services.AddScoped<IFlowSource, AuditedFlowSource>();
        builder.Services.AddSingleton<LiveFlows>();
        builder.Services.AddSingleton<PlateAdditions>();
        builder.Services.AddSingleton<FilterReading>(KeptFilter.Condition);
        builder.Services.AddScoped<IViewerSource, ViewerSource>();
        builder.Services.AddSingleton<EvidenceReader>();
        builder.Services.AddScoped<PaletteSearch>();
        builder.Services.AddSingleton<DismissedNotices>();
        builder.Services.AddSingleton<LiveStreamPlaces>();
        builder.Services.AddScoped<AlertWatch>();
        builder.Services.AddScoped<NoteDrafts>();
        builder.Services.AddScoped<InvitationSender>();
        builder.Services.AddSingleton<AlertListPermissions>();
        builder.Services.AddSingleton<NewAlertLists>();
        builder.Services.AddSingleton<FlowExportEndpoints.Exporter>();
        builder.Services.AddSingleton<FlowExportEndpoints.PictureLinks>();
        builder.Services.AddSingleton<BlurredPictures>();
    }

    /// <summary>
    /// Shows a person a page where a request failed, and refuses forms that cannot be read. Comes first, so that it sees what everything behind it
    /// does.
    /// </summary>
    public static void UseProblemPages(this WebApplication app)
    {
        app.UseWhen(context => PageRequest.IsForPerson(context.Request), pages => pages.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = Urls.Error,
            CreateScopeForErrors = true,
            StatusCodeSelector = exception =>
                StorageFailure.MayPass(exception) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
        }));
        app.UseStatusCodePagesWithReExecute(Urls.NotFound, createScopeForStatusCodePages: true);
        app.Use(KeepPagesForPeople);
        app.UseReadableForms();
    }

    /// <summary>Gives pages the language of their person, who must be known already.</summary>
    public static void UseLanguages(this WebApplication app) => app.UseMiddleware<LanguageSelection>();

    /// <summary>Maps pages, assets and pictures.</summary>
    public static void MapWeb(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapSignOut();
        app.MapPasskeys();
        app.MapLanguage();
        app.MapCameraPictures();
        app.MapFlowPictures();
        app.MapLiveStream();
        app.MapFlowExport();
        app.MapAlertListExport();
        app.MapStatisticsExport();
        app.MapEvidence();
        app.MapPlateRecord();
        app.MapSupport();
        app.MapAuditExport();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null) // SecurityHeaders says it, with the rest.
            .RequireAuthorization();
    }

    // Assets of a build are otherwise compressed anew and fetched again by every visit, for who edits them while the server runs.
    private static void ServeAsPublished(ConfigurationManager configuration)
    {
        configuration["ReloadStaticAssetsAtRuntime"] = "false";
        configuration["EnableStaticAssetsDevelopmentCaching"] = "true";
        configuration["EnableStaticAssetsDevelopmentIntegrity"] = "true";
    }

    // Programs get bare status codes and their dialect's own error bodies.
    private static Task KeepPagesForPeople(HttpContext context, RequestDelegate next)
    {
        if (!PageRequest.Is(context.Request) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        return next(context);
    }
}
