using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Storage.Mapping;

/// <summary>API keys: looked up by their hash.</summary>
internal sealed class ApiKeyMapping : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("ApiKeys");
        key.Property(k => k.Name).HasMaxLength(64);
        key.Property(k => k.Prefix).HasMaxLength(16);
        key.Property(k => k.Hash).HasMaxLength(32);
        key.Property(k => k.CreatedAt).StoredInMilliseconds("CreatedMs");
        key.Property(k => k.LastUsedAt).StoredInMilliseconds("LastUsedMs");
        key.Property(k => k.RevokedAt).StoredInMilliseconds("RevokedMs");
        key.HasIndex(k => k.Hash).IsUnique();
        key.HasOne<User>().WithMany().HasForeignKey(k => k.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DataProtectionKeyMapping : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> key)
    {
        key.ToTable("DataProtectionKeys");
        key.Property(k => k.FriendlyName).HasMaxLength(128);
    }
}

/// <summary>Secrets of the program, by name.</summary>
internal sealed class ServerSecretMapping : IEntityTypeConfiguration<ServerSecret>
{
    public void Configure(EntityTypeBuilder<ServerSecret> secret)
    {
        secret.ToTable("ServerSecrets");
        secret.HasKey(s => s.Name);
        secret.Property(s => s.Name).HasMaxLength(64);
    }
}

/// <summary>Saved settings, by key.</summary>
internal sealed class SavedSettingMapping : IEntityTypeConfiguration<SavedSetting>
{
    public void Configure(EntityTypeBuilder<SavedSetting> setting)
    {
        setting.ToTable("SavedSettings");
        setting.HasKey(s => s.Key);
        setting.Property(s => s.Key).HasMaxLength(SavedSetting.MaxKeyLength);
        setting.Property(s => s.Value).HasMaxLength(SavedSetting.MaxValueLength);
        setting.Property(s => s.ChangedAt).StoredInMilliseconds("ChangedMs");
        setting.Property(s => s.ChangedBy).HasMaxLength(SavedSetting.MaxChangedByLength);
    }
}

internal sealed class UserMapping : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> user)
    {
        user.Property(u => u.CreatedAt).StoredInMilliseconds("CreatedMs");
        user.Property(u => u.LastSignInAt).StoredInMilliseconds("LastSignInMs");
    }
}

/// <summary>What people chose for themselves; it goes with the account.</summary>
internal sealed class UserPreferenceMapping : IEntityTypeConfiguration<UserPreference>
{
    public void Configure(EntityTypeBuilder<UserPreference> preference)
    {
        preference.ToTable("UserPreferences");
        preference.HasKey(p => new { p.UserId, p.Key });
        preference.Property(p => p.Key).HasMaxLength(UserPreference.MaxKeyLength);
        preference.Property(p => p.Value).HasMaxLength(UserPreference.MaxValueLength);
        preference.HasOne<User>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Sessions: of a person, and by age.</summary>
internal sealed class UserSessionMapping : IEntityTypeConfiguration<UserSession>
{
    public void Configure(EntityTypeBuilder<UserSession> session)
    {
        session.ToTable("UserSessions");
        session.Property(s => s.Id).HasMaxLength(32);
        session.Property(s => s.CreatedAt).StoredInMilliseconds("CreatedMs");
        session.Property(s => s.LastSeenAt).StoredInMilliseconds("LastSeenMs");
        session.Property(s => s.Address).HasMaxLength(64);
        session.Property(s => s.Browser).HasMaxLength(UserSession.MaxBrowserLength);
        session.HasIndex(s => new { s.UserId, s.LastSeenAt });
        session.HasIndex(s => s.LastSeenAt);
        session.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Passkeys: of a person, and by what the authenticator calls them.</summary>
internal sealed class UserPasskeyMapping : IEntityTypeConfiguration<UserPasskey>
{
    public void Configure(EntityTypeBuilder<UserPasskey> passkey)
    {
        passkey.ToTable("UserPasskeys");
        passkey.Property(p => p.Name).HasMaxLength(UserPasskey.MaxNameLength);
        passkey.Property(p => p.CredentialId).HasMaxLength(UserPasskey.MaxCredentialLength);
        passkey.Property(p => p.PublicKey).HasMaxLength(UserPasskey.MaxKeyLength);
        passkey.Property(p => p.Transports).HasMaxLength(UserPasskey.MaxTransportsLength);
        passkey.Property(p => p.CreatedAt).StoredInMilliseconds("CreatedMs");
        passkey.Property(p => p.LastUsedAt).StoredInMilliseconds("LastUsedMs");
        passkey.HasIndex(p => p.CredentialId).IsUnique();
        passkey.HasIndex(p => p.UserId);
        passkey.HasOne<User>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Filters with names; they go with their owner's account.</summary>
internal sealed class SavedFilterMapping : IEntityTypeConfiguration<SavedFilter>
{
    public void Configure(EntityTypeBuilder<SavedFilter> filter)
    {
        filter.ToTable("SavedFilters");
        filter.Property(f => f.Name).HasMaxLength(SavedFilter.MaxNameLength);
        filter.Property(f => f.Query).HasMaxLength(SavedFilter.MaxQueryLength);
        filter.HasIndex(f => new { f.OwnerId, f.Name }).IsUnique();
        filter.HasIndex(f => f.IsShared);
        filter.HasOne<User>().WithMany().HasForeignKey(f => f.OwnerId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Names of the tables of ASP.NET Identity.</summary>
internal static class IdentityTables
{
    public static void Name(ModelBuilder model)
    {
        model.Entity<User>().ToTable("Users");
        model.Entity<IdentityRole<int>>().ToTable("Roles");
        model.Entity<IdentityUserRole<int>>().ToTable("UserRoles");
        model.Entity<IdentityUserClaim<int>>().ToTable("UserClaims");
        model.Entity<IdentityUserLogin<int>>().ToTable("UserLogins");
        model.Entity<IdentityUserToken<int>>().ToTable("UserTokens");
        model.Entity<IdentityRoleClaim<int>>().ToTable("RoleClaims");
    }
}
