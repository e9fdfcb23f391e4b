using System.Security.Cryptography;
using Dashboard.Security.Passkeys;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Security.Passkeys;

/// <summary>Passkeys in the database.</summary>
public sealed class PasskeyStoreTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();

    [Theory, ProviderData]
    public async Task Passkey_IsFoundByIdentity_RenamedAndRemoved_ByItsOwnerAlone(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (store, ada) = (new PasskeyStore(database.Factory, _time), await AddUserAsync(database, "ada@example.com"));
        var bob = await AddUserAsync(database, "bob@example.com");
        var made = Make(7);
        (await store.AddAsync(ada.Id, " Phone ", made, Cancellation)).EnsureDone();
        var listed = Assert.Single(await store.ListAsync(ada.Id, Cancellation));
        Assert.Equal(("Phone", _time.GetUtcNow(), null), (listed.Name, listed.CreatedAt, listed.LastUsedAt));
        Assert.Empty(await store.ListAsync(bob.Id, Cancellation));

        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            using var identity = new PasskeyUserStore(db);
            Assert.Equal(ada.Id, (await identity.FindByPasskeyIdAsync(made.CredentialId, Cancellation))?.Id);
            Assert.Null(await identity.FindByPasskeyIdAsync([1, 2, 3], Cancellation));
            Assert.Null(await identity.FindPasskeyAsync(bob, made.CredentialId, Cancellation));
            var found = await identity.FindPasskeyAsync(ada, made.CredentialId, Cancellation);
            Assert.Equal(made.PublicKey, found!.PublicKey);
            Assert.Equal((7u, true, false), (found.SignCount, found.IsBackupEligible, found.IsBackedUp));
            Assert.Equal(["internal", "hybrid"], found.Transports!);
            Assert.Single(await identity.GetPasskeysAsync(ada, Cancellation));
        }

        Assert.NotNull((await store.RenameAsync(bob.Id, listed.Id, "Mine", Cancellation)).Refusal);
        Assert.NotNull((await store.RemoveAsync(bob.Id, listed.Id, Cancellation)).Refusal);
        (await store.RenameAsync(ada.Id, listed.Id, "Old phone", Cancellation)).EnsureDone();
        Assert.Equal("Old phone", Assert.Single(await store.ListAsync(ada.Id, Cancellation)).Name);
        (await store.RemoveAsync(ada.Id, listed.Id, Cancellation)).EnsureDone();
        Assert.Empty(await store.ListAsync(ada.Id, Cancellation));
        Assert.NotNull((await store.RemoveAsync(ada.Id, listed.Id, Cancellation)).Refusal);
    }

    [Theory, ProviderData]
    public async Task Use_OfOneSignature_CountsOnce(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (store, user) = (new PasskeyStore(database.Factory, _time), await AddUserAsync(database, "ada@example.com"));
        var counting = Make(7);
        (await store.AddAsync(user.Id, "Counts", counting, Cancellation)).EnsureDone();
        counting.SignCount = 8;
        _time.Advance(TimeSpan.FromHours(1));
        var uses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => store.NoteUseAsync(counting, Cancellation)));
        Assert.Single(uses, isUsed => isUsed);
        Assert.Equal(_time.GetUtcNow(), Assert.Single(await store.ListAsync(user.Id, Cancellation)).LastUsedAt);
        counting.SignCount = 0;
        Assert.False(await store.NoteUseAsync(counting, Cancellation));

        // Those that are copied between devices do not count.
        var copied = Make(0);
        (await store.AddAsync(user.Id, "Does not count", copied, Cancellation)).EnsureDone();
        Assert.True(await store.NoteUseAsync(copied, Cancellation));
        Assert.True(await store.NoteUseAsync(copied, Cancellation));
        Assert.False(await store.NoteUseAsync(Make(1), Cancellation));
    }

    [Theory, ProviderData]
    public async Task Challenge_IsSpentOnce_OnAllServers_AndForgottenLater(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var user = await AddUserAsync(database, "ada@example.com");
        PasskeyStore[] servers = [new(database.Factory, _time), new(database.Factory, _time)];
        var challenge = new PasskeyChallenge("one", null, null);
        var spent = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => servers[i % 2].SpendAsync(user.Id, challenge, Cancellation)));
        Assert.Single(spent, isTaken => isTaken);
        _time.Advance(PasskeyChallenge.MaxAge);
        Assert.True(await servers[1].SpendAsync(user.Id, challenge with { State = "two" }, Cancellation));
        Assert.False(await servers[0].SpendAsync(user.Id, challenge, Cancellation));
        Assert.False(await servers[0].SpendAsync(-1, challenge, Cancellation));

        _time.Advance(2 * PasskeyChallenge.MaxAge);
        Assert.True(await servers[0].SpendAsync(user.Id, challenge with { State = "three" }, Cancellation));
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.InRange(await db.UserTokens.CountAsync(Cancellation), 1, 2);
    }

    [Theory, ProviderData]
    public async Task Add_MoreThanTen_OneTwice_OrWithoutAName_IsRefused(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (store, user) = (new PasskeyStore(database.Factory, _time), await AddUserAsync(database, "ada@example.com"));
        var first = Make(1);
        (await store.AddAsync(user.Id, "Key 0", first, Cancellation)).EnsureDone();
        Assert.NotNull((await store.AddAsync(user.Id, "Again", first, Cancellation)).Refusal);
        Assert.NotNull((await store.AddAsync(user.Id, " ", Make(1), Cancellation)).Refusal);
        Assert.NotNull((await store.AddAsync(user.Id, "key 0", Make(1), Cancellation)).Refusal);
        Assert.NotNull((await store.AddAsync(user.Id, new string('x', UserPasskey.MaxNameLength + 1), Make(1), Cancellation)).Refusal);
        Assert.NotNull((await store.AddAsync(-1, "Nobody's", Make(1), Cancellation)).Refusal);
        var added = await Task.WhenAll(Enumerable.Range(1, 12).Select(i => store.AddAsync(user.Id, $"Key {i}", Make(1), Cancellation)));
        Assert.Equal(PasskeyStore.MaxPasskeys - 1, added.Count(result => result.IsDone));
        Assert.Equal(PasskeyStore.MaxPasskeys, (await store.ListAsync(user.Id, Cancellation)).Count);
        Assert.Contains("the most", (await store.CheckAsync(user.Id, "One more", Cancellation)).Refusal);
    }

    [Theory, ProviderData]
    public async Task Passkeys_GoWithTheAccount(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (store, user) = (new PasskeyStore(database.Factory, _time), await AddUserAsync(database, "ada@example.com"));
        (await store.AddAsync(user.Id, "Phone", Make(1), Cancellation)).EnsureDone();
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        await db.Users.Where(row => row.Id == user.Id).ExecuteDeleteAsync(Cancellation);
        Assert.Equal(0, await db.Passkeys.CountAsync(Cancellation));
    }

    // As long as an authenticator may make them.
    private UserPasskeyInfo Make(uint count) => new(
        RandomNumberGenerator.GetBytes(UserPasskey.MaxCredentialLength),
        RandomNumberGenerator.GetBytes(UserPasskey.MaxKeyLength),
        _time.GetUtcNow(),
        count,
        ["internal", "hybrid", "not one; of them"],
        isUserVerified: true,
        isBackupEligible: true,
        isBackedUp: false,
        [],
        []);

    private static async Task<User> AddUserAsync(TestDatabase database, string email)
    {
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var user = new User { UserName = email, Email = email };
        db.Users.Add(user);
        await db.SaveChangesAsync(Cancellation);
        return user;
    }
}
