using Microsoft.EntityFrameworkCore;
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
        outage.HasIndex(o => new { o.CameraId, o.BeginAt });
    }
}
