using System.Net.Mail;
using Dashboard.Alerts.Lists;
using Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Alerts.Delivery.Email;

/// <summary>How the connection to the mail server is encrypted.</summary>
public enum EmailSecurity
{
    /// <summary>Not at all: for a mail server on this machine or on a network of one's own.</summary>
    None,

    /// <summary>STARTTLS: encrypted before the sign-in; a server that does not offer it is sent nothing. Mostly port 587.</summary>
    StartTls,

    /// <summary>Implicit TLS: encrypted from the first byte on. Mostly port 465.</summary>
    Tls,
}

/// <summary>The mail server that alerts, invitations and reports go through, and who is told of cameras: the section <c>Email</c>.</summary>
internal sealed class EmailOptions
{
    /// <summary>The mail server; empty: no e-mail is sent.</summary>
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    /// <summary>How the connection is encrypted.</summary>
    public EmailSecurity Security { get; set; } = EmailSecurity.StartTls;

    /// <summary>Who signs in; empty: nobody.</summary>
    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    public string From { get; set; } = "";

    /// <summary>Who is told that cameras give no frames, and that they do again; none: nobody is.</summary>
    public string[] CameraRecipients { get; set; } = [];

    /// <summary>Minutes without frames after which a camera is told of; also the least time between two such mails. 1 to 1440.</summary>
    public int CameraMinutes { get; set; } = 5;

    /// <summary>Somebody is told of dark cameras, and there is a mail server for it.</summary>
    public bool TellsOfCameras => Host.Length > 0 && CameraRecipients.Length > 0;
}

/// <summary>Checks <see cref="EmailOptions"/>; the password itself is never repeated.</summary>
internal sealed class EmailOptionsValidator : IValidateOptions<EmailOptions>
{
    private const int MaxCameraMinutes = 24 * 60;

    public ValidateOptionsResult Validate(string? name, EmailOptions options)
    {
        var check = new OptionsCheck("Email");
        check.Range(nameof(options.Port), options.Port, 1, 65535, ", mostly 587, 465 or 25");
        check.Require(
            Enum.IsDefined(options.Security),
            nameof(options.Security),
            $"'{options.Security}' is unknown; it must be one of {string.Join(", ", Enum.GetNames<EmailSecurity>())}");
        check.Require(
            options.Host.Length == 0 || MailAddress.TryCreate(options.From, out _),
            nameof(options.From),
            $"'{options.From}' is not an e-mail address; enter the sender's, such as plates@example.com");
        check.Require(
            options.User.Length > 0 || options.Password.Length == 0,
            nameof(options.User),
            "is empty while a password is set; give both, or neither");
        foreach (var recipient in options.CameraRecipients)
        {
            check.Require(
                AlertListRules.IsAddress(recipient),
                nameof(options.CameraRecipients),
                $"'{recipient}' is not an e-mail address; enter addresses such as guard@example.com, separated by commas");
        }

        check.Range(nameof(options.CameraMinutes), options.CameraMinutes, 1, MaxCameraMinutes, " minutes");
        return check.Result;
    }
}
