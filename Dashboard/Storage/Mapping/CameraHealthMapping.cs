using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Storage.Mapping;

/// <summary>Cameras' health by hour; read by spans of time.</summary>
internal sealed class CameraHealthHourMapping : IEntityTypeConfiguration<CameraHealthHour>
{
    public void Configure(EntityTypeBuilder<CameraHealthHour> hour)
    {
        hour.ToTable("CameraHealthHours");
        hour.HasKey(h => new { h.Start, h.CameraId });
        hour.HasIndex(h => new { h.CameraId, h.Start });
    }
}

/// <summary>Cameras' outages; read by camera, the newest first.</summary>
internal sealed class CameraOutageMapping : IEntityTypeConfiguration<CameraOutage>
{
    public void Configure(EntityTypeBuilder<CameraOutage> outage)
    {
        outage.ToTable("CameraOutages");
        outage.Property(o => o.BeginAt).StoredInMilliseconds("BeginMs");
        outage.Property(o => o.EndAt).StoredInMilliseconds("EndMs");
        outage.Property(o => o.Reason).HasMaxLength(CameraOutage.MaxReasonLength);
        outage.Property(o => o.DarkToldAt).StoredInMilliseconds("DarkToldMs");
        outage.Property(o => o.BackToldAt).StoredInMilliseconds("BackToldMs");

        // Whoever keeps an outage in mind and stores it whole must not take back that people were told of it.
        outage.Property(o => o.DarkToldAt).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        outage.Property(o => o.BackToldAt).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);

        // Few last, and few are told of: they are found among very many.
        outage.HasIndex(o => o.EndAt).HasFilter("\"EndMs\" IS NULL");
        outage.HasIndex(o => o.DarkToldAt).HasFilter("\"DarkToldMs\" IS NOT NULL");
        outage.HasIndex(o => new { o.CameraId, o.BeginAt });
    }
}
