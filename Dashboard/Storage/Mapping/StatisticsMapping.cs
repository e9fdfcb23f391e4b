using Dashboard.Domain.Plates;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Storage.Mapping;

/// <summary>Roll-ups by hour; read by spans of time.</summary>
internal sealed class CameraHourMapping : IEntityTypeConfiguration<CameraHour>
{
    public void Configure(EntityTypeBuilder<CameraHour> hour)
    {
        hour.ToTable("CameraHours");
        hour.HasKey(h => new { h.Start, h.CameraId });
    }
}

/// <summary>Plates by month; the most frequent ones of a camera's month are read from the index.</summary>
internal sealed class PlateMonthMapping : IEntityTypeConfiguration<PlateMonth>
{
    public void Configure(EntityTypeBuilder<PlateMonth> month)
    {
        month.ToTable("PlateMonths");
        month.HasKey(m => new { m.Month, m.CameraId, m.Plate });
        month.Property(m => m.Plate).HasMaxLength(PlateText.MaxLength);
        month.HasIndex(m => new { m.Month, m.CameraId, m.Flows });
    }
}
