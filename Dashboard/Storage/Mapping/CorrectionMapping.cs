using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Storage.Mapping;

/// <summary>Corrections of plates. They are few beside the flows, and flows are found by what was read through them.</summary>
internal sealed class FlowCorrectionMapping : IEntityTypeConfiguration<FlowCorrection>
{
    public void Configure(EntityTypeBuilder<FlowCorrection> correction)
    {
        correction.ToTable("FlowCorrections");
        correction.Property(c => c.Raw).HasMaxLength(PlateText.MaxLength);
        correction.Property(c => c.Before).HasMaxLength(PlateText.MaxLength);
        correction.Property(c => c.After).HasMaxLength(PlateText.MaxLength);
        correction.Property(c => c.By).HasMaxLength(FlowCorrection.MaxNameLength);
        correction.Property(c => c.At).StoredInMilliseconds("AtMs");
        correction.HasIndex(c => new { c.FlowId, c.Id });
        correction.HasIndex(c => new { c.Raw, c.FlowId });
        correction.HasOne<Flow>().WithMany().HasForeignKey(c => c.FlowId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Notes: those of a flow go with it, those of a plate stay.</summary>
internal sealed class NoteMapping : IEntityTypeConfiguration<Note>
{
    public void Configure(EntityTypeBuilder<Note> note)
    {
        note.ToTable("Notes");
        note.Property(n => n.Plate).HasMaxLength(PlateText.MaxLength);
        note.Property(n => n.Text).HasMaxLength(Note.MaxTextLength);
        note.Property(n => n.By).HasMaxLength(FlowCorrection.MaxNameLength);
        note.Property(n => n.At).StoredInMilliseconds("AtMs");
        note.HasIndex(n => new { n.FlowId, n.Id });
        note.HasIndex(n => new { n.Plate, n.Id });
        note.HasOne<Flow>().WithMany().HasForeignKey(n => n.FlowId).OnDelete(DeleteBehavior.Cascade);
    }
}
