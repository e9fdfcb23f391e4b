using System.Security.Claims;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Flows.Plates;
using Dashboard.Web.Pages.Flows.Viewer;

namespace Dashboard.Tests.Web.Pages.Flows;

/// <summary>Changes of flows in memory.</summary>
internal sealed class FakeViewerSource(FakeFlowSource flows) : IViewerSource
{
    public const string Person = "a@example.org";

    private readonly List<FlowCorrection> _corrections = [];
    private readonly List<Note> _notes = [];

    public bool CanChange { get; set; } = true;

    public FlowAsSent Sent { get; set; } = FlowAsSent.Nothing;

    /// <summary>What the reading of notes waits for.</summary>
    public Task NotesCome { get; set; } = Task.CompletedTask;

    public Task<ClaimsPrincipal> PersonAsync() => Task.FromResult(new ClaimsPrincipal(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, Person), new Claim(ClaimTypes.Role, CanChange ? Roles.Operator : Roles.Viewer)], "test")));

    public Task<IReadOnlyList<FlowCorrection>> ListCorrectionsAsync(long flow, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FlowCorrection>>([.. _corrections.Where(correction => correction.FlowId == flow)]);

    /// <summary>Corrections wait for this.</summary>
    public Task CorrectionsGo { get; set; } = Task.CompletedTask;

    public async Task<ChangeResult> CorrectAsync(long flow, string plate)
    {
        await CorrectionsGo;
        var text = PlateText.Normalize(plate);
        var row = (await flows.FindAsync(flow, CancellationToken.None))!.Flow;
        if (text.Length == 0)
        {
            return new FieldErrors(nameof(Flow.Plate), "Type the plate.");
        }

        _corrections.Add(new FlowCorrection
        {
            Id = _corrections.Count + 1,
            FlowId = flow,
            Raw = row.ReadPlate,
            Before = row.Plate,
            After = text,
            By = Person,
        });
        flows.Change(flow, changed => (changed.RawPlate, changed.Plate) = (row.ReadPlate == text ? null : row.ReadPlate, text));
        return ChangeResult.Done;
    }

    public async Task<ChangeResult> RestoreAsync(long flow, string shown) =>
        await CorrectAsync(flow, (await flows.FindAsync(flow, CancellationToken.None))!.Flow.ReadPlate);

    public async Task<IReadOnlyList<FlowWithCamera>> ListEarlierAsync(Flow flow, CancellationToken cancellationToken) =>
    [
        .. (await flows.SearchAsync(
                new FlowQuery(new FlowComparison(FlowField.Plate, FlowOperator.Equal, flow.Plate), FlowOrder.Newest), cancellationToken))
            .Rows.Where(row => row.Flow.CapturedAt < flow.CapturedAt),
    ];

    public Task<FlowAsSent> FindSentAsync(long flow, CancellationToken cancellationToken) => Task.FromResult(Sent);

    public async Task<IReadOnlyList<Note>> ListNotesAsync(long flow, CancellationToken cancellationToken)
    {
        await NotesCome;
        return [.. _notes.Where(note => note.FlowId == flow).Reverse()];
    }

    public Task<IReadOnlyList<Note>> ListNotesAsync(string plate, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Note>>([.. _notes.Where(note => note.Plate == plate).Reverse()]);

    public Task<ChangeResult> AddNoteAsync(long flow, string text)
    {
        if (text.Length == 0)
        {
            return Task.FromResult<ChangeResult>(new FieldErrors(nameof(Note.Text), "Enter a text."));
        }

        _notes.Add(new Note { Id = _notes.Count + 1, FlowId = flow, Text = text, By = Person });
        return Task.FromResult(ChangeResult.Done);
    }

    public EvidenceHold? Hold { get; set; }

    public Task<EvidenceHold?> FindHoldAsync(Flow flow, CancellationToken cancellationToken) => Task.FromResult(Hold);

    public Task<ChangeResult> HoldAsync(long flow, string reason)
    {
        if (reason.Length == 0)
        {
            return Task.FromResult<ChangeResult>(new FieldErrors(nameof(EvidenceHold.Reason), "Give a reason."));
        }

        Hold = new EvidenceHold { Id = 1, FlowId = flow, Reason = reason, By = Person };
        return Task.FromResult(ChangeResult.Done);
    }

    public Task<ChangeResult> ReleaseAsync(int hold)
    {
        Hold = null;
        return Task.FromResult(ChangeResult.Done);
    }

    public Task<ChangeResult> DeleteNoteAsync(long id)
    {
        _notes.RemoveAll(note => note.Id == id);
        return Task.FromResult(ChangeResult.Done);
    }
}
