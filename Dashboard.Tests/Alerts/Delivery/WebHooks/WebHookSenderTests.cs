using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Hosting.Network;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Alerts.Delivery.WebHooks;

/// <summary>One request to a receiver: signed, timed, not led elsewhere, not into the server's own network.</summary>
public sealed class WebHookSenderTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();

    [Fact]
    public async Task Request_IsSignedWithItsMoment()
    {
        await using var listener = await HookListener.StartAsync();
        using var client = new WebHookSender(_time);
        var body = Encoding.UTF8.GetBytes("""{"a":1}""");

        var outcome = await client.PostAsync(Hook(listener.Url), body, "17", CancellationToken.None);

        Assert.Equal(DeliveryResult.Delivered, outcome.Result);
        var heard = Assert.Single(listener.Heard);
        Assert.Equal(body, heard.Body);
        Assert.Equal(("17", "application/json"), (heard.DeliveryId, heard.Headers["Content-Type"]));
        Assert.StartsWith("PlateDashboard/", heard.Headers["User-Agent"]);
        var moment = heard.Headers["X-Timestamp"];
        Assert.Equal($"{_time.GetUtcNow().ToUnixTimeSeconds()}", moment);

        // As a receiver does it, from the description alone.
        var signed = HMACSHA256.HashData(Encoding.UTF8.GetBytes("secret"), Encoding.UTF8.GetBytes($"{moment}.{{\"a\":1}}"));
        Assert.Equal($"sha256={Convert.ToHexStringLower(signed)}", heard.Headers["X-Signature"]);
    }

    [Fact]
    public async Task Redirect_IsNotFollowed()
    {
        await using var target = await HookListener.StartAsync();
        await using var listener = await HookListener.StartAsync((context, _) =>
        {
            context.Response.Redirect(target.Url, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        using var client = new WebHookSender(_time);

        var outcome = DeliveryTexts.AssertKnown(await client.PostAsync(Hook(listener.Url), new byte[2], "1", CancellationToken.None));

        Assert.Equal((DeliveryResult.TransientFailure, 307), (outcome.Result, outcome.Status));
        Assert.Contains("not followed", outcome.Answer);
        Assert.Empty(target.Heard);
    }

    [Fact]
    public async Task Receiver_ThatClosesOrIsNotThere_IsAFailureWithWords()
    {
        await using var listener = await HookListener.StartAsync((context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var client = new WebHookSender(_time);

        var closed = DeliveryTexts.AssertKnown(await client.PostAsync(Hook(listener.Url), new byte[2], "1", CancellationToken.None));
        Assert.Equal((DeliveryResult.TransientFailure, null), (closed.Result, closed.Status));
        Assert.StartsWith("127.0.0.1 broke the connection", closed.Answer);

        var nobody = DeliveryTexts.AssertKnown(
            await client.PostAsync(Hook("http://127.0.0.1:1/?key=hush"), new byte[2], "1", CancellationToken.None));
        Assert.StartsWith("127.0.0.1 refuses connections on port 1;", nobody.Answer);
        Assert.DoesNotContain("hush", closed.Answer + nobody.Answer);
    }

    [Fact]
    public async Task Answer_ThatNeverEnds_IsCutAndItsStatusCounts()
    {
        await using var listener = await HookListener.StartAsync(async (context, _) =>
        {
            for (var n = 0; n < 100; n++)
            {
                await context.Response.WriteAsync(new string('y', 1000), context.RequestAborted);
            }

            await HookListener.HangAsync(context, 0);
        });
        using var client = new WebHookSender(_time);

        var outcome = DeliveryTexts.AssertKnown(await client.PostAsync(Hook(listener.Url), new byte[2], "1", CancellationToken.None));

        Assert.Equal((DeliveryResult.Delivered, 200, 2000), (outcome.Result, outcome.Status, outcome.Answer.Length));
    }

    [Theory]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://localhost")]
    [InlineData("http://[::1]")]
    [InlineData("http://[::ffff:127.0.0.1]")]
    public async Task PrivateAddress_UnlessAllowed_IsNeverConnectedTo(string host)
    {
        await using var listener = await HookListener.StartAsync();
        using var client = new WebHookSender(_time);
        var url = $"{host}:{new Uri(listener.Url).Port}/hook";

        var refused = DeliveryTexts.AssertKnown(
            await client.PostAsync(Hook(url) with { AllowsPrivate = false }, new byte[2], "1", CancellationToken.None));

        Assert.Equal(DeliveryResult.TransientFailure, refused.Result);
        Assert.Contains("local network", refused.Answer);
        Assert.Empty(listener.Heard);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[fd00:ec2::254]/latest/meta-data")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    public async Task MachinesOwnAddress_AlsoWherePrivateOnesAreAllowed_IsNeverConnectedTo(string url)
    {
        using var client = new WebHookSender(_time);
        var refused = DeliveryTexts.AssertKnown(await client.PostAsync(Hook(url), new byte[2], "1", CancellationToken.None));
        Assert.Equal(DeliveryResult.TransientFailure, refused.Result);
        Assert.Contains("nothing is sent there", refused.Answer);
    }

    [Theory]
    [InlineData("169.254.1.1", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("2002:a9fe:a9fe::1", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("192.168.0.1", true)]
    [InlineData("fd12::1", true)]
    [InlineData("8.8.8.8", true)]
    public void Address_IsOfReceiversOrNot(string address, bool isAny) =>
        Assert.Equal(isAny, AddressGuard.IsOfReceivers(IPAddress.Parse(address)));

    [Fact]
    public async Task Ping_ShowsTheAnswer()
    {
        await using var listener = await HookListener.StartAsync(async (context, _) => await context.Response.WriteAsync("hello"));
        using var client = new WebHookSender(_time);

        var answer = await client.PingAsync(Hook(listener.Url), Cancellation);

        Assert.Equal((true, 200, "hello"), (answer.IsTaken, answer.Status, answer.Answer));
        Assert.Equal("""{"openalpr_webhook": "test"}""", Encoding.UTF8.GetString(listener.Heard[0].Body));
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.9.9.9", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::1", false)]
    [InlineData("2001:0:1::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("ff02::1", false)]
    public void Address_IsPublicOrNot(string address, bool isPublic) => Assert.Equal(isPublic, AddressGuard.IsPublic(IPAddress.Parse(address)));

    private static WebHook Hook(string url) => new() { Id = 1, Name = "Hook", Url = url, Secret = "secret", AllowsPrivate = true };
}
