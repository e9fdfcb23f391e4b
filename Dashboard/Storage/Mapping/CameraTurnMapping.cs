using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Storage.Mapping;

/// <summary>Turns of machines with cameras; the newest of a camera is asked for with everything that is stored.</summary>
internal sealed class CameraTurnMapping : IEntityTypeConfiguration<CameraTurn>
{
    public void Configure(EntityTypeBuilder<CameraTurn> turn)
    {
        turn.ToTable("CameraTurns");
        turn.HasKey(t => new { t.CameraId, t.Turn });
        turn.Property(t => t.Turn).ValueGeneratedNever();
        turn.Property(t => t.Node).HasMaxLength(CameraTurn.MaxNodeLength);
        turn.Property(t => t.BeganAt).StoredInMilliseconds("BeganMs");
        turn.Property(t => t.EndedAt).StoredInMilliseconds("EndedMs");
    }
}
