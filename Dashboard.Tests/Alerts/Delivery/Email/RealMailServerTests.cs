using System.Text;
using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Delivery.Email;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using MimeKit;

namespace Dashboard.Tests.Alerts.Delivery.Email;

/// <summary>Alerts by e-mail, taken by a mail server that is not ours.</summary>
[Trait("Category", "System")]
public sealed class RealMailServerTests
{
    private const string Password = "hush-hush é";

    [Theory]
    [InlineData(EmailSecurity.None)]
    [InlineData(EmailSecurity.StartTls)]
    [InlineData(EmailSecurity.Tls)]
    public async Task Alert_IsTakenWithItsPicture_OnceSomebodyHasSignedIn(EmailSecurity security)
    {
        using var certificate = TestCertificate.Create();
        var user = security == EmailSecurity.None ? "" : "me";
        using var server = await RealMailServer.StartAsync(security, certificate, user, user.Length > 0 ? Password : "");
        await using var world = await DeliveryWorld.CreateAsync(
            email: TestMail.Options(server.Port, security, user, user.Length > 0 ? Password : ""));
        world.Mailer.TrustedRoots.Add(certificate);
        var id = await world.QueueAlertAsync(await world.AddFlowAsync(jpeg: world.Jpeg()), null, "guard@test.example", "call the Größe police");
        await world.StartAsync();

        await Eventually.TrueAsync(async () => (await world.RowAsync(id)).State == DeliveryState.Delivered, "taken by the mail server");

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Assert.Single(server.Mails)));
        var mail = await MimeMessage.LoadAsync(stream, Cancellation);
        Assert.Equal(("Stolen: KA1234", "guard@test.example"), (mail.Subject, mail.To.ToString()));
        Assert.Contains("call the Größe police", mail.TextBody);
        Assert.Single(mail.BodyParts.OfType<MimePart>(), part => part.ContentType.MimeType == "image/jpeg");
    }

    [Theory]
    [InlineData(EmailSecurity.StartTls)]
    [InlineData(EmailSecurity.Tls)]
    public async Task SignIn_ThatIsRefused_NamesTheSettings_AndNothingIsTaken(EmailSecurity security)
    {
        using var certificate = TestCertificate.Create();
        using var server = await RealMailServer.StartAsync(security, certificate, "me", "other");
        await using var world = await DeliveryWorld.CreateAsync(email: TestMail.Options(server.Port, security, "me", Password));
        world.Mailer.TrustedRoots.Add(certificate);
        var row = await world.RowAsync(await world.QueueAlertAsync(await world.AddFlowAsync(), null, "guard@test.example"));

        var outcome = await world.Mailer.SendAsync(row, (await world.Contents.FindAsync(row, Cancellation))!, Cancellation);

        Assert.Equal(DeliveryResult.TransientFailure, outcome.Result);
        Assert.Contains("does not accept the sign-in; check user and password", outcome.Answer);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Encryption_ThatTheServerAsksFor_IsToldByItsSetting()
    {
        using var certificate = TestCertificate.Create();
        using var server = await RealMailServer.StartAsync(EmailSecurity.StartTls, certificate);
        await using var world = await DeliveryWorld.CreateAsync(email: TestMail.Options(server.Port, EmailSecurity.None));
        var row = await world.RowAsync(await world.QueueAlertAsync(await world.AddFlowAsync(), null, "guard@test.example"));

        var outcome = await world.Mailer.SendAsync(row, (await world.Contents.FindAsync(row, Cancellation))!, Cancellation);

        Assert.Equal(DeliveryResult.TransientFailure, outcome.Result);
        Assert.Contains("accepts mail only encrypted or after a sign-in; check encryption", outcome.Answer);
        Assert.Empty(server.Mails);
    }
}
