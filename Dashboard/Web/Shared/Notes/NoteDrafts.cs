using System.Text.Json;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;

namespace Dashboard.Web.Shared.Notes;

/// <summary>Notes that a person has begun and not added, on one open page: who looks at another flow and comes back finds them.</summary>
internal sealed class NoteDrafts
{
    private const int MaxDrafts = 20;
    private const int MaxAboutLength = 100;
    private readonly List<(string About, string Text)> _drafts = [];

    /// <summary>Another text is kept.</summary>
    public event Action? Changed;

    /// <summary>What was begun about something; empty where nothing was.</summary>
    public string Find(string about) => _drafts.Find(draft => draft.About == about).Text ?? "";

    /// <summary>Keeps what was typed; of many the oldest is forgotten.</summary>
    public void Keep(string about, string text)
    {
        Put(about, text);
        Changed?.Invoke();
    }

    /// <summary>Whether one of them may have a secret in it, which no browser writes down.</summary>
    public bool HasSecret => _drafts.Exists(draft => CameraSource.TellsSecret(draft.Text));

    /// <summary>All of them that may be written down, for the browser to keep; empty: there is none.</summary>
    public string Write()
    {
        var kept = _drafts.Where(draft => !CameraSource.TellsSecret(draft.Text)).Select(draft => new[] { draft.About, draft.Text }).ToList();
        return kept.Count == 0 ? "" : JsonSerializer.Serialize(kept);
    }

    /// <summary>Those that the browser kept; what was begun since stays as it is.</summary>
    public void Read(string kept)
    {
        foreach (var draft in KeptText.Read<string?[]?[]>(kept) ?? [])
        {
            if (draft is [{ Length: > 0 and <= MaxAboutLength } about, { Length: > 0 and <= Note.MaxTextLength } text] && Find(about).Length == 0)
            {
                Put(about, text);
            }
        }

        Changed?.Invoke();
    }

    private void Put(string about, string text)
    {
        _drafts.RemoveAll(draft => draft.About == about);
        if (text.Length > 0)
        {
            _drafts.Add((about, text));
        }

        if (_drafts.Count > MaxDrafts)
        {
            _drafts.RemoveAt(0);
        }
    }
}
