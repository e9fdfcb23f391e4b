namespace Dashboard.Web.Shared.Notes;

/// <summary>Notes that a person has begun and not added, on one open page: who looks at another flow and comes back finds them.</summary>
internal sealed class NoteDrafts
{
    private const int MaxDrafts = 20;
    private readonly List<(string About, string Text)> _drafts = [];

    /// <summary>What was begun about something; empty where nothing was.</summary>
    public string Find(string about) => _drafts.Find(draft => draft.About == about).Text ?? "";

    /// <summary>Keeps what was typed; of many the oldest is forgotten.</summary>
    public void Keep(string about, string text)
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
