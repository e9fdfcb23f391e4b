using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Storage.Mapping;

internal sealed class WebHookMapping : IEntityTypeConfiguration<WebHookRow>
{
    public void Configure(EntityTypeBuilder<WebHookRow> hook)
    {
        hook.ToTable("WebHooks");
        hook.Property(h => h.Name).HasMaxLength(64);
        hook.Property(h => h.CertificatePin).HasMaxLength(95);
        hook.Property(h => h.CreatedAt).StoredInMilliseconds("CreatedMs");
        hook.HasIndex(h => h.Name).IsUnique();
    }
}

/// <summary>
/// Deliveries: the next of each receiver is found by an index, so are those that a person looks at, and those of a flow that has changed.
/// </summary>
internal sealed class DeliveryMapping : IEntityTypeConfiguration<DeliveryRow>
{
    public void Configure(EntityTypeBuilder<DeliveryRow> delivery)
    {
        delivery.ToTable("Deliveries");
        delivery.Property(d => d.Recipient).HasMaxLength(254);
        delivery.Property(d => d.LastAnswer).HasMaxLength(2000);
        delivery.Property(d => d.CreatedAt).StoredInMilliseconds("CreatedMs");
        delivery.Property(d => d.DueAt).StoredInMilliseconds("DueMs");
        delivery.Property(d => d.LastAttemptAt).StoredInMilliseconds("LastAttemptMs");
        delivery.HasIndex(d => new { d.State, d.HookId, d.Id });
        delivery.HasIndex(d => new { d.HookId, d.Id });
        delivery.HasIndex(d => d.FlowId);
        delivery.HasIndex(d => d.NoticeId).HasFilter("\"NoticeId\" IS NOT NULL");
        delivery.HasOne<WebHookRow>().WithMany().HasForeignKey(d => d.HookId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class NoticeMapping : IEntityTypeConfiguration<NoticeRow>
{
    public void Configure(EntityTypeBuilder<NoticeRow> notice)
    {
        notice.ToTable("Notices");
        notice.Property(n => n.CreatedAt).StoredInMilliseconds("CreatedMs");
        notice.Property(n => n.Title).HasMaxLength(NoticeRow.MaxTitleLength);
        notice.Property(n => n.Text).HasMaxLength(NoticeRow.MaxTextLength);
    }
}
