using Dashboard.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.Passkeys;

/// <summary>
/// Identity's store of accounts, which reads passkeys from our own table: Identity's keeps all of a passkey in one JSON column, with what the
/// authenticator said when it was made, and not when it was last used. Changes are made by <see cref="PasskeyStore"/>.
/// </summary>
internal sealed class PasskeyUserStore(DashboardDbContext context, IdentityErrorDescriber? describer = null)
    : UserStore<User, IdentityRole<int>, DashboardDbContext, int>(context, describer)
{
    public override async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken)
    {
        var rows = await Rows(user).ToListAsync(cancellationToken);
        return [.. rows.Select(ToInfo)];
    }

    public override async Task<UserPasskeyInfo?> FindPasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        await Rows(user).SingleOrDefaultAsync(passkey => passkey.CredentialId == credentialId, cancellationToken) is { } row ? ToInfo(row) : null;

    public override Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        (from passkey in Context.Passkeys
         where passkey.CredentialId == credentialId
         join user in Context.Users on passkey.UserId equals user.Id
         select user).SingleOrDefaultAsync(cancellationToken);

    public override Task AddOrUpdatePasskeyAsync(User user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override Task RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private static UserPasskeyInfo ToInfo(UserPasskey row) => new(
        row.CredentialId,
        row.PublicKey,
        row.CreatedAt,
        (uint)row.SignCount,
        row.Transports.Split(',', StringSplitOptions.RemoveEmptyEntries),
        isUserVerified: true,
        row.IsBackupEligible,
        row.IsBackedUp,
        attestationObject: [],
        clientDataJson: [])
    {
        Name = row.Name,
    };

    private IQueryable<UserPasskey> Rows(User user) =>
        Context.Passkeys.AsNoTracking().Where(passkey => passkey.UserId == user.Id).OrderBy(passkey => passkey.Id);
}
