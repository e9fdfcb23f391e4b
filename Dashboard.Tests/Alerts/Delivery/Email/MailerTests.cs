using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Delivery.Email;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Configuration;
using MimeKit;

namespace Dashboard.Tests.Alerts.Delivery.Email;

/// <summary>Alerts by e-mail.</summary>
public sealed class MailerTests
{
    private const string Password = "hush-hush";

    [Fact]
    public async Task Alert_ByEmail_TellsWhatAPersonNeedsWithThePicture()
    {
        using var smtp = new SmtpListener();
        await using var world = await DeliveryWorld.CreateAsync(email: TestMail.Options(smtp.Port), publicUrl: "https://plates.test.example/");
        var flow = await world.AddFlowAsync(jpeg: world.Jpeg());
        var id = await world.QueueAlertAsync(flow, null, "guard@test.example", "red <van>, call the Größe police");
        await world.StartAsync();

        await Eventually.TrueAsync(async () => (await world.RowAsync(id)).State == DeliveryState.Delivered, "taken by the mail server");

        var mail = await ReadAsync(Assert.Single(smtp.Mails));
        Assert.Equal("Stolen: KA1234", mail.Subject);
        Assert.Equal(("guard@test.example", "plates@test.example"), (mail.To.ToString(), mail.From.ToString()));
        Assert.StartsWith($"delivery-{id}.", mail.MessageId);
        Assert.Equal(world.Time.GetUtcNow(), mail.Date.ToUniversalTime());
        Assert.Contains("red <van>, call the Größe police", mail.TextBody);
        Assert.Contains("Camera: Gate", mail.TextBody);
        Assert.Contains("Site: Default", mail.TextBody);
        Assert.Contains("Time: 2026-03-01 13:00:00 +01:00", mail.TextBody);
        Assert.Contains($"https://plates.test.example/app/flows/{flow.Id}", mail.TextBody);
        Assert.Contains("red &lt;van&gt;", mail.HtmlBody);

        // Downscaled to the widest that is sent, and shown in the text.
        var picture = Assert.Single(mail.BodyParts.OfType<MimePart>(), part => part.ContentType.MimeType == "image/jpeg");
        Assert.Contains($"cid:{picture.ContentId}", mail.HtmlBody);
        using var jpeg = new MemoryStream();
        await picture.Content!.DecodeToAsync(jpeg, Cancellation);
        Assert.Equal(1280, WidthOf(jpeg.ToArray()));
    }

    [Fact]
    public async Task Alert_WithoutAMailServer_FailsWithTheMissingSetting()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        var id = await world.QueueAlertAsync(await world.AddFlowAsync(), null, "guard@test.example");
        await world.StartAsync();

        await Eventually.TrueAsync(async () => (await world.RowAsync(id)).State == DeliveryState.Failed, "failed");

        Assert.Contains("no mail server is set", (await world.RowAsync(id)).LastAnswer);
    }

    [Fact]
    public async Task Recipient_ThatDoesNotExist_IsGivenUpAndDelaysNobody()
    {
        using var smtp = new SmtpListener();
        await using var world = await DeliveryWorld.CreateAsync(email: TestMail.Options(smtp.Port));
        var flow = await world.AddFlowAsync();
        var wrong = await world.QueueAlertAsync(flow, null, "nobody@test.example");
        var right = await world.QueueAlertAsync(flow, null, "guard@test.example");
        await world.StartAsync();

        await Eventually.TrueAsync(
            async () => (await world.RowAsync(right)).State == DeliveryState.Delivered, "the other one has it, while time stands still");
        await world.AdvanceUntilAsync(async () => (await world.RowAsync(wrong)).State == DeliveryState.Failed, "given up");

        var row = await world.RowAsync(wrong);
        Assert.Equal((5, 550), (row.Attempts, row.LastStatus));
        Assert.Equal("The mail server 127.0.0.1 does not accept mail for nobody@test.example: no such person", row.LastAnswer);
        Assert.DoesNotContain("cid:picture", smtp.Mails[0]);
    }

    [Fact]
    public async Task MailServer_ThatIsDown_IsTriedAgain()
    {
        var smtp = new SmtpListener();
        var options = TestMail.Options(smtp.Port);
        smtp.Dispose();
        await using var world = await DeliveryWorld.CreateAsync(email: options);
        var id = await world.QueueAlertAsync(await world.AddFlowAsync(), null, "guard@test.example");
        await world.StartAsync();

        await world.AdvanceUntilAsync(async () => (await world.RowAsync(id)).Attempts >= 3, "three tries");

        var row = await world.RowAsync(id);
        Assert.Equal((DeliveryState.Waiting, null), (row.State, row.LastStatus));
        Assert.Equal($"The mail server 127.0.0.1 refuses connections on port {options.Port}; check the port, and whether it runs", row.LastAnswer);
    }

    [Theory]
    [InlineData(EmailSecurity.Tls)]
    [InlineData(EmailSecurity.StartTls)]
    public async Task Encrypted_SignIn_PassesNothingInClear(EmailSecurity security)
    {
        using var certificate = TestCertificate.Create();
        using var smtp = new SmtpListener(security, certificate) { Account = ("me", Password) };
        var options = TestMail.Options(smtp.Port, security, "me", Password);

        var outcome = await SendAsync(options, certificate);

        Assert.Equal((DeliveryResult.Delivered, 1), (outcome.Result, smtp.Mails.Count));
        Assert.All(
            smtp.ClearCommands, command => Assert.True(command.StartsWith("EHLO", StringComparison.Ordinal) || command == "STARTTLS", command));
    }

    [Fact]
    public async Task SignIn_ThatIsRefused_NamesTheSettingsAndNeverThePassword()
    {
        using var certificate = TestCertificate.Create();
        using var smtp = new SmtpListener(EmailSecurity.Tls, certificate) { Account = ("me", "other") };

        var outcome = await SendAsync(TestMail.Options(smtp.Port, EmailSecurity.Tls, "me", Password), certificate);

        AssertWaits(outcome, "does not accept the sign-in; check user and password");
        Assert.DoesNotContain(Password, outcome.Answer);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Password)), outcome.Answer);
    }

    [Theory]
    [InlineData(EmailSecurity.Tls)]
    [InlineData(EmailSecurity.StartTls)]
    public async Task Certificate_ThatIsSelfSigned_IsRefusedBeforeThePasswordIsSent(EmailSecurity security)
    {
        using var certificate = TestCertificate.Create();
        using var smtp = new SmtpListener(security, certificate) { Account = ("me", Password) };

        AssertWaits(
            await SendAsync(TestMail.Options(smtp.Port, security, "me", Password), null),
            "shows a certificate that is not trusted: it is self-signed");
        Assert.DoesNotContain(smtp.ClearCommands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Certificate_OfAnotherName_IsToldWithItsName()
    {
        using var certificate = TestCertificate.Create("mail.test.example");
        using var smtp = new SmtpListener(EmailSecurity.Tls, certificate);
        AssertWaits(
            await SendAsync(TestMail.Options(smtp.Port, EmailSecurity.Tls), certificate),
            "it is for mail.test.example; give such a name as the server");
    }

    [Fact]
    public async Task Certificate_ThatHasExpired_IsToldWithItsDates()
    {
        using var certificate = TestCertificate.Create(days: -2);
        using var smtp = new SmtpListener(EmailSecurity.Tls, certificate);
        AssertWaits(
            await SendAsync(TestMail.Options(smtp.Port, EmailSecurity.Tls), certificate), $"to {certificate.NotAfter:yyyy-MM-dd}; have it renewed");
    }

    [Fact]
    public async Task Security_ThatIsNotTheServers_IsToldByItsSetting()
    {
        using var certificate = TestCertificate.Create();
        using var plain = new SmtpListener();
        using var encrypted = new SmtpListener(EmailSecurity.StartTls, certificate);
        AssertWaits(await SendAsync(TestMail.Options(plain.Port, EmailSecurity.StartTls), null), "offers no STARTTLS");
        AssertWaits(await SendAsync(TestMail.Options(encrypted.Port, EmailSecurity.Tls), certificate), "does not speak TLS from the start");
        AssertWaits(await SendAsync(TestMail.Options(plain.Port, EmailSecurity.None, "me", Password), null), "offers no sign-in without encryption");
        Assert.Empty(plain.Mails);
    }

    [Fact]
    public async Task Sender_ThatIsRefused_WaitsForTheAdministrator()
    {
        using var smtp = new SmtpListener { RefusedSender = "plates@test.example" };
        var outcome = await SendAsync(TestMail.Options(smtp.Port), null);
        AssertWaits(outcome, "check the sender");
        Assert.Equal(550, outcome.Status);
    }

    [Fact]
    public async Task Host_ThatIsNotKnown_IsToldByItsSetting()
    {
        var options = TestMail.Options(25);
        options.Host = "mail.invalid";
        AssertWaits(await SendAsync(options, null), "The name mail.invalid of the mail server is not known; check it");
    }

    [Fact]
    public async Task Host_ThatIsAMachinesOwnAddress_IsSentNothing()
    {
        var options = TestMail.Options(80);
        options.Host = "169.254.169.254";
        AssertWaits(await SendAsync(options, null), "169.254.169.254 is an address by which a machine is told of itself");
    }

    /// <summary>What answers at the address that somebody has entered may be anything; no database keeps a zero character in a text.</summary>
    [Theory, ProviderData]
    public async Task Reply_WithControlCharacters_IsShownAsALineOfText(string provider)
    {
        using var smtp = new SmtpListener { SenderRefusal = $"550 \u001b[31mred\0{new string('x', 5000)}" };
        await using var world = await DeliveryWorld.CreateAsync(provider, TestMail.Options(smtp.Port));
        var id = await world.QueueAlertAsync(await world.AddFlowAsync(), null, "guard@test.example");
        await world.StartAsync();

        await Eventually.TrueAsync(async () => (await world.RowAsync(id)).LastAnswer is not null, "an answer is stored");

        var answer = (await world.RowAsync(id)).LastAnswer!;
        Assert.Contains("[31mred x", answer);
        Assert.DoesNotContain(answer, char.IsControl);
        Assert.InRange(answer.Length, 1, 500);
    }

    [Fact]
    public async Task Server_ThatSaysNothing_IsGivenHalfAMinute()
    {
        using var silent = new TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        await using var world = await DeliveryWorld.CreateAsync(email: TestMail.Options(((System.Net.IPEndPoint)silent.LocalEndpoint).Port));
        var id = await world.QueueAlertAsync(await world.AddFlowAsync(), null, "guard@test.example");
        await world.StartAsync();

        await world.AdvanceUntilAsync(async () => (await world.RowAsync(id)).LastAnswer is not null, "an answer");

        Assert.Contains("did not answer within 30 seconds", (await world.RowAsync(id)).LastAnswer);
    }

    [Theory]
    [InlineData(nameof(EmailOptions.From), "nobody", "Email:From")]
    [InlineData(nameof(EmailOptions.Port), 0, "Email:Port")]
    [InlineData(nameof(EmailOptions.Security), (EmailSecurity)7, "Email:Security")]
    [InlineData(nameof(EmailOptions.Password), "hush", "Email:User")]
    public void WrongSetting_NamesItsKeyAndNeverThePassword(string property, object value, string key)
    {
        var options = new EmailOptions { Host = "mail.test.example", From = "a@test.example" };
        typeof(EmailOptions).GetProperty(property)!.SetValue(options, value);

        var result = new EmailOptionsValidator().Validate(null, options);

        Assert.StartsWith(key, Assert.Single(result.Failures!));
        Assert.DoesNotContain("hush", result.FailureMessage);
    }

    [Theory]
    [InlineData("None", EmailSecurity.None)]
    [InlineData("StartTls", EmailSecurity.StartTls)]
    [InlineData("starttls", EmailSecurity.StartTls)]
    [InlineData("Tls", EmailSecurity.Tls)]
    public void Security_AsItIsWritten_IsUnderstood(string text, EmailSecurity expected)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Email:Security", text)]).Build();
        Assert.Equal(expected, settings.GetSection("Email").Get<EmailOptions>()!.Security);
    }

    private static void AssertWaits(DeliveryOutcome outcome, string reason)
    {
        Assert.Equal(DeliveryResult.TransientFailure, outcome.Result);
        Assert.Contains(reason, outcome.Answer);
    }

    private static async Task<DeliveryOutcome> SendAsync(EmailOptions options, X509Certificate2? trusted)
    {
        await using var world = await DeliveryWorld.CreateAsync(email: options);
        if (trusted is not null)
        {
            world.Mailer.TrustedRoots.Add(trusted);
        }

        var id = await world.QueueAlertAsync(await world.AddFlowAsync(), null, "guard@test.example");
        var row = await world.RowAsync(id);
        return DeliveryTexts.AssertKnown(
            await world.Mailer.SendAsync(row, (await world.Contents.FindAsync(row, CancellationToken.None))!, CancellationToken.None), isMail: true);
    }

    private static async Task<MimeMessage> ReadAsync(string mail)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(mail));
        return await MimeMessage.LoadAsync(stream);
    }

    private static int WidthOf(byte[] jpeg)
    {
        using var codec = new Dashboard.Imaging.PictureCodec(new Dashboard.Pipeline.FramePool());
        using var frame = codec.Decode(jpeg);
        return frame.Width;
    }
}
