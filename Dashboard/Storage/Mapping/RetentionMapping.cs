using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Storage.Mapping;

/// <summary>
/// What is kept as evidence; each flow that is due is looked up by its number, its plate and its lists. Alerts outlive their list, and so does this.
/// </summary>
internal sealed class EvidenceHoldMapping : IEntityTypeConfiguration<EvidenceHold>
{
    public void Configure(EntityTypeBuilder<EvidenceHold> hold)
    {
        hold.ToTable("EvidenceHolds");
        hold.Property(h => h.Plate).HasMaxLength(PlateText.MaxLength);
        hold.Property(h => h.Reason).HasMaxLength(EvidenceHold.MaxReasonLength);
        hold.Property(h => h.By).HasMaxLength(FlowCorrection.MaxNameLength);
        hold.Property(h => h.At).StoredInMilliseconds("AtMs");
        hold.HasIndex(h => h.FlowId).IsUnique();
        hold.HasIndex(h => h.Plate).IsUnique();
        hold.HasIndex(h => h.ListId).IsUnique();
    }
}

internal sealed class ErasedFlowMapping : IEntityTypeConfiguration<ErasedFlow>
{
    public void Configure(EntityTypeBuilder<ErasedFlow> erased)
    {
        erased.ToTable("ErasedFlows");
        erased.HasKey(e => e.Uuid);
        erased.Property(e => e.Uuid).ValueGeneratedNever();
        erased.Property(e => e.At).StoredInMilliseconds("AtMs");
    }
}
