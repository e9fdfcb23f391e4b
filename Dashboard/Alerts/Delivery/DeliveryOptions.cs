using Dashboard.Configuration;
using Dashboard.Hosting;
using Microsoft.Extensions.Options;

namespace Dashboard.Alerts.Delivery;

/// <summary>The section <c>Delivery</c>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>How long delivered rows stay in the log, in days; 1 to 3650.</summary>
    public int KeepDeliveredDays { get; set; } = 30;

    /// <summary>How long deliveries that were given up stay for a person to see, in days; 1 to 3650.</summary>
    public int KeepDeadDays { get; set; } = 90;
}

/// <summary>The section <c>Email</c>.</summary>
public sealed class EmailOptions
{
    /// <summary>Plain SMTP.</summary>
    public const string None = "None";

    /// <summary>SMTP that is encrypted from the start of the sign-in on.</summary>
    public const string StartTls = "StartTls";

    /// <summary>The mail server; empty: no e-mail is sent.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port, 1 to 65535.</summary>
    public int Port { get; set; } = 587;

    /// <summary><see cref="None"/> or <see cref="StartTls"/>.</summary>
    public string Security { get; set; } = StartTls;

    /// <summary>Who signs in; empty: nobody.</summary>
    public string User { get; set; } = "";

    /// <summary>The password for it.</summary>
    public string Password { get; set; } = "";

    /// <summary>The sender's address.</summary>
    public string From { get; set; } = "";

    /// <summary>This server's address as people reach it, such as <c>https://plates.example.com</c>; empty: mails carry no link.</summary>
    public string BaseUrl { get; set; } = "";
}

/// <summary>Checks <see cref="DeliveryOptions"/>.</summary>
internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    private const int MostDays = 3650;

    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        var failures = new List<string>();
        if (options.KeepDeliveredDays is < 1 or > MostDays)
        {
            failures.Add($"Delivery:KeepDeliveredDays is {options.KeepDeliveredDays}; it is 1 to {MostDays} days");
        }

        if (options.KeepDeadDays is < 1 or > MostDays)
        {
            failures.Add($"Delivery:KeepDeadDays is {options.KeepDeadDays}; it is 1 to {MostDays} days");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}

/// <summary>Checks <see cref="EmailOptions"/>; the password itself is never repeated.</summary>
internal sealed class EmailOptionsValidator : IValidateOptions<EmailOptions>
{
    public ValidateOptionsResult Validate(string? name, EmailOptions options)
    {
        var failures = new List<string>();
        if (options.Port is < 1 or > 65535)
        {
            failures.Add($"Email:Port is {options.Port}; it is 1 to 65535, mostly 587 or 25");
        }

        if (options.Security is not (EmailOptions.None or EmailOptions.StartTls))
        {
            failures.Add($"Email:Security '{options.Security}' is unknown; it is None or StartTls");
        }

        if (options.Host.Length > 0 && !System.Net.Mail.MailAddress.TryCreate(options.From, out _))
        {
            failures.Add($"Email:From '{options.From}' is no e-mail address; with Email:Host set, give the sender's, such as plates@example.com");
        }

        if (options.User.Length == 0 && options.Password.Length > 0)
        {
            failures.Add("Email:User is empty while Email:Password is set; give both, or neither");
        }

        if (options.BaseUrl.Length > 0 && (!Uri.TryCreate(options.BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
        {
            failures.Add($"Email:BaseUrl '{options.BaseUrl}' is no address; give one such as https://plates.example.com, or leave it empty");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}

/// <summary>Registers web hooks, e-mail and what sends them.</summary>
public static class DeliverySetup
{
    /// <summary>Adds them.</summary>
    public static void AddDeliveries(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidatedOptions<DeliveryOptions>(builder.Configuration, "Delivery", new DeliveryOptionsValidator());
        services.AddValidatedOptions<EmailOptions>(builder.Configuration, "Email", new EmailOptionsValidator());
        services.AddSingleton<DeliverySignal>();
        services.AddSingleton<DeliveryQueue>();
        services.AddSingleton<DeliveryLog>();
        services.AddSingleton<DeliveryContents>();
        services.AddSingleton<WebHookStore>();
        services.AddSingleton<WebHookSender>();
        services.AddSingleton<Mailer>();
        builder.AddServerHostedService<DeliverySender>();
        builder.AddServerHostedService<DeliveryCleanup>();
        builder.AddServerHostedService<WebHookHeartbeatSender>();
    }
}
