using System.Net.Mail;
using System.Security.Claims;
using Dashboard.Domain;
using Dashboard.Security.Accounts;

namespace Dashboard.Alerts.Delivery.Email;

/// <summary>Sends an administrator a mail by the settings as they are, to see whether they are right.</summary>
internal sealed class MailTester(Mailer mailer, OperatorCheck people)
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Sends it; what the mail server says is in the outcome.</summary>
    public async Task<ChangeResult<DeliveryOutcome>> SendAsync(ClaimsPrincipal person, string address, CancellationToken cancellationToken = default)
    {
        if (await people.FindAdministratorAsync(person, cancellationToken) is null)
        {
            return new FieldErrors("Only administrators may send a test mail.");
        }

        if (!MailAddress.TryCreate(address.Trim(), out var recipient))
        {
            return new FieldErrors(nameof(address), "Enter an e-mail address, such as somebody@example.com.");
        }

        if (!await _turn.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return new FieldErrors("Another test mail is being sent; wait for its answer.");
        }

        try
        {
            return await mailer.SendTextAsync(
                recipient, "Test mail", "This mail was sent to test the settings of the mail server. They work.\n", cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}
