using System.Security.Claims;
using Dashboard.Alerts.Lists;
using Dashboard.Domain;
using Dashboard.Domain.Alerts;

namespace Dashboard.Web.Pages.AlertLists;

/// <summary>Makes alert lists for the person who looks, as far as they may.</summary>
internal sealed class NewAlertLists(AlertListStore lists, AlertListPermissions access)
{
    // As the help recommends, should the list become a lenient one.
    private const int MinCandidatePercent = 10;

    /// <summary>Makes a list of a name, or says what is wrong with it.</summary>
    public async Task<ChangeResult<AlertList>> AddAsync(
        ClaimsPrincipal person, string name, AlertListType type, CancellationToken cancellationToken = default)
    {
        if (!await access.MayAddAsync(person))
        {
            return new FieldErrors(AlertListPermissions.Lost);
        }

        // Who sees some sites only makes lists for those: others would be told of what is theirs.
        // A white list begins switched off: without plates, each vehicle would be a stranger.
        var sites = (await access.SiteScopeAsync(person)).Sites?.Select(site => new AlertListSite { SiteId = site }).ToList() ?? [];
        return await lists.AddAsync(
            new AlertList
            {
                Name = name,
                ListType = type,
                IsActive = type == AlertListType.Black,
                MinCandidatePercent = MinCandidatePercent,
                Sites = sites,
            },
            cancellationToken);
    }
}
