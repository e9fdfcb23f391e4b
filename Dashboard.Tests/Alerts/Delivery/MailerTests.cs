using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Alerts.Delivery;
using Dashboard.Storage;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Alerts.Delivery;

/// <summary>Alerts by e-mail.</summary>
public sealed partial class MailerTests
{
    [Fact]
    public async Task Alert_ByEmail_TellsWhatAPersonNeedsWithThePicture()
    {
        using var smtp = new SmtpListener();
        await using var world = await DeliveryWorld.CreateAsync(email: Options(smtp));
        var flow = await world.AddFlowAsync(jpeg: world.Jpeg());
        var id = await world.QueueAlertAsync(flow, null, "guard@test.example", "red <van>, call the police");
        await world.StartAsync();

        await Eventually.TrueAsync(async () => (await world.RowAsync(id)).State == DeliveryState.Delivered, "taken by the mail server");

        var mail = Assert.Single(smtp.Mails);
        Assert.Contains("Subject: Stolen: KA1234", mail);
        Assert.Contains("To: guard@test.example", mail);
        Assert.Contains($"Message-ID: <delivery-{id}.", mail, StringComparison.OrdinalIgnoreCase);
        var parts = Parts(mail);
        var plain = Encoding.UTF8.GetString(parts["text/plain"]);
        Assert.Contains("red <van>, call the police", plain);
        Assert.Contains("Camera: Gate", plain);
        Assert.Contains("Site: Default", plain);
        Assert.Contains("Time: 2026-03-01 13:00:00 +01:00", plain);
        Assert.Contains($"https://plates.test.example/app/flows/{flow.Id}", plain);
        var html = Encoding.UTF8.GetString(parts["text/html"]);
        Assert.Contains("red &lt;van&gt;", html);
        Assert.Contains("cid:picture", html);

        // Downscaled to the widest that is sent.
        var jpeg = parts["image/jpeg"];
        Assert.Equal(1280, WidthOf(jpeg));
    }

    [Fact]
    public async Task Alert_WithoutAMailServer_IsDeadWithTheMissingSetting()
    {
        await using var world = await DeliveryWorld.CreateAsync();
        var id = await world.QueueAlertAsync(await world.AddFlowAsync(), null, "guard@test.example");
        await world.StartAsync();

        await Eventually.TrueAsync(async () => (await world.RowAsync(id)).State == DeliveryState.Dead, "dead");

        Assert.Contains("Email:Host", (await world.RowAsync(id)).LastAnswer);
    }

    [Fact]
    public async Task Recipient_ThatDoesNotExist_IsGivenUpAndDelaysNobody()
    {
        using var smtp = new SmtpListener();
        await using var world = await DeliveryWorld.CreateAsync(email: Options(smtp));
        var flow = await world.AddFlowAsync();
        var wrong = await world.QueueAlertAsync(flow, null, "nobody@test.example");
        var right = await world.QueueAlertAsync(flow, null, "guard@test.example");
        await world.StartAsync();

        await Eventually.TrueAsync(async () => (await world.RowAsync(right)).State == DeliveryState.Delivered, "the other one has it, while time stands still");
        await world.AdvanceUntilAsync(async () => (await world.RowAsync(wrong)).State == DeliveryState.Dead, "given up");

        var row = await world.RowAsync(wrong);
        Assert.Equal((5, 550), (row.Attempts, row.LastStatus));
        Assert.DoesNotContain("cid:picture", smtp.Mails[0]);
    }

    [Fact]
    public async Task MailServer_ThatIsDown_IsTriedAgain()
    {
        var smtp = new SmtpListener();
        var options = Options(smtp);
        smtp.Dispose();
        await using var world = await DeliveryWorld.CreateAsync(email: options);
        var id = await world.QueueAlertAsync(await world.AddFlowAsync(), null, "guard@test.example");
        await world.StartAsync();

        await world.AdvanceUntilAsync(async () => (await world.RowAsync(id)).Attempts >= 3, "three tries");

        Assert.Equal(DeliveryState.Waiting, (await world.RowAsync(id)).State);
        Assert.Null((await world.RowAsync(id)).LastStatus);
    }

    [Theory]
    [InlineData(nameof(EmailOptions.From), "nobody", "Email:From")]
    [InlineData(nameof(EmailOptions.Port), 0, "Email:Port")]
    [InlineData(nameof(EmailOptions.Security), "Ssl", "Email:Security")]
    [InlineData(nameof(EmailOptions.Password), "hush", "Email:User")]
    [InlineData(nameof(EmailOptions.BaseUrl), "plates", "Email:BaseUrl")]
    public void WrongSetting_NamesItsKeyAndNeverThePassword(string property, object value, string key)
    {
        var options = new EmailOptions { Host = "mail.test.example", From = "a@test.example" };
        typeof(EmailOptions).GetProperty(property)!.SetValue(options, value);

        var result = new EmailOptionsValidator().Validate(null, options);

        Assert.StartsWith(key, Assert.Single(result.Failures!));
        Assert.DoesNotContain("hush", result.FailureMessage);
    }

    private static EmailOptions Options(SmtpListener smtp) => new()
    {
        Host = "127.0.0.1",
        Port = smtp.Port,
        Security = EmailOptions.None,
        From = "plates@test.example",
        BaseUrl = "https://plates.test.example/",
    };

    private static Dictionary<string, byte[]> Parts(string mail)
    {
        var parts = new Dictionary<string, byte[]>();
        foreach (Match part in PartPattern().Matches(mail.ReplaceLineEndings("\n")))
        {
            var (headers, body) = (part.Groups[2].Value, part.Groups[3].Value);
            parts[part.Groups[1].Value] = headers.Contains("base64", StringComparison.Ordinal)
                ? Convert.FromBase64String(body.Replace("\n", ""))
                : Encoding.UTF8.GetBytes(SoftBreak().Replace(body, "").Replace("=3D", "=").Replace("=0D=0A", "\n"));
        }

        return parts;
    }

    private static int WidthOf(byte[] jpeg)
    {
        using var codec = new Dashboard.Recognition.Imaging.JpegCodec(new Dashboard.Pipeline.FramePool());
        using var frame = codec.Decode(jpeg);
        return frame.Width;
    }

    [GeneratedRegex(@"Content-Type: ((?:text|image)/\w+)((?:[^\n]*\n)(?:[^\n]+\n)*)\n(.*?)\n--", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex PartPattern();

    [GeneratedRegex("=\n")]
    private static partial Regex SoftBreak();
}
