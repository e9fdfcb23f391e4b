using System.Security.Cryptography.X509Certificates;
using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Tests.Alerts.Delivery.Email;
using Dashboard.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Alerts.Delivery.WebHooks;

/// <summary>Receivers with TLS of their own: whom they must be, and what is said where they are not.</summary>
public sealed class ReceiverTrustTests : IDisposable
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly WebHookSender _client;

    public ReceiverTrustTests() => _client = new WebHookSender(_time);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task SelfSigned_IsRefusedWithAdvice_UntilItIsPinned_AndCountsForThatHookAlone()
    {
        using var certificate = TestCertificate.Create();
        await using var receiver = await HookListener.StartAsync(certificate: certificate);
        var hook = Hook(receiver.Url);

        var refused = await PostAsync(hook);
        Assert.Equal((DeliveryResult.TransientFailure, null), (refused.Result, refused.Status));
        Assert.StartsWith("The certificate of 127.0.0.1 is not signed by an authority that this server trusts.", refused.Answer);
        Assert.Empty(receiver.Heard);

        var pinned = hook with { CertificatePin = ReceiverCertificate.FingerprintOf(certificate) };
        Assert.Equal(DeliveryResult.Delivered, (await PostAsync(pinned)).Result);
        Assert.Equal(DeliveryResult.TransientFailure, (await PostAsync(hook)).Result);
        Assert.Single(receiver.Heard);
    }

    [Fact]
    public async Task Pinned_AnotherOrAnExpiredOne_IsRefusedWithWhatToDo()
    {
        using var renewed = TestCertificate.Create();
        await using var other = await HookListener.StartAsync(certificate: renewed);
        var changed = await PostAsync(Hook(other.Url) with { CertificatePin = string.Join(':', Enumerable.Repeat("5F", 32)) });
        Assert.Contains("another certificate than the pinned one", changed.Answer);
        Assert.Contains(ReceiverCertificate.FingerprintOf(renewed), changed.Answer);

        using var old = TestCertificate.Create(days: -1);
        await using var late = await HookListener.StartAsync(certificate: old);
        var expired = await PostAsync(Hook(late.Url) with { CertificatePin = ReceiverCertificate.FingerprintOf(old) });
        Assert.Contains($"to {old.NotAfter.ToUniversalTime():yyyy-MM-dd} only; renew it on the receiver, then pin the new one", expired.Answer);
        Assert.Equal((0, 0), (other.Heard.Count, late.Heard.Count));
    }

    [Fact]
    public async Task Authority_LetsInWhatItSigned_AndNothingElse()
    {
        using var authority = TestCertificate.CreateAuthority();
        using var signed = TestCertificate.CreateSigned(authority);
        using var elsewhere = TestCertificate.CreateSigned(authority, "gate.example.com");
        using var late = TestCertificate.CreateSigned(authority, days: -1);
        using var stranger = TestCertificate.CreateAuthority("stranger");
        await using var receiver = await HookListener.StartAsync(certificate: signed);

        Assert.Equal(DeliveryResult.Delivered, (await PostAsync(Trusting(receiver, authority))).Result);
        Assert.Contains("not signed by the certificate authority of the web hook", (await PostAsync(Trusting(receiver, stranger))).Answer);
        await using var named = await HookListener.StartAsync(certificate: elsewhere);
        Assert.Contains("issued to gate.example.com, not to 127.0.0.1", (await PostAsync(Trusting(named, authority))).Answer);
        await using var expired = await HookListener.StartAsync(certificate: late);
        Assert.EndsWith("only; renew it on the receiver", (await PostAsync(Trusting(expired, authority))).Answer);
        Assert.Equal((1, 0, 0), (receiver.Heard.Count, named.Heard.Count, expired.Heard.Count));
    }

    [Fact]
    public async Task SelfSigned_AsItsOwnAuthority_IsTrusted()
    {
        using var certificate = TestCertificate.Create();
        await using var receiver = await HookListener.StartAsync(certificate: certificate);
        Assert.Equal(DeliveryResult.Delivered, (await PostAsync(Trusting(receiver, certificate))).Result);
    }

    [Fact]
    public async Task Pinned_StillObeysTheGuardAndFollowsNoRedirect()
    {
        using var certificate = TestCertificate.Create();
        await using var target = await HookListener.StartAsync();
        await using var receiver = await HookListener.StartAsync(
            (context, _) =>
            {
                context.Response.Redirect(target.Url, permanent: false, preserveMethod: true);
                return Task.CompletedTask;
            },
            certificate);
        var hook = Hook(receiver.Url) with { CertificatePin = ReceiverCertificate.FingerprintOf(certificate) };

        Assert.Contains("local network", (await PostAsync(hook with { AllowsPrivate = false })).Answer);
        Assert.Empty(receiver.Heard);
        Assert.Contains("not followed", (await PostAsync(hook)).Answer);
        Assert.Empty(target.Heard);
    }

    [Fact]
    public async Task Certificate_IsFetchedWithoutSendingAnything_BehindTheGuard()
    {
        using var certificate = TestCertificate.Create("gate.example.com");
        await using var receiver = await HookListener.StartAsync(certificate: certificate);
        await using var plain = await HookListener.StartAsync();

        var shown = (await _client.FetchCertificateAsync(Hook(receiver.Url), Cancellation)).Certificate!;
        Assert.Equal(ReceiverCertificate.FingerprintOf(certificate), shown.Fingerprint);
        Assert.Equal(("CN=gate.example.com", "gate.example.com"), (shown.Subject, Assert.Single(shown.Names)));
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), shown.NotAfter.UtcDateTime);

        Assert.Contains(
            "local network", (await _client.FetchCertificateAsync(Hook(receiver.Url) with { AllowsPrivate = false }, Cancellation)).Fault);
        Assert.Contains("https://", (await _client.FetchCertificateAsync(Hook(plain.Url), Cancellation)).Fault);
        var none = await _client.FetchCertificateAsync(Hook(plain.Url.Replace("http://", "https://", StringComparison.Ordinal)), Cancellation);
        Assert.Contains("127.0.0.1", none.Fault);
        Assert.Null(none.Certificate);
        Assert.Equal((0, 0), (receiver.Heard.Count, plain.Heard.Count));
    }

    [Fact]
    public void Fingerprint_HoweverItIsWritten_IsTheSame() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte>().Generator.ArrayOf(32).ToArbitrary(),
        bytes =>
        {
            var digits = Convert.ToHexString(bytes);
            var colons = string.Join(':', bytes.Select(one => $"{one:X2}"));
            Assert.All(
                [
                    digits,
                    digits.ToLowerInvariant(),
                    colons,
                    $" {colons.ToLowerInvariant()} ",
                    $"sha256 Fingerprint={colons}",
                    colons.Replace(':', ' '),
                ],
                text => Assert.Equal(colons, ReceiverCertificate.ReadFingerprint(text)));
            Assert.Equal((32 * 3) - 1, colons.Length);
            Assert.Null(ReceiverCertificate.ReadFingerprint(digits[1..]));
            Assert.Null(ReceiverCertificate.ReadFingerprint("G" + digits[1..]));
        }).QuickCheckThrowOnFailure();

    private static WebHook Trusting(HookListener receiver, X509Certificate2 authority) =>
        Hook(receiver.Url) with { CertificateAuthority = authority.ExportCertificatePem() };

    private static WebHook Hook(string url) => new() { Id = 1, Name = "Hook", Url = url, Secret = "secret", AllowsPrivate = true };

    private async Task<DeliveryOutcome> PostAsync(WebHook hook) =>
        DeliveryTexts.AssertKnown(await _client.PostAsync(hook, new byte[2], "1", CancellationToken.None));
}
