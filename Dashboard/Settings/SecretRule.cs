using Dashboard.Domain;

namespace Dashboard.Settings;

/// <summary>A secret that nobody enters is sent only to where it was sent before, or to where the files send their own.</summary>
internal sealed class SecretRule(SettingsCatalog catalog, SettingsSources sources)
{
    private static readonly Dictionary<string, string> Files = [];

    /// <summary>What would be sent elsewhere; none: nothing.</summary>
    /// <param name="before">What is saved.</param>
    /// <param name="after">What would be saved.</param>
    /// <param name="entered">The keys that were entered.</param>
    public FieldErrors Check(
        IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after, IReadOnlyCollection<string> entered)
    {
        var errors = new FieldErrors();
        foreach (var secret in catalog.All.Where(setting => setting.SentTo.Count > 0 && !entered.Contains(setting.Key)))
        {
            var sent = Sending(secret, after);
            var isSent = sent[..2].TrueForAll(part => part.Length > 0);
            if (isSent && !sent.SequenceEqual(Sending(secret, before)) && !sent.SequenceEqual(Sending(secret, Files)))
            {
                errors.Add(secret.Key, sources.IsGiven(secret)
                    ? "It is set on the command line or in the environment, and is only sent to the current server: set the new server there too."
                    : "The password was given for another server, port or encryption: enter it again, or remove it first.");
            }
        }

        return errors;
    }

    // The secret, the host, and what else says where it goes and how.
    private List<string> Sending(Setting secret, IReadOnlyDictionary<string, string> values) =>
        [.. secret.SentTo.Select(key => catalog.Find(key)!).Prepend(secret).Select(setting => setting.Read(sources.Bind(setting, values)))];
}
