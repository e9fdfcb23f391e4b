using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Dashboard.Api.AdminApi;
using Dashboard.Api.ScoutApi;
using Dashboard.Api.SeedataApi;
using Dashboard.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dashboard.Api.Docs;

/// <summary>The APIs' OpenAPI documents, made from the endpoints, and the page that shows them (Decision 0024).</summary>
internal static class DocsSetup
{
    /// <summary>Below which the documents and their page are.</summary>
    public const string Root = ApiPaths.Docs;

    // One line a dialect.
    private static readonly ApiDocument[] Documents =
    [
        SeedataDocs.Document,
        ScoutDocs.Document,
        AdminDocs.Document,
    ];

    public static void AddDocs(this IServiceCollection services)
    {
        // The dialects' own options differ in what the text looks like alone. Numbers are numbers; otherwise each schema would allow them as text,
        // too.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.RespectRequiredConstructorParameters = true; // A record's members are always there.
        });
        foreach (var document in Documents)
        {
            services.AddOpenApi(document.Name, options => Fill(options, document));
        }
    }

    /// <summary>
    /// Maps the documents and the page, open to everybody: they hold no secret, and a person who writes a client may have no account.
    /// </summary>
    public static void MapDocs(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi($"{Root}/{{documentName}}.json").AllowAnonymous();
        app.MapExamples();
        app.MapSwaggerUI(Root[1..], page =>
        {
            page.DocumentTitle = "API · Plate Dashboard";
            page.HeadContent = """
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <link rel="stylesheet" href="/css/docs.css">
                """;
            foreach (var document in Documents)
            {
                page.SwaggerEndpoint($"{Root}/{document.Name}.json", document.Title);
            }

            page.ConfigObject.DisplayRequestDuration = true;
            page.ConfigObject.DeepLinking = true;
            page.ConfigObject.ShowCommonExtensions = true; // Ranges of parameters.
            page.ConfigObject.DefaultModelsExpandDepth = 0;
        }).AllowAnonymous();
    }

    private static void Fill(OpenApiOptions options, ApiDocument about)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0; // What generators of clients understand best.

        // HEAD is GET without a body: it would double the document and say nothing new.
        options.ShouldInclude = route => route.GroupName == about.Name && route.HttpMethod != HttpMethods.Head;
        options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is null ? null : ApiDocument.NameOf(type.Type);
        options.AddOperationTransformer(new OperationDocsTransformer(about));
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var allowed = context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(AllowedValuesAttribute), false);
            if (allowed is [AllowedValuesAttribute values])
            {
                schema.Enum = [.. values.Values.Select(value => JsonValue.Create((string)value!))];
            }

            about.Complete(schema, context.JsonTypeInfo.Type, context.ApplicationServices);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = about.Title,
                Version = about.Version,
                Description = $"{about.Description}\n\n{ExamplePages.Pointer}",
                License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
            };
            foreach (var server in document.Servers ?? [])
            {
                server.Url = server.Url?.TrimEnd('/'); // Paths begin with a slash of their own.
            }

            document.Tags = about.Groups.Select(group => new OpenApiTag { Name = group.Name, Description = group.Description }).ToHashSet();
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = about.Security.ToDictionary(scheme => scheme.Key, IOpenApiSecurityScheme (scheme) => scheme.Value);
            return Task.CompletedTask;
        });
    }
}

/// <summary>What stands at a document's head.</summary>
/// <param name="Name">Its file's name, and the group's name of the endpoints that belong to it.</param>
/// <param name="Title">What people call the API.</param>
/// <param name="Version">The API's version.</param>
/// <param name="Description">What holds for all operations; Markdown.</param>
/// <param name="Groups">The headings, in order.</param>
/// <param name="Security">The ways in which a caller says who it is, each enough, by their names in the document.</param>
/// <param name="Complete">Adds to a type's schema what its members cannot say, and what settings change.</param>
internal sealed record ApiDocument(
    string Name,
    string Title,
    string Version,
    string Description,
    IReadOnlyList<(string Name, string Description)> Groups,
    IReadOnlyDictionary<string, OpenApiSecurityScheme> Security,
    Action<OpenApiSchema, Type, IServiceProvider> Complete)
{
    /// <summary>What a type is called in the documents: generated clients name their types so.</summary>
    public static string NameOf(Type type) => type.IsGenericType
        ? string.Concat(type.GetGenericArguments().Select(NameOf)) + type.Name.Split('`')[0]
        : type.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName ?? type.Name;
}
