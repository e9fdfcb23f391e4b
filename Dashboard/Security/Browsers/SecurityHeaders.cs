using System.Buffers.Text;
using System.Security.Cryptography;

namespace Dashboard.Security.Browsers;

/// <summary>What every answer tells a browser that it may not do with it (Decision 0046).</summary>
internal static class SecurityHeaders
{
    private const string PermissionsPolicy =
        "accelerometer=(), autoplay=(self), camera=(), display-capture=(), fullscreen=(self), geolocation=(), gyroscope=(), magnetometer=(), "
        + "microphone=(), midi=(), payment=(), usb=()";

    private const int NonceBytes = 16;
    private static readonly object _nonce = new();

    /// <summary>Comes before whatever answers.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            Add(context);
            return Task.CompletedTask;
        });
        return next(context);
    });

    /// <summary>A word that lets one script within this page run; whoever smuggles a script in does not know it.</summary>
    public static string NonceOf(HttpContext context)
    {
        if (context.Items.TryGetValue(_nonce, out var known))
        {
            return (string)known!;
        }

        var made = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));
        context.Items[_nonce] = made;
        return made;
    }

    // Styles within a page are the component library's, which places menus by them. Pictures are also drawn by scripts of this server.
    private static string ContentPolicy(HttpContext context)
    {
        var nonce = context.Items.TryGetValue(_nonce, out var known) ? $" 'nonce-{known}'" : "";
        return $"default-src 'self'; script-src 'self'{nonce}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
            + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";
    }

    private static void Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "SAMEORIGIN";
        headers.ContentSecurityPolicy = ContentPolicy(context);
        headers["Permissions-Policy"] = PermissionsPolicy;
        if (!headers.ContainsKey("Referrer-Policy"))
        {
            headers["Referrer-Policy"] = "same-origin";
        }
    }
}
