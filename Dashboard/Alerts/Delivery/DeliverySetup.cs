using Dashboard.Alerts.Delivery.Email;
using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Configuration;
using Dashboard.Hosting;

namespace Dashboard.Alerts.Delivery;

/// <summary>Registers web hooks, e-mail and what sends them.</summary>
internal static class DeliverySetup
{
    public static void AddDeliveries(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddLiveOptions<DeliveryOptions>(builder.Configuration, "Delivery", new DeliveryOptionsValidator());
        services.AddLiveOptions<EmailOptions>(builder.Configuration, "Email", new EmailOptionsValidator());
        services.AddToOptions(builder.Configuration, (target, from) => target.PostConfigure<EmailOptions>(
            options => options.CameraRecipients = from.ReadList($"Email:{nameof(options.CameraRecipients)}") ?? options.CameraRecipients));
        services.AddSingleton<DeliverySignal>();
        services.AddSingleton<DeliveryQueue>();
        services.AddSingleton<DeliveryLog>();
        services.AddSingleton<DeliveryContents>();
        services.AddSingleton<HookBodies>();
        services.AddSingleton<WebHookStore>();
        services.AddSingleton<WebHookSender>();
        services.AddSingleton<Mailer>();
        services.AddSingleton<MailTester>();
        builder.AddServerHostedService<DeliverySender>();
        builder.AddServerHostedService<DeliveryCleanup>();
        builder.AddServerHostedService<WebHookHeartbeatSender>();
    }
}
