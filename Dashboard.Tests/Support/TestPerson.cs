using System.Security.Claims;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Support;

/// <summary>A person with an account in a test's database, for stores that ask who wants a change.</summary>
internal sealed record TestPerson(string Email, ClaimsPrincipal Principal, OperatorCheck Check)
{
    /// <summary>Adds a person with a role, limited to a site where one is given.</summary>
    public static async Task<TestPerson> AddAsync(TestDatabase database, TimeProvider time, string role, int? site = null, string name = "")
    {
        var email = $"{role}{site}{name}@example.com";
        await using var db = await database.Factory.CreateDbContextAsync();
        var user = new User { UserName = email, Email = email, CreatedAt = time.GetUtcNow(), SecurityStamp = Guid.NewGuid().ToString() };
        var given = await db.Roles.FirstOrDefaultAsync(known => known.Name == role)
            ?? db.Roles.Add(new IdentityRole<int>(role) { NormalizedName = role.ToUpperInvariant() }).Entity;
        db.Users.Add(user);
        await db.SaveChangesAsync();
        db.UserRoles.Add(new IdentityUserRole<int> { UserId = user.Id, RoleId = given.Id });
        if (site is { } limited)
        {
            var row = await db.Sites.FindAsync(limited) ?? db.Sites.Add(new SiteRow { Id = limited, Name = $"Site {limited}" }).Entity;
            db.UserSites.Add(new UserSite { UserId = user.Id, SiteId = row.Id });
        }

        await db.SaveChangesAsync();
        var accounts = new AccountCache(database.Factory, time);
        var principal = ClaimsPrincipalFactory.Create((await accounts.FindAsync(user.Id))!, "test");
        principal.Identities.Single().AddClaim(new Claim(new ClaimsIdentityOptions().SecurityStampClaimType, user.SecurityStamp));
        return new TestPerson(email, principal, new OperatorCheck(accounts));
    }
}
