using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Shared.Notes;

/// <summary>What people wrote about something, and a box to write more.</summary>
public sealed partial class NoteList : IDisposable
{
    private string _text = "";
    private string? _about;
    private string? _error;
    private bool _isBusy;
    private long? _asked;
    private ElementReference _box;

    /// <summary>Id of the box; one of its own on each page.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>What they are about, told apart from all else: what is begun about it stays with it.</summary>
    [Parameter, EditorRequired]
    public required string About { get; set; }

    /// <summary>The notes, the newest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Note> Notes { get; set; }

    /// <inheritdoc cref="OtherNotes.Notes"/>
    [Parameter]
    public IReadOnlyList<Note> Others { get; set; } = [];

    /// <inheritdoc cref="OtherNotes.Title"/>
    [Parameter]
    public string OthersTitle { get; set; } = "";

    /// <inheritdoc cref="OtherNotes.Url"/>
    [Parameter]
    public Func<Note, string>? OtherUrl { get; set; }

    /// <summary>The person may write.</summary>
    [Parameter]
    public bool CanChange { get; set; }

    /// <summary>Who looks: their own notes they may delete.</summary>
    [Parameter]
    public string Person { get; set; } = "";

    /// <summary>May delete anybody's.</summary>
    [Parameter]
    public bool IsAdministrator { get; set; }

    [Parameter, EditorRequired]
    public required Func<string, Task<ChangeResult>> OnAdd { get; set; }

    [Parameter, EditorRequired]
    public required Func<long, Task<ChangeResult>> OnDelete { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Drafts.Changed -= TakeUp;

    /// <inheritdoc/>
    protected override void OnInitialized() => Drafts.Changed += TakeUp;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_about != About)
        {
            (_about, _text, _error, _asked) = (About, Drafts.Find(About), null, null);
        }
    }

    // What was begun before a restart of the server comes a moment after the page.
    private void TakeUp()
    {
        if (_text.Length == 0 && Drafts.Find(About) is { Length: > 0 } begun)
        {
            _text = begun;
            _ = InvokeAsync(StateHasChanged);
        }
    }

    private void Write(string? text)
    {
        _text = text ?? "";
        Drafts.Keep(About, _text);
    }

    private Task AddAsync() => DoAsync(() => OnAdd(_text), () => Write(""));

    private Task DeleteAsync(long id) => DoAsync(() => OnDelete(id), () => _asked = null);

    private async Task DoAsync(Func<Task<ChangeResult>> change, Action done)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            _error = (await change()).Refusal;
            if (_error is null)
            {
                done();
                if (CanChange)
                {
                    await _box.FocusAsync();
                }
            }
        }
        finally
        {
            _isBusy = false;
        }
    }
}
