using Dashboard.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Security.Passkeys;

/// <summary>
/// ASP.NET Identity's check of passkeys, with this server's conditions: the authenticator must have checked who the person is (by fingerprint,
/// face or PIN), which makes a passkey two factors in one, and keeps the account's number with it, so that nobody types an e-mail address.
/// </summary>
internal sealed class PasskeyHandlers(IOptionsMonitor<SecurityOptions> options)
{
    private const string Required = "required";

    public IPasskeyHandler<User> Create(HttpContext context)
    {
        var setting = options.CurrentValue.PasskeyDomain;
        return new PasskeyHandler<User>(context.RequestServices.GetRequiredService<UserManager<User>>(), Options.Create(new IdentityPasskeyOptions
        {
            ServerDomain = PasskeyDomain.For(setting, context.Request),
            UserVerificationRequirement = Required,
            ResidentKeyRequirement = Required,
            AuthenticatorTimeout = PasskeyChallenge.MaxAge,
            ValidateOrigin = page => ValueTask.FromResult(!page.CrossOrigin && PasskeyDomain.Accepts(setting, page.HttpContext.Request, page.Origin)),
        }));
    }
}
