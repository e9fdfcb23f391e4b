using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Dashboard.Cameras.Onvif;

/// <summary>What is said to devices: SOAP 1.2, with the sign-in as a digest of the device's own time (WS-Security UsernameToken).</summary>
internal static class OnvifMessages
{
    /// <summary>Namespace of a device's own service.</summary>
    public const string DeviceService = "http://www.onvif.org/ver10/device/wsdl";

    /// <summary>Namespace of the service of streams.</summary>
    public const string MediaService = "http://www.onvif.org/ver10/media/wsdl";

    /// <summary>Namespace of the newer service of streams, which also knows H.265.</summary>
    public const string Media2Service = "http://www.onvif.org/ver20/media/wsdl";

    /// <summary>Namespace of types.</summary>
    public const string Schema = "http://www.onvif.org/ver10/schema";

    private const string Wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private const string Wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    private const string TokenProfile = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
    private const string MessageSecurity = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0";
    private static readonly XNamespace Soap = "http://www.w3.org/2003/05/soap-envelope";

    /// <param name="question">What is asked.</param>
    /// <param name="security">From <see cref="Security"/>; null: without a sign-in.</param>
    public static byte[] Envelope(XElement question, XElement? security)
    {
        var envelope = new XElement(Soap + "Envelope", new XAttribute(XNamespace.Xmlns + "s", Soap));
        if (security is not null)
        {
            envelope.Add(new XElement(Soap + "Header", security));
        }

        envelope.Add(new XElement(Soap + "Body", question));
        return Encoding.UTF8.GetBytes(envelope.ToString(SaveOptions.DisableFormatting));
    }

    /// <summary>The header that signs in at a moment of the device's clock. The password itself is never sent.</summary>
    public static XElement Security(string user, string password, DateTimeOffset deviceTime)
    {
        XNamespace wsse = Wsse;
        var nonce = RandomNumberGenerator.GetBytes(16);
        var created = deviceTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new XElement(
            wsse + "Security",
            new XAttribute(XNamespace.Xmlns + "wsse", wsse),
            new XAttribute(Soap + "mustUnderstand", "1"),
            new XElement(
                wsse + "UsernameToken",
                new XElement(wsse + "Username", user),
                new XElement(wsse + "Password", new XAttribute("Type", TokenProfile + "#PasswordDigest"), Digest(nonce, created, password)),
                new XElement(wsse + "Nonce", new XAttribute("EncodingType", MessageSecurity + "#Base64Binary"), Convert.ToBase64String(nonce)),
                new XElement(XNamespace.Get(Wsu) + "Created", created)));
    }

    /// <summary>The digest of a UsernameToken: SHA-1 over nonce, time and password, in base64.</summary>
    public static string Digest(byte[] nonce, string created, string password)
    {
#pragma warning disable CA5350 // What the profile of the token says.
        return Convert.ToBase64String(SHA1.HashData([.. nonce, .. Encoding.UTF8.GetBytes(created + password)]));
#pragma warning restore CA5350
    }

    /// <summary>A call for devices of a type: <c>NetworkVideoTransmitter</c> of old, <c>Device</c> of new ones.</summary>
    public static byte[] Probe(string typeNamespace, string type, Guid message)
    {
        XNamespace addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
        XNamespace discovery = "http://schemas.xmlsoap.org/ws/2005/04/discovery";
        return Encoding.UTF8.GetBytes(new XElement(
            Soap + "Envelope",
            new XAttribute(XNamespace.Xmlns + "s", Soap),
            new XAttribute(XNamespace.Xmlns + "a", addressing),
            new XAttribute(XNamespace.Xmlns + "d", discovery),
            new XAttribute(XNamespace.Xmlns + "t", typeNamespace),
            new XElement(
                Soap + "Header",
                new XElement(addressing + "MessageID", $"urn:uuid:{message:D}"),
                new XElement(addressing + "To", "urn:schemas-xmlsoap-org:ws:2005:04:discovery"),
                new XElement(addressing + "Action", "http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe")),
            new XElement(Soap + "Body", new XElement(discovery + "Probe", new XElement(discovery + "Types", "t:" + type)))).ToString(
            SaveOptions.DisableFormatting));
    }
}
