using Dashboard.Domain.Plates;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Storage.Mapping;

/// <summary>Roll-ups by hour; read by spans of time, at the ends of what is told from days.</summary>
internal sealed class CameraHourMapping : IEntityTypeConfiguration<CameraHour>
{
    public void Configure(EntityTypeBuilder<CameraHour> hour)
    {
        hour.ToTable("CameraHours");
        hour.HasKey(h => new { h.Start, h.CameraId });
    }
}

/// <summary>Days of hours; read by spans of time: a year of thirty cameras is eleven thousand rows, of a quarter of a million hours.</summary>
internal sealed class CameraDayMapping : IEntityTypeConfiguration<CameraDay>
{
    public void Configure(EntityTypeBuilder<CameraDay> day)
    {
        day.ToTable("CameraDays");
        day.HasKey(d => new { d.Start, d.CameraId });
        day.Property(d => d.Hours).HasMaxLength(PackedHours.MaxBytes);
    }
}

/// <summary>Plates by month; the most frequent ones of a camera's month are read from the index alone.</summary>
internal sealed class PlateMonthMapping : IEntityTypeConfiguration<PlateMonth>
{
    public void Configure(EntityTypeBuilder<PlateMonth> month)
    {
        month.ToTable("PlateMonths");
        month.HasKey(m => new { m.Month, m.CameraId, m.Plate });
        month.Property(m => m.Plate).HasMaxLength(PlateText.MaxLength);
        month.HasIndex(m => new { m.Month, m.CameraId, m.Flows, m.Plate });
    }
}

/// <summary>Times inside by hour and day; read by spans of time.</summary>
internal sealed class StayCountMapping : IEntityTypeConfiguration<StayCount>
{
    public void Configure(EntityTypeBuilder<StayCount> count)
    {
        count.ToTable("StayCounts");
        count.HasKey(c => new { c.Span, c.Start, c.CameraId });
    }
}

/// <summary>Who is inside; found by plate, told by the time of coming in.</summary>
internal sealed class OpenStayMapping : IEntityTypeConfiguration<OpenStay>
{
    public void Configure(EntityTypeBuilder<OpenStay> stay)
    {
        stay.ToTable("OpenStays");
        stay.HasKey(s => new { s.Plate, s.SiteId });
        stay.Property(s => s.Plate).HasMaxLength(PlateText.MaxLength);
        stay.HasIndex(s => new { s.Since, s.CameraId });
        stay.HasIndex(s => s.FlowId);
    }
}
