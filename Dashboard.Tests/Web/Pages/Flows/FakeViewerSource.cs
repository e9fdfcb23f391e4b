using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Web.Pages.Flows.Viewer;

namespace Dashboard.Tests.Web.Pages.Flows;

/// <summary>Changes of flows in memory.</summary>
internal sealed class FakeViewerSource(FakeFlowSource flows) : IViewerSource
{
    private readonly List<FlowCorrection> _corrections = [];

    public bool CanChange { get; set; } = true;

    public Task<bool> CanChangeAsync() => Task.FromResult(CanChange);

    public Task<IReadOnlyList<FlowCorrection>> ListCorrectionsAsync(long flow, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FlowCorrection>>([.. _corrections.Where(correction => correction.FlowId == flow)]);

    public async Task<ChangeResult> CorrectAsync(long flow, string plate, CancellationToken cancellationToken)
    {
        var text = PlateText.Normalize(plate);
        var row = (await flows.FindAsync(flow, cancellationToken))!.Flow;
        if (text.Length == 0)
        {
            return new FieldErrors(nameof(Flow.Plate), "Type the plate.");
        }

        _corrections.Add(new FlowCorrection { Id = _corrections.Count + 1, FlowId = flow, Raw = row.ReadPlate, Before = row.Plate, After = text, By = "a@example.org" });
        (row.RawPlate, row.Plate) = (row.ReadPlate == text ? null : row.ReadPlate, text);
        return ChangeResult.Done;
    }

    public async Task<ChangeResult> RestoreAsync(long flow, CancellationToken cancellationToken) =>
        await CorrectAsync(flow, (await flows.FindAsync(flow, cancellationToken))!.Flow.ReadPlate, cancellationToken);
}
