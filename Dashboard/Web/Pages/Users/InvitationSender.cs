using System.Net.Mail;
using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Delivery.Email;
using Dashboard.Configuration;
using Dashboard.Domain;
using Dashboard.Security.Accounts;
using Dashboard.Web.Languages;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Pages.Users;

/// <summary>A link to choose a password with, as it is shown once.</summary>
/// <param name="Address">The link.</param>
/// <param name="IsSent">The mail server has taken it.</param>
/// <param name="MailNote">What became of the mail; null: no mail is set up.</param>
public sealed record InvitationLinkText(string Address, bool IsSent, string? MailNote);

/// <summary>Makes links to choose a password with, and sends them where mail is set up.</summary>
internal sealed class InvitationSender(Invitations invitations, Mailer mailer, PublicAddress server, NavigationManager navigation)
{
    /// <summary>Makes a person's link.</summary>
    public async Task<ChangeResult<InvitationLinkText>> CreateAsync(int userId, string email)
    {
        var made = await invitations.CreateAsync(userId, Invitations.MaxAge);
        if (!made.IsDone)
        {
            return made.Errors;
        }

        var address = (server.Given ?? navigation.BaseUri.TrimEnd('/')) + Urls.InvitationWith(made.Value);
        if (mailer.Missing is not null)
        {
            return new InvitationLinkText(address, false, null);
        }

        if (new Uri(address).IsLoopback)
        {
            return new InvitationLinkText(address, false, Localizer.Current[
                "It was not sent by mail: it leads to {0}, which works on this machine only. Enter the public address in the settings first.",
                new Uri(address).Host]);
        }

        var outcome = await mailer.SendTextAsync(
            new MailAddress(email),
            $"Choose a password for {Product.Name}",
            $"An administrator of {Product.Name} asks you to choose a password. Open this link within seven days; it works once:\n\n{address}\n",
            CancellationToken.None);
        return outcome.Result == DeliveryResult.Delivered
            ? new InvitationLinkText(address, true, Localizer.Current["It was also sent to {0}.", email])
            : new InvitationLinkText(
                address, false, Localizer.Current["It could not be sent by mail: {0}", Localizer.Current.Message(outcome.Answer)]);
    }
}
