using System.Security.Claims;
using Dashboard.Alerts.Lists;
using Dashboard.Domain;
using Dashboard.Domain.Alerts;

namespace Dashboard.Web.Pages.AlertLists.Entries;

/// <summary>What became of plates that were to be put on a list.</summary>
internal sealed record AddedPlates(int Added, int Known);

/// <summary>Puts plates that stand elsewhere, in a flow or on a plate's page, on lists. Asks anew each time whether the person may.</summary>
internal sealed class PlateAdditions(AlertListStore lists, AlertEntryStore entries, AlertListPermissions access)
{
    /// <summary>The lists that the person may change, by name.</summary>
    public async Task<IReadOnlyList<AlertList>> ListsAsync(ClaimsPrincipal person, CancellationToken cancellationToken)
    {
        var own = new List<AlertList>();
        foreach (var list in await lists.ListAsync(cancellationToken))
        {
            if (await access.MayChangeAsync(person, list))
            {
                own.Add(list);
            }
        }

        return own;
    }

    /// <summary>Puts plates on a list; those that are on it already stay as they are.</summary>
    public async Task<ChangeResult<AddedPlates>> AddAsync(
        ClaimsPrincipal person, int listId, IReadOnlyCollection<string> plates, string description, CancellationToken cancellationToken)
    {
        if (await lists.FindAsync(listId, cancellationToken) is not { } list || !await access.MayChangeAsync(person, list))
        {
            return new FieldErrors(AlertListPermissions.Lost);
        }

        var known = await entries.FindAsync(listId, plates, cancellationToken);
        var added = 0;
        foreach (var plate in plates.Where(plate => !known.ContainsKey(plate)))
        {
            var result = await entries.AddAsync(
                new AlertEntry { ListId = listId, Plate = plate, Description = description.Trim() }, cancellationToken);
            if (!result.IsDone && result.Errors[nameof(AlertEntry.Plate)] is null)
            {
                return result.Errors;
            }

            // Somebody else may have put it there a moment ago.
            added += result.IsDone ? 1 : 0;
        }

        return new AddedPlates(added, plates.Count - added);
    }
}
