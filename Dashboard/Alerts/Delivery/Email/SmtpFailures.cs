using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Domain;
using Dashboard.Hosting.Network;
using Dashboard.Hosting.Tls;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Dashboard.Alerts.Delivery.Email;

/// <summary>What a mail server did wrong, or what is set wrong, in words that a person can act on. The password is in none of them.</summary>
internal sealed class SmtpFailures(EmailOptions options)
{
    private const int MaxReply = 300;

    private string? _certificateFault;

    private string Server => $"The mail server {options.Host}";

    /// <summary>Whether a mail server's certificate is trusted; keeps in mind why it is not.</summary>
    public bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection roots)
    {
        if (errors == SslPolicyErrors.RemoteCertificateChainErrors && roots.Count > 0 && certificate is X509Certificate2 shown && chain is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(roots);
            errors = chain.Build(shown) ? SslPolicyErrors.None : errors;
        }

        _certificateFault = errors == SslPolicyErrors.None ? null : Fault(certificate as X509Certificate2, chain, errors);
        return errors == SslPolicyErrors.None;
    }

    /// <summary>The outcome of an attempt that failed with an exception; null where the exception is none of the mail server's.</summary>
    public DeliveryOutcome? Find(Exception exception) => exception switch
    {
        MachineAddressException => Transient(exception.Message),
        SocketException socket => Transient(Describe(socket)),
        SslHandshakeException when _certificateFault is not null => Transient(
            $"{Server} shows a certificate that is not trusted: {_certificateFault}"),
        SslHandshakeException => Transient(options.Security == EmailSecurity.Tls
            ? $"{Server} does not speak TLS from the start on port {options.Port}; "
                + "that is mostly port 465, and port 587 is for STARTTLS"
            : $"{Server} could not agree with this machine on an encryption: {exception.GetBaseException().Message}"),
        AuthenticationException => Transient($"{Server} does not accept the sign-in; check user and password: {Plain(exception)}"),
        NotSupportedException when options.Security == EmailSecurity.StartTls && exception.Message.Contains("STARTTLS", StringComparison.Ordinal) =>
            Transient(
                $"{Server} offers no STARTTLS on port {options.Port}; "
                + "choose TLS from the start where it listens on port 465, or no encryption on a network of your own"),
        NotSupportedException => Transient(
            $"{Server} offers no sign-in{(options.Security == EmailSecurity.None ? " without encryption" : "")}; "
                + "leave the user empty, or check the encryption"),
        ServiceNotAuthenticatedException => Transient(
            $"{Server} accepts mail only {(options.Security == EmailSecurity.None ? "encrypted or " : "")}after a sign-in; "
                + $"check encryption, user and password: {Plain(exception)}"),
        SmtpCommandException refusal => Refused(refusal),
        ProtocolException or IOException => Transient($"{Server} broke off the conversation: {Plain(exception.GetBaseException())}"),
        _ => null,
    };

    /// <summary>Why there was no answer in time.</summary>
    public string DescribeTimeout(TimeSpan limit) => options is { Port: 465, Security: not EmailSecurity.Tls }
        ? $"{Server} did not answer within {limit.TotalSeconds:0} seconds; port 465 is mostly for TLS from the start"
        : $"{Server} did not answer within {limit.TotalSeconds:0} seconds on port {options.Port}; "
            + "check server and port, and a firewall between";

    private static DeliveryOutcome Transient(string text, int? status = null) =>
        new(DeliveryResult.TransientFailure, status, text.Truncate(DeliveryOutcome.MaxAnswer), 0);

    // What answers there may be anything: a line of text is shown of it, no control characters, which PostgreSQL could not store either.
    private static string Plain(Exception exception) => string.Concat(exception.Message.Select(letter => char.IsControl(letter) ? ' ' : letter))
        .Trim().Truncate(MaxReply, "…");

    private static string Fault(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return "it shows none";
        }

        if (chain?.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid) == true)
        {
            return $"it is valid from {certificate.NotBefore:yyyy-MM-dd} to {certificate.NotAfter:yyyy-MM-dd}; "
                + "have it renewed, or check this machine's clock";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return $"it is for {string.Join(", ", Names(certificate))}; give such a name as the server";
        }

        return certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
            ? "it is self-signed; add it to those that this machine trusts, or give the mail server one of an authority"
            : $"this machine does not know its authority, {certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}; "
                + "add that to those that this machine trusts";
    }

    private static IReadOnlyList<string> Names(X509Certificate2 certificate) => CertificateNames.Read(certificate) is { Count: > 0 } names
        ? names
        : [certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)];

    private string Describe(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.HostNotFound
            or SocketError.NoData
            or SocketError.TryAgain => $"The name {options.Host} of the mail server is not known; check it",
        SocketError.ConnectionRefused => $"{Server} refuses connections on port {options.Port}; check the port, and whether it runs",
        _ => $"{Server} cannot be reached on port {options.Port}: {exception.Message}",
    };

    // What is wrong with this recipient or this mail is refused; all else, a wrong sender too, is for the administrator to fix while it waits.
    private DeliveryOutcome Refused(SmtpCommandException exception)
    {
        var status = (int)exception.StatusCode;
        var isFinal = status is 552 or 553 or 554 || (exception.ErrorCode == SmtpErrorCode.RecipientNotAccepted && status >= 500);
        var text = exception.ErrorCode switch
        {
            SmtpErrorCode.RecipientNotAccepted => $"{Server} does not accept mail for {exception.Mailbox?.Address}: {Plain(exception)}",
            SmtpErrorCode.SenderNotAccepted => $"{Server} does not accept mail from {exception.Mailbox?.Address}; "
                + $"check the sender, and whether it requires a sign-in: {Plain(exception)}",
            _ => $"{Server} does not accept the message: {Plain(exception)}",
        };
        return new DeliveryOutcome(
            isFinal ? DeliveryResult.Rejected : DeliveryResult.TransientFailure, status, text.Truncate(DeliveryOutcome.MaxAnswer), 0);
    }
}
