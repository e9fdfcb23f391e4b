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
        entry.HasIndex(e => new { e.At, e.Id });
        entry.HasIndex(e => new { e.UserId, e.At, e.Id });
        entry.HasIndex(e => new { e.Action, e.At, e.Id });
    }
}
