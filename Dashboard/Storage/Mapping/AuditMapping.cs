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
        entry.Property(e => e.UserName).HasMaxLength(AuditEntry.NameMaxLength);
        entry.Property(e => e.Address).HasMaxLength(AuditEntry.AddressMaxLength);
        entry.Property(e => e.Key).HasMaxLength(AuditEntry.KeyMaxLength);
        entry.Property(e => e.Subject).HasMaxLength(AuditEntry.SubjectMaxLength);
        entry.Property(e => e.Details).HasMaxLength(AuditEntry.DetailsMaxLength);
        entry.Property(e => e.Reason).HasMaxLength(AuditEntry.ReasonMaxLength);
        entry.HasIndex(e => new { e.At, e.Id });
        entry.HasIndex(e => new { e.UserId, e.At, e.Id });
        entry.HasIndex(e => new { e.Action, e.At, e.Id });
    }
}
