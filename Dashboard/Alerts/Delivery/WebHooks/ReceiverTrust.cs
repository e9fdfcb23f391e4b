using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Hosting.Tls;

namespace Dashboard.Alerts.Delivery.WebHooks;

/// <summary>The receiver's certificate is not one that the hook goes by.</summary>
internal sealed class CertificateRefusedException(string message) : IOException(message);

/// <summary>
/// Which certificates of a receiver are accepted: those that this machine trusts, or the one whose fingerprint the hook names, or those that are
/// signed by the authority that it brings along. One that is out of date is accepted in no case.
/// </summary>
internal static class ReceiverTrust
{
    /// <summary>How a connection for a hook is secured; null: for hooks that bring nothing along.</summary>
    public static SslClientAuthenticationOptions OptionsFor(WebHook? hook) => new()
    {
        CertificateChainPolicy = hook is { CertificateAuthority.Length: > 0 } ? PolicyFor(hook.CertificateAuthority) : null,
        RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
            FindError((sender as SslStream)?.TargetHostName ?? "The receiver", certificate as X509Certificate2, chain, errors, hook) is { } error
                ? throw new CertificateRefusedException(error)
                : true,
    };

    /// <summary>What is wrong with the certificate that a receiver shows, and what to do; null: nothing.</summary>
    public static string? FindError(string host, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, WebHook? hook)
    {
        if (certificate is null || chain is null)
        {
            return $"{host} shows no certificate; set one up on the receiver";
        }

        if (hook is { CertificatePin: { Length: > 0 } pin })
        {
            var shown = ReceiverCertificate.FingerprintOf(certificate);
            return pin != shown
                ? $"{host} shows another certificate than the pinned one; its fingerprint is {shown}. If it was renewed on the receiver, enter that "
                    + "in the web hook; if not, somebody may stand in between"
                : IsOutOfDate(chain.ChainElements.FirstOrDefault()) ? OutOfDate(host, certificate) + ", then pin the new one" : null;
        }

        if (chain.ChainElements.FirstOrDefault(IsOutOfDate) is { } late)
        {
            return OutOfDate(host, late.Certificate);
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return $"The certificate of {host} is issued to {NamesOf(certificate)}, not to {host}; use a name that it is issued to, or pin its "
                + "fingerprint in the web hook";
        }

        return !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? null
            : hook is { CertificateAuthority.Length: > 0 }
                ? $"The certificate of {host} is not signed by the certificate authority of the web hook; enter the authority that signed it"
                : $"The certificate of {host} is not signed by an authority that this server trusts. If the receiver is your own, pin the fingerprint of "
                    + "its certificate, or enter its certificate authority, in the web hook";
    }

    private static X509ChainPolicy PolicyFor(string authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(authority);
        return policy;
    }

    private static bool IsOutOfDate(X509ChainElement? element) =>
        element is not null && Array.Exists(element.ChainElementStatus, status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid));

    private static string OutOfDate(string host, X509Certificate2 certificate) =>
        $"The certificate of {host} is valid from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} "
        + $"to {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd} only; renew it on the receiver";

    private static string NamesOf(X509Certificate2 certificate) =>
        CertificateNames.Read(certificate) is { Count: > 0 } names ? string.Join(", ", names) : "no name";
}
