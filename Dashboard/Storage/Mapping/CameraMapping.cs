using Dashboard.Domain.Cameras;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Storage.Mapping;

/// <summary>Cameras. An alias is unique among those that were not deleted.</summary>
internal sealed class CameraMapping : IEntityTypeConfiguration<CameraRow>
{
    public void Configure(EntityTypeBuilder<CameraRow> camera)
    {
        camera.ToTable("Cameras");
        camera.Property(c => c.Alias).HasMaxLength(64);
        camera.Property(c => c.Countries).HasMaxLength(200);
        camera.Property(c => c.DirectionName).HasMaxLength(CameraDirection.MaxNameLength);
        camera.Property(c => c.OppositeName).HasMaxLength(CameraDirection.MaxNameLength);
        camera.Property(c => c.SiteId).HasDefaultValue(SiteRow.DefaultId);
        camera.Property(c => c.KeepAliveAt).StoredInMilliseconds("KeepAliveMs");
        camera.Property(c => c.DeletedAt).StoredInMilliseconds("DeletedMs");
        camera.HasIndex(c => new { c.AgentId, c.Number });
        camera.HasIndex(c => c.Alias).IsUnique().HasFilter("\"DeletedMs\" IS NULL");
    }
}
