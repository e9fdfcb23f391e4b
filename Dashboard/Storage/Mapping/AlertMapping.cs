using Dashboard.Domain.Alerts;
using Dashboard.Domain.Plates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Storage.Mapping;

internal sealed class AlertListMapping : IEntityTypeConfiguration<AlertList>
{
    public void Configure(EntityTypeBuilder<AlertList> list)
    {
        list.ToTable("AlertLists");
        list.Property(l => l.Name).HasMaxLength(AlertList.MaxNameLength);
        list.Property(l => l.Recipients).HasMaxLength(AlertList.MaxRecipientsLength);
        list.Property(l => l.CreatedAt).StoredInMilliseconds("CreatedMs");
        list.ComplexProperty(l => l.Schedule);
        list.HasIndex(l => l.Name).IsUnique();
        list.HasMany(l => l.Sites).WithOne().HasForeignKey(site => site.ListId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AlertListSiteMapping : IEntityTypeConfiguration<AlertListSite>
{
    public void Configure(EntityTypeBuilder<AlertListSite> site)
    {
        site.ToTable("AlertListSites");
        site.HasKey(s => new { s.ListId, s.SiteId });
    }
}

/// <summary>Entries of alert lists: a plate stands once on a list.</summary>
internal sealed class AlertEntryMapping : IEntityTypeConfiguration<AlertEntry>
{
    public void Configure(EntityTypeBuilder<AlertEntry> entry)
    {
        entry.ToTable("AlertEntries");
        entry.Property(e => e.Plate).HasMaxLength(AlertEntry.MaxPlateLength);
        entry.Property(e => e.Written).HasMaxLength(PlateText.MaxWrittenLength);
        entry.Property(e => e.Description).HasMaxLength(AlertEntry.MaxDescriptionLength);
        entry.Property(e => e.Region).HasMaxLength(AlertEntry.MaxRegionLength);
        entry.HasIndex(e => new { e.ListId, e.Plate }).IsUnique();
        entry.HasOne<AlertList>().WithMany().HasForeignKey(e => e.ListId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Alerts: one a flow and list, listed newest first. They outlive their list.</summary>
internal sealed class AlertMapping : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> alert)
    {
        alert.ToTable("Alerts");
        alert.Property(a => a.ListName).HasMaxLength(AlertList.MaxNameLength);
        alert.Property(a => a.Plate).HasMaxLength(PlateText.MaxLength);
        alert.Property(a => a.Description).HasMaxLength(AlertEntry.MaxDescriptionLength);
        alert.Property(a => a.AcknowledgedBy).HasMaxLength(256);
        alert.Property(a => a.Comment).HasMaxLength(Alert.MaxCommentLength);
        alert.Property(a => a.CommentedBy).HasMaxLength(256);
        alert.Property(a => a.LastRepeatAt).StoredInMilliseconds("LastRepeatMs");
        alert.Property(a => a.CommentedAt).StoredInMilliseconds("CommentedMs");
        alert.Property(a => a.FirstSeenAt).StoredInMilliseconds("FirstSeenMs");
        alert.Property(a => a.CreatedAt).StoredInMilliseconds("CreatedMs");
        alert.Property(a => a.AcknowledgedAt).StoredInMilliseconds("AcknowledgedMs");
        alert.HasIndex(a => new { a.FlowId, a.ListId }).IsUnique();
        alert.HasIndex(a => new { a.FirstSeenAt, a.Id });
        alert.HasIndex(a => new { a.Plate, a.FirstSeenAt });

        // The open ones, which every page counts and the newest of which it shows.
        alert.HasIndex(a => new { a.AcknowledgedAt, a.RepeatOf, a.CreatedAt });
    }
}
