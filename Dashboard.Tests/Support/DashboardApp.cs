using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Dashboard.Api.SeedataApi;
using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Flows.Export;
using Dashboard.Hosting.Process;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Security.Accounts;
using Dashboard.Security.FirstRun;
using Dashboard.Security.Sessions;
using Dashboard.Security.Tokens;
using Dashboard.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Support;

/// <summary>
/// The real server on a free port, with an empty data directory that goes when it goes, in UTC unless told otherwise, and with a
/// recogniser that finds nothing: tests of recognition have their own. Use it as a class fixture, or start one with settings of its own.
/// </summary>
public sealed partial class DashboardApp : IAsyncLifetime
{
    /// <summary>The password of every user that is made without one.</summary>
    public const string Password = "correct horse battery";

    private readonly string _data = Path.Combine(Path.GetTempPath(), $"dashboard-test-{Guid.NewGuid():N}");
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly SemaphoreSlim _users = new(1);

    /// <summary>For class fixtures.</summary>
    public DashboardApp()
        : this(null, null, [])
    {
    }

    private DashboardApp(TimeProvider? time, Action<WebApplicationBuilder>? configure, string[] settings)
    {
        string[] places = ["--Database:", "--DataDirectory"];
        if (!settings.Any(setting => places.Any(place => setting.StartsWith(place, StringComparison.Ordinal))))
        {
            MigratedFile.PutWithKeys(_data);
        }

        string[] own = [$"--DataDirectory={_data}", "--urls=http://127.0.0.1:0"];
        _app = DashboardServer.Build([.. own, .. settings], builder =>
        {
            builder.Configuration.Sources.Insert(
                builder.Configuration.Sources.TakeWhile(source => source is not SavedSettingsSource).Count(),
                new MemoryConfigurationSource { InitialData = AsInAFile });
            builder.Logging.ClearProviders().AddProvider(new MemoryLog(_log));
            builder.Services.AddKeyedSingleton(FirstRunAnnouncer.WriterKey, TextWriter.Null);
            builder.Services.Replace(ServiceDescriptor.Singleton<IPlateRecognizer, BlindRecognizer>());
            // The memory is the run's: what one server gives back, with a pause for all, the others fetch again.
            builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(MemoryRelease)));
            builder.Services.PostConfigure<PasswordHasherOptions>(hashing => hashing.IterationCount = 1000); // For speed.
            if (time is not null)
            {
                builder.Services.Replace(ServiceDescriptor.Singleton(time));
            }

            configure?.Invoke(builder);
        });
    }

    // So that pages can change it. Flows of tests are of any age: none is deleted unless a test asks for it.
    private static IEnumerable<KeyValuePair<string, string?>> AsInAFile =>
    [
        new("TimeZone", "UTC"),
        new("Retention:FlowDays", "0"),
        new("Retention:PictureDays", "0"),
        new("Retention:MinimumFreePercent", "0"),
    ];

    /// <summary>The code that the console printed for the first run.</summary>
    public string SetupCode => Get<FirstRunGate>().Code.Text;

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The same by name: browsers keep passkeys for names alone.</summary>
    public string NamedAddress => Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public string DataDirectory => _data;

    /// <summary>What it logged so far, a line a message, exceptions included.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Method and pattern of every route that names its methods.</summary>
    public IEnumerable<(string Method, string Pattern)> Routes =>
        from endpoint in ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        select (method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'));

    /// <summary>A server that is not started yet, for fixtures.</summary>
    public static DashboardApp Create(params string[] settings) => new(null, null, settings);

    /// <summary>Starts a server; dispose it.</summary>
    /// <param name="settings">Settings as on the command line; they win over the factory's own.</param>
    public static Task<DashboardApp> StartAsync(params string[] settings) => StartAsync(null, null, settings);

    /// <summary>Starts a server with a clock of the test's, or with other services; dispose it.</summary>
    public static async Task<DashboardApp> StartAsync(TimeProvider? time, Action<WebApplicationBuilder>? configure, params string[] settings)
    {
        var app = new DashboardApp(time, configure, settings);
        try
        {
            await app.InitializeAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        Address = _app.Urls.First().TrimEnd('/');
    }

    public async ValueTask DisposeAsync()
    {
        if (Address.Length > 0)
        {
            // Disposing alone stops nobody: the recorder would still write into the folder that is about to go.
            await StopAsync();
        }

        await _app.DisposeAsync();
        await Eventually.TrueAsync(TryClear, $"{_data} is deleted");
    }

    /// <summary>Stops it; what it stored stays until it is disposed.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <summary>A page whose circuit has just ended may still ask the database once, which makes its files anew.</summary>
    private bool TryClear()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        try
        {
            if (Directory.Exists(_data))
            {
                Directory.Delete(_data, recursive: true);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>A client that nobody is signed in with; it follows no redirect and keeps no cookie.</summary>
    public HttpClient AnonymousClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Address) };

    /// <summary>A client with a bearer token of somebody with this role.</summary>
    public async Task<HttpClient> ApiClientAsync(string role = Roles.Viewer)
    {
        var client = AnonymousClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(role));
        return client;
    }

    /// <summary>A client with the session of somebody with this role, as after the sign-in page.</summary>
    public async Task<HttpClient> SignInClientAsync(string role = Roles.Administrator)
    {
        var (name, value) = await SessionCookieAsync(role);
        var client = AnonymousClient();
        client.DefaultRequestHeaders.Add("Cookie", $"{name}={value}");
        return client;
    }

    /// <summary>Makes a user and returns its number.</summary>
    public async Task<int> CreateUserAsync(string email, string role = Roles.Viewer, string password = Password)
    {
        var accounts = Get<UserAccounts>();
        await accounts.EnsureRolesAsync();
        var made = await accounts.AddAsync(email, password, role, []);
        Assert.True(made.IsDone, made.Refusal);
        return (await accounts.FindAsync(email))!.Value;
    }

    /// <summary>Gives a user another role, as the users page does.</summary>
    public async Task ChangeRoleAsync(int id, string role) => (await Get<UserAccounts>().ChangeRoleAsync(id, role)).EnsureDone();

    /// <summary>Keeps a user out, as the users page does.</summary>
    public async Task DisableUserAsync(int id) => Assert.True((await Get<UserAccounts>().SetEnabledAsync(id, false)).IsDone);

    /// <summary>A bearer token of somebody with this role.</summary>
    public async Task<string> TokenAsync(string role = Roles.Viewer) => Get<TokenIssuer>().Issue(await AccountAsync(role));

    /// <summary>An API key of somebody with this role.</summary>
    public async Task<string> ApiKeyAsync(string role = Roles.Viewer)
    {
        var made = await Get<ApiKeyStore>().CreateAsync((await AccountAsync(role)).Id, "test");
        return made.Value;
    }

    /// <summary>The number of the user whom tests with this role act for.</summary>
    public async Task<int> UserAsync(string role) => (await AccountAsync(role)).Id;

    /// <summary>Revokes all keys of somebody with this role.</summary>
    public async Task RevokeKeysAsync(string role)
    {
        var (keys, user) = (Get<ApiKeyStore>(), await UserAsync(role));
        foreach (var key in await keys.ListAsync(user))
        {
            (await keys.RevokeAsync(user, key.Id)).EnsureDone();
        }
    }

    /// <summary>The cookie of a session of a user.</summary>
    public async Task<(string Name, string Value)> SessionCookieAsync(int id)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().FindByIdAsync($"{id}");
        var principal = await scope.ServiceProvider.GetRequiredService<SignInManager<User>>().CreateUserPrincipalAsync(user!);
        await Get<SessionStore>().BeginAsync(principal, "127.0.0.1", "");
        var cookies = Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var now = Get<TimeProvider>().GetUtcNow();
        var session = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + cookies.ExpireTimeSpan };
        var ticket = new AuthenticationTicket(principal, session, IdentityConstants.ApplicationScheme);
        return (cookies.Cookie.Name!, cookies.TicketDataFormat.Protect(ticket));
    }

    /// <summary>Stores flows as they are given and returns their numbers. A flow's camera must be there (<see cref="AddCameraAsync"/>).</summary>
    public async Task<IReadOnlyList<long>> SeedFlowsAsync(params Flow[] flows)
    {
        await using var database = await Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        foreach (var flow in flows.Where(flow => flow.Uuid == Guid.Empty))
        {
            flow.Uuid = Guid.NewGuid();
        }

        // One by one: the numbers must follow the order in which the flows are given.
        foreach (var flow in flows)
        {
            database.Flows.Add(flow);
            await database.SaveChangesAsync();
            database.ChangeTracker.Clear();
        }

        return [.. flows.Select(flow => flow.Id)];
    }

    /// <summary>Stores flows and announces them, as when vehicles pass.</summary>
    public async Task<IReadOnlyList<long>> ArriveAsync(params Flow[] flows)
    {
        var ids = await SeedFlowsAsync(flows);
        Get<FlowFeed>().Publish([.. flows.Select(flow => new FlowWithCamera(flow, CameraInfo.Unknown(flow.CameraId)))]);
        return ids;
    }

    /// <summary>Stores a picture for a flow that is not stored yet, and says so in the flow: grey, 64 x 48 pixels, unless one is given.</summary>
    public async Task<byte[]> StorePictureAsync(Flow flow, byte[]? jpeg = null, params TakenView[] views)
    {
        if (jpeg is null)
        {
            using var frame = Get<FramePool>().Rent(64, 48);
            frame.Data.Span.Fill(128);
            jpeg = Get<PictureCodec>().Encode(frame);
        }

        (flow.PictureWidth, flow.PictureHeight) = (64, 48);
        flow.Uuid = flow.Uuid == Guid.Empty ? Guid.NewGuid() : flow.Uuid;
        // What has no row yet is left over to the cleanup of the start.
        await (Get<IEnumerable<IHostedService>>().OfType<OrphanedPictureCleanup>().SingleOrDefault()?.ExecuteTask ?? Task.CompletedTask);
        var picture = await Get<FlowImages>().WriteAsync(flow.Uuid, flow.CapturedAt, jpeg, views);
        picture.GiveTo(flow);
        Get<FlowImages>().Release(picture);
        return jpeg;
    }

    /// <summary>Removes a flow's picture, as retention does.</summary>
    public void RemovePicture(Flow flow) => Get<FlowImages>().Delete(flow);

    /// <summary>Adds a camera, disabled unless told otherwise, and returns its number.</summary>
    public async Task<int> AddCameraAsync(string alias, string source = "rtsp://camera.example/stream", Func<Camera, Camera>? with = null)
    {
        var cameras = Get<CameraStore>();
        var camera = new Camera { Alias = alias, Source = source, IsEnabled = false };
        var added = (await cameras.AddAsync(with?.Invoke(camera) ?? camera)).Value;
        if (added.KeepAlive is { } seen)
        {
            await cameras.SaveKeepAliveAsync(new Dictionary<int, DateTimeOffset> { [added.Id] = seen });
        }

        return added.Id;
    }

    /// <summary>Takes a camera off the lists; its flows stay.</summary>
    public async Task DeleteCameraAsync(int id) => (await Get<CameraStore>().DeleteAsync(id)).EnsureDone();

    /// <summary>Switches a camera off, as the cameras page does.</summary>
    public async Task DisableCameraAsync(int id) => (await Get<CameraStore>().SetEnabledAsync(id, false)).EnsureDone();

    /// <summary>A grey frame arrives from a camera, now by the server's clock.</summary>
    public void ShowFrame(int camera)
    {
        using var frame = Get<FramePool>().Rent(320, 240);
        frame.Data.Span.Fill(128);
        (frame.CameraId, frame.CapturedAt) = (camera, Get<TimeProvider>().GetUtcNow());
        Get<NewestPictures>().Offer(frame);
    }

    /// <summary>A grey picture.</summary>
    public byte[] Jpeg(int width, int height)
    {
        using var frame = Get<FramePool>().Rent(width, height);
        frame.Data.Span.Fill(128);
        return Get<PictureCodec>().Encode(frame);
    }

    public CameraStatus CameraStatus(int id) => Get<CameraStatusBoard>().Get(id);

    /// <summary>How many callers of <c>GET /flows/stream</c> the server serves.</summary>
    public int OpenStreams => Get<FlowStreamSlots>().Taken;

    internal ExportRuns ExportRuns => Get<ExportRuns>();

    internal IPlateRecognizer Recognizer => Get<IPlateRecognizer>();

    internal T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    private async Task<AccountSnapshot> AccountAsync(string role)
    {
        var email = $"{role}@test.example";
        await _users.WaitAsync();
        try
        {
            var id = await Get<UserAccounts>().FindAsync(email) ?? await CreateUserAsync(email, role);
            return (await Get<AccountCache>().FindAsync(id))!;
        }
        finally
        {
            _users.Release();
        }
    }

    private sealed class BlindRecognizer : IPlateRecognizer
    {
        public string Version => "test";

        public IReadOnlyList<DetectedPlate> Detect(LumaImage luma, RegionOfInterest? region = null) => [];

        public IReadOnlyList<PlateRead> Read(
        LumaImage luma, IReadOnlyList<DetectedPlate> plates, int candidates = 10, ExpectedCountries? countries = null) =>
            [.. plates.Select(plate => new PlateRead(plate.Corners, []))];

        public IReadOnlyList<PlateRead> Recognize(
        LumaImage luma, RegionOfInterest? region = null, int candidates = 10, ExpectedCountries? countries = null) => [];
    }

    private sealed class MemoryLog(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true; // What the settings let through.

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}");

        public void Dispose()
        {
        }
    }
}
