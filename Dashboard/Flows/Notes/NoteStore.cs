using System.Security.Claims;
using Dashboard.Cameras;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Flows.Notes;

/// <summary>
/// What people write about flows and plates. A note of a flow is seen by whom the flow is seen by; one of a plate by whom a passage of it is.
/// </summary>
internal sealed class NoteStore(
    IDbContextFactory<DashboardDbContext> factory, CameraDirectory cameras, OperatorCheck operators, TimeProvider time)
{
    /// <summary>The most notes of one flow or plate.</summary>
    public const int MaxNotes = 100;

    /// <summary>The notes of a flow, the newest first.</summary>
    public Task<IReadOnlyList<Note>> ListAsync(long flow, SiteScope siteScope, CancellationToken cancellationToken = default) =>
        ListAsync(new Note { FlowId = flow }, siteScope, cancellationToken);

    /// <inheritdoc cref="ListAsync(long, SiteScope, CancellationToken)"/>
    public Task<IReadOnlyList<Note>> ListAsync(string plate, SiteScope siteScope, CancellationToken cancellationToken = default) =>
        ListAsync(new Note { Plate = plate }, siteScope, cancellationToken);

    /// <summary>The notes of a plate's flows, the newest first: of those that are seen.</summary>
    public async Task<IReadOnlyList<Note>> ListOfFlowsAsync(string plate, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var flows = db.Flows.Where(flow => flow.Plate == plate);
        if (siteScope.Sites is not null)
        {
            var seen = await SeenCamerasAsync(db, siteScope, cancellationToken);
            flows = flows.Where(flow => EF.Parameter(seen).Contains(flow.CameraId + 0));
        }

        return await db.Notes.AsNoTracking()
            .Where(note => note.FlowId != null && flows.Any(flow => flow.Id == note.FlowId))
            .OrderByDescending(note => note.Id)
            .Take(MaxNotes)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Writes a note about a flow.</summary>
    public Task<ChangeResult> AddAsync(long flow, string? text, ClaimsPrincipal person, CancellationToken cancellationToken = default) =>
        AddAsync(new Note { FlowId = flow, Text = text?.Trim() ?? "" }, person, cancellationToken);

    /// <summary>Writes a note about a plate.</summary>
    public Task<ChangeResult> AddAsync(string plate, string? text, ClaimsPrincipal person, CancellationToken cancellationToken = default) =>
        AddAsync(new Note { Plate = plate, Text = text?.Trim() ?? "" }, person, cancellationToken);

    /// <summary>Removes a note: one's own, or as an administrator anybody's.</summary>
    public async Task<ChangeResult> DeleteAsync(long id, ClaimsPrincipal person, CancellationToken cancellationToken = default)
    {
        if (await operators.FindAsync(person, cancellationToken) is not { } account)
        {
            return new FieldErrors("Only operators and administrators may remove notes.");
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var note = await db.Notes.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (note is null || !await IsSeenAsync(db, note, account.SiteScope, cancellationToken))
        {
            return ChangeResult.Done;
        }

        if (note.By != account.Email && account.Role != Roles.Administrator)
        {
            return new FieldErrors("Only the person who wrote a note, or an administrator, may remove it.");
        }

        db.Notes.Remove(note);
        await db.SaveChangesAsync(cancellationToken);
        return ChangeResult.Done;
    }

    private async Task<IReadOnlyList<Note>> ListAsync(Note about, SiteScope siteScope, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var notes = await About(db, about).OrderByDescending(note => note.Id).Take(MaxNotes).ToListAsync(cancellationToken);
        return notes.Count > 0 && await IsSeenAsync(db, about, siteScope, cancellationToken) ? notes : [];
    }

    private async Task<ChangeResult> AddAsync(Note note, ClaimsPrincipal person, CancellationToken cancellationToken)
    {
        if (await operators.FindAsync(person, cancellationToken) is not { } account)
        {
            return new FieldErrors("Only operators and administrators may write notes.");
        }

        if (note.Text.Length is 0 or > Note.MaxTextLength || note.Text.Contains('\0', StringComparison.Ordinal))
        {
            return new FieldErrors(
                nameof(Note.Text), note.Text.Length == 0 ? "Enter a text." : $"A note has at most {Note.MaxTextLength} characters.");
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (!await IsSeenAsync(db, note, account.SiteScope, cancellationToken))
        {
            return new FieldErrors(note.FlowId is null ? "No passage of this plate is known." : "The flow was removed.");
        }

        if (await About(db, note).CountAsync(cancellationToken) >= MaxNotes)
        {
            return new FieldErrors($"There are already {MaxNotes} notes; remove one first.");
        }

        (note.By, note.At) = (account.Email, time.GetUtcNow());
        db.Notes.Add(note);
        await db.SaveChangesAsync(cancellationToken);
        return ChangeResult.Done;
    }

    private static IQueryable<Note> About(DashboardDbContext db, Note about) => about is { FlowId: { } flow }
        ? db.Notes.AsNoTracking().Where(note => note.FlowId == flow)
        : db.Notes.AsNoTracking().Where(note => note.Plate == about.Plate);

    private async Task<bool> IsSeenAsync(DashboardDbContext db, Note about, SiteScope siteScope, CancellationToken cancellationToken)
    {
        var translator = await cameras.TranslatorAsync(db, cancellationToken);
        if (about.FlowId is { } id)
        {
            var camera = await db.Flows.Where(flow => flow.Id == id).Select(flow => (int?)flow.CameraId).SingleOrDefaultAsync(cancellationToken);
            return camera is { } known && siteScope.Includes(translator.CameraOf(known).SiteId);
        }

        if (siteScope.Sites is null)
        {
            return true;
        }

        var seen = await SeenCamerasAsync(db, siteScope, cancellationToken);
        return await db.Flows.AnyAsync(flow => flow.Plate == about.Plate && EF.Parameter(seen).Contains(flow.CameraId + 0), cancellationToken);
    }

    private async Task<List<int>> SeenCamerasAsync(DashboardDbContext db, SiteScope siteScope, CancellationToken cancellationToken)
    {
        var known = (await cameras.TranslatorAsync(db, cancellationToken)).Cameras;
        return [.. known.Where(camera => siteScope.Includes(camera.SiteId)).Select(camera => camera.Id)];
    }
}
