using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Storage.Mapping;

/// <summary>Audit entries: read by time, newest first, of all, of a person or of a kind. No keys to other tables: what they name may go.</summary>
internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("AuditEntries");
        entry.Property(e => e.At).StoredInMilliseconds("AtMs");
        entry.Property(e => e.UserName).HasMaxLength(AuditEntry.MaxNameLength);
        entry.Property(e => e.Address).HasMaxLength(AuditEntry.MaxAddressLength);
        entry.Property(e => e.Key).HasMaxLength(AuditEntry.MaxKeyLength);
        entry.Property(e => e.Subject).HasMaxLength(AuditEntry.MaxSubjectLength);
        entry.Property(e => e.Details).HasMaxLength(AuditEntry.MaxDetailsLength);
        entry.Property(e => e.Reason).HasMaxLength(AuditEntry.MaxReasonLength);
        entry.Property(e => e.Sha256).HasMaxLength(AuditChain.SumLength);
        entry.HasIndex(e => e.Number).IsUnique();
        entry.HasIndex(e => new { e.At, e.Id });
        entry.HasIndex(e => new { e.UserId, e.At, e.Id });
        entry.HasIndex(e => new { e.Action, e.At, e.Id });
    }
}

/// <summary>Where the audit's chain begins and ends: one row, there from the start.</summary>
internal sealed class AuditChainMapping : IEntityTypeConfiguration<AuditChain>
{
    public void Configure(EntityTypeBuilder<AuditChain> chain)
    {
        chain.ToTable("AuditChain");
        chain.Property(c => c.Id).ValueGeneratedNever();
        chain.Property(c => c.SumBefore).HasMaxLength(AuditChain.SumLength);
        chain.Property(c => c.LastSum).HasMaxLength(AuditChain.SumLength);
        chain.HasData(new AuditChain());
    }
}
