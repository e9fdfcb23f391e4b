using System.Net.Mail;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Configuration;
using Dashboard.Flows;
using Dashboard.Hosting.Network;
using Dashboard.Imaging;
using Dashboard.Storage;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using SmtpClient = MailKit.Net.Smtp.SmtpClient;

namespace Dashboard.Alerts.Delivery.Email;

/// <summary>Sends alerts by e-mail, with the picture, and notices as they are.</summary>
internal sealed class Mailer(
    IOptionsMonitor<EmailOptions> email,
    IOptionsMonitor<ServerOptions> server,
    FlowImages images,
    PictureCodec codec,
    DeliveryContents contents,
    TimeProvider time)
{
    /// <summary>Widest picture in a mail, pixels.</summary>
    public const int MaxPictureWidth = 1280;

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);

    /// <summary>Whether a mail server is set; the words that say what is missing otherwise.</summary>
    public string? Missing => email.CurrentValue.Host.Length > 0 ? null : "No e-mail is sent: no mail server is set";

    /// <summary>Certificates that are trusted besides those that this machine trusts.</summary>
    internal X509Certificate2Collection TrustedRoots { get; } = [];

    /// <summary>Sends one. Whatever goes wrong is in the outcome; only <paramref name="cancellationToken"/> throws.</summary>
    internal async Task<DeliveryOutcome> SendAsync(DeliveryRow row, DeliveryContent content, CancellationToken cancellationToken)
    {
        if (Missing is { } missing)
        {
            return DeliveryOutcome.Never(missing);
        }

        return MailAddress.TryCreate(row.Recipient, out var recipient)
            ? await SendAsync((options, stop) => WriteAsync(options, row, content, recipient, stop), cancellationToken)
            : DeliveryOutcome.Never($"'{row.Recipient}' is not an e-mail address");
    }

    /// <inheritdoc cref="SendAsync(DeliveryRow, DeliveryContent, CancellationToken)"/>
    internal Task<DeliveryOutcome> SendAsync(DeliveryRow row, NoticeRow notice, CancellationToken cancellationToken) =>
        MailAddress.TryCreate(row.Recipient, out var recipient)
            ? SendTextAsync(
                recipient, notice.Title, notice.Text, cancellationToken, $"delivery-{row.Id}.{notice.CreatedAt.ToUnixTimeMilliseconds()}-{notice.Id}")
            : Task.FromResult(DeliveryOutcome.Never($"'{row.Recipient}' is not an e-mail address"));

    /// <summary>Sends a few lines to one person. Whatever goes wrong is in the outcome; only <paramref name="cancellationToken"/> throws.</summary>
    /// <param name="id">The same mail sent twice is known by it; null: it is sent once.</param>
    internal async Task<DeliveryOutcome> SendTextAsync(
        MailAddress recipient, string subject, string text, CancellationToken cancellationToken, string? id = null) =>
        Missing is { } missing
            ? DeliveryOutcome.Never(missing)
            : await SendAsync(
                (options, _) =>
                {
                    var message = Address(options, recipient);
                    message.Subject = subject;
                    message.Body = new TextPart("plain") { Text = text };
                    if (id is not null)
                    {
                        message.MessageId = $"{id}@{new MailAddress(options.From).Host}";
                    }

                    return Task.FromResult(message);
                },
                cancellationToken);

    // The settings may change at any time; one mail is sent by one state of them.
    private async Task<DeliveryOutcome> SendAsync(
        Func<EmailOptions, CancellationToken, Task<MimeMessage>> write, CancellationToken cancellationToken)
    {
        var options = email.CurrentValue;
        var started = time.GetTimestamp();
        var failures = new SmtpFailures(options);
        using var limit = new CancellationTokenSource(MaxTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var message = await write(options, either.Token);
            await SubmitAsync(options, message, failures, either.Token);
            return new DeliveryOutcome(DeliveryResult.Delivered, null, "Accepted by the mail server", Elapsed(started));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryOutcome(DeliveryResult.TransientFailure, null, failures.DescribeTimeout(MaxTime), Elapsed(started));
        }
        catch (Exception exception) when (failures.Find(exception) is { } failure)
        {
            return failure with { DurationMs = Elapsed(started) };
        }
    }

    private async Task<MimeMessage> WriteAsync(
        EmailOptions options, DeliveryRow row, DeliveryContent content, MailAddress recipient, CancellationToken cancellationToken)
    {
        var flow = content.Group.Flow;
        var picture = await contents.PictureAsync(async () =>
            await images.ReadAsync(flow, cancellationToken) switch
            {
                { } jpeg when flow.PictureWidth > MaxPictureWidth => await codec.ShrinkAsync(jpeg, MaxPictureWidth, cancellationToken),
                var jpeg => jpeg,
            });
        var message = AlertMail.Write(content, picture, server.CurrentValue.Zone, server.CurrentValue.PublicUrl);
        Address(options, recipient, message);

        // The same mail sent twice is known by its id.
        message.MessageId = $"delivery-{row.Id}.{flow.Uuid:N}@{new MailAddress(options.From).Host}";
        return message;
    }

    private MimeMessage Address(EmailOptions options, MailAddress recipient, MimeMessage? message = null)
    {
        message ??= new MimeMessage();
        var sender = new MailAddress(options.From);
        message.From.Add(new MailboxAddress(sender.DisplayName, sender.Address));
        message.To.Add(new MailboxAddress(recipient.DisplayName, recipient.Address));
        message.Date = TimeZoneInfo.ConvertTime(time.GetUtcNow(), server.CurrentValue.Zone);
        return message;
    }

    private async Task SubmitAsync(
        EmailOptions options, MimeMessage message, SmtpFailures failures, CancellationToken cancellationToken)
    {
        // Few authorities of one's own publish what they revoked; asking for it would fail or wait.
        using var smtp = new SmtpClient { CheckCertificateRevocation = false };
        smtp.ServerCertificateValidationCallback = (_, certificate, chain, errors) => failures.IsTrusted(certificate, chain, errors, TrustedRoots);
        var addresses = await AddressGuard.FindServerAsync(options.Host, cancellationToken);
        var connection = await StaggeredDial.ConnectAsync(addresses, options.Port, cancellationToken);
        await smtp.ConnectAsync(connection, options.Host, options.Port, SocketOptions(options.Security), cancellationToken);
        if (options.User.Length > 0)
        {
            await smtp.AuthenticateAsync(options.User, options.Password, cancellationToken);
        }

        await smtp.SendAsync(message, cancellationToken);
        try
        {
            await smtp.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException || failures.Find(exception) is not null)
        {
            // It has the mail, whatever becomes of the farewell.
        }
    }

    private static SecureSocketOptions SocketOptions(EmailSecurity security) => security switch
    {
        EmailSecurity.None => SecureSocketOptions.None,
        EmailSecurity.StartTls => SecureSocketOptions.StartTls,
        EmailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => throw new ArgumentOutOfRangeException(nameof(security), security, null),
    };

    private int Elapsed(long started) => (int)time.GetElapsedTime(started).TotalMilliseconds;
}
