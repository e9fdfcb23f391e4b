using System.Security.Cryptography;
using System.Text;
using Dashboard.Domain;
using Dashboard.Domain.Cameras;
using Dashboard.Scout;

namespace Dashboard.Agents.Intake;

/// <summary>Who pushed: what a body says of its agent.</summary>
/// <param name="Uid">1 to 40 letters and digits.</param>
/// <param name="Version">Version of its program; empty: not told.</param>
/// <param name="Label">What people call it; empty: not told.</param>
/// <param name="Hostname">The machine's name; empty: not told.</param>
internal sealed record PushingAgent(string Uid, string Version, string Label, string Hostname)
{
    private const int MaxUidLength = 40;
    private const int KeptOfName = 20;

    /// <summary>Throws <see cref="PushException"/> where the uid is none.</summary>
    public static PushingAgent From(string? uid, string? version, string? label, string? hostname)
    {
        if (LenientText.Clean(uid) is not { Length: <= MaxUidLength } known || !known.All(char.IsAsciiLetterOrDigit))
        {
            throw PushException.BadRequest("agent_uid: must be 1 to 40 letters and digits.");
        }

        return new(
            known, NameOf(LenientText.Clean(version), 64), NameOf(label, 64), NameOf(LenientText.Clean(hostname), 255));
    }

    // What is shown to people, and noted in the audit.
    private static string NameOf(string? text, int length) => text is null ? "" : CameraSource.MaskAny(text).Truncate(length);

    /// <inheritdoc cref="From(string?, string?, string?, string?)"/>
    public static PushingAgent From(ScoutHeartbeat heartbeat) => heartbeat is { AgentUid: null, SiteId: { } site }
        ? FromSite(site, heartbeat.AgentVersion, heartbeat.AgentHostname)
        : From(heartbeat.AgentUid, heartbeat.AgentVersion, heartbeat.WebServerConfig?.AgentLabel, heartbeat.AgentHostname);

    /// <inheritdoc cref="From(string?, string?, string?, string?)"/>
    public static PushingAgent From(ScoutGroup group) =>
        From(group.AgentUid, group.AgentVersion, group.WebServerConfig?.AgentLabel, group.AgentHostname);

    /// <summary>The open-source agent, which has no uid: it is known by its <c>site_id</c>, a text of any kind.</summary>
    public static PushingAgent FromSite(string site, string? version, string? hostname)
    {
        var isUid = site.Length <= MaxUidLength && site.All(char.IsAsciiLetterOrDigit);
        var kept = string.Concat(site.Where(char.IsAsciiLetterOrDigit).Take(KeptOfName));
        var uid = isUid ? site : kept + "X" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(site)).AsSpan(0, 6));
        return From(uid, version, site, hostname);
    }
}
