using System.Net;
using System.Net.Mail;
using Dashboard.Configuration;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Recognition.Imaging;
using Dashboard.Storage;

namespace Dashboard.Alerts.Delivery;

/// <summary>Sends alerts by e-mail, with the picture.</summary>
public sealed class Mailer(EmailOptions options, ServerOptions server, FlowImages images, JpegCodec codec, DeliveryContents contents, TimeProvider time)
{
    /// <summary>Widest picture in a mail, pixels.</summary>
    public const int PictureWidth = 1280;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);

    /// <summary>Whether a mail server is set; the words that say what is missing otherwise.</summary>
    public string? Missing => options.Host.Length > 0 ? null : "No e-mail is sent: the setting Email:Host names no mail server";

    /// <summary>Sends one. Whatever goes wrong is in the outcome; only <paramref name="cancel"/> throws.</summary>
    internal async Task<DeliveryOutcome> SendAsync(DeliveryRow row, DeliveryContent content, CancellationToken cancel)
    {
        if (Missing is { } missing)
        {
            return DeliveryOutcome.Never(missing);
        }

        if (!MailAddress.TryCreate(row.Recipient, out var recipient))
        {
            return DeliveryOutcome.Never($"'{row.Recipient}' is no e-mail address");
        }

        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(MostTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            var flow = content.Group.Flow;
            var picture = await contents.PictureAsync(async () =>
                await images.ReadAsync(flow, either.Token) is { } jpeg ? flow.PictureWidth > PictureWidth ? codec.Shrink(jpeg, PictureWidth) : jpeg : null);
            using var message = AlertMail.Write(content, picture, server.Zone, options.BaseUrl);
            message.From = new MailAddress(options.From);
            message.To.Add(recipient);

            // The same mail sent twice is known by its id.
            message.Headers.Add("Message-ID", $"<delivery-{row.Id}.{content.Group.Flow.Uuid:N}@{message.From.Host}>");
            using var smtp = new SmtpClient(options.Host, options.Port) { EnableSsl = options.Security == EmailOptions.StartTls };
            if (options.User.Length > 0)
            {
                smtp.Credentials = new NetworkCredential(options.User, options.Password);
            }

            await smtp.SendMailAsync(message, either.Token);
            return new DeliveryOutcome(DeliveryEnd.Delivered, null, "Taken by the mail server", Elapsed(started));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new DeliveryOutcome(DeliveryEnd.Failed, null, $"The mail server did not answer within {MostTime.TotalSeconds:0} seconds", Elapsed(started));
        }
        catch (SmtpException failure)
        {
            return Failed(failure, Elapsed(started));
        }
        catch (Exception failure) when (failure is FormatException or InvalidOperationException)
        {
            return DeliveryOutcome.Never($"The mail cannot be written: {failure.Message}");
        }
    }

    private static DeliveryOutcome Failed(SmtpException failure, int elapsed)
    {
        var code = (int)failure.StatusCode;

        // What is wrong with this recipient or this mail; all else, a wrong password too, is for the administrator to mend while it waits.
        var isRefused = (failure is SmtpFailedRecipientException && code >= 500) || code is 552 or 553 or 554;
        var cause = failure.GetBaseException().Message;
        var text = failure.Message == cause ? cause : $"{failure.Message} {cause}";
        return new DeliveryOutcome(
            isRefused ? DeliveryEnd.Refused : DeliveryEnd.Failed,
            code > 0 ? code : null,
            text.Truncate(DeliveryOutcome.MaximumAnswer),
            elapsed);
    }

    private int Elapsed(long started) => (int)time.GetElapsedTime(started).TotalMilliseconds;
}
