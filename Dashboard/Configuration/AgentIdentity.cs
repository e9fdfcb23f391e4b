using System.Security.Cryptography;

namespace Dashboard.Configuration;

/// <summary>By what name this machine's recognition is known, here and on other machines: made once and kept in the data directory.</summary>
public sealed class AgentIdentity(ServerOptions server)
{
    /// <summary>Characters of a uid.</summary>
    public const int Length = 40;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private readonly Lock _gate = new();
    private string? _uid;

    /// <summary>40 upper-case letters and digits. Read from <c>agent.uid</c>, or made, on first use.</summary>
    public string Uid
    {
        get
        {
            lock (_gate)
            {
                return _uid ??= Read() ?? Make();
            }
        }
    }

    private string FilePath => server.DataPath("agent.uid");

    private string? Read()
    {
        if (!File.Exists(FilePath))
        {
            return null;
        }

        var text = File.ReadAllText(FilePath).Trim();
        return text.Length == Length && text.All(c => Alphabet.Contains(c, StringComparison.Ordinal))
            ? text
            : throw new StartException($"{FilePath} is damaged: it holds {Length} upper-case letters and digits; restore it, or delete it and this machine becomes a new agent");
    }

    private string Make()
    {
        var made = RandomNumberGenerator.GetString(Alphabet, Length);
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        var unfinished = $"{FilePath}.{Environment.ProcessId}";
        File.WriteAllText(unfinished, made);
        try
        {
            // Of two processes that make one at the same time, the first is right.
            File.Move(unfinished, FilePath, overwrite: false);
            return made;
        }
        catch (IOException) when (File.Exists(FilePath))
        {
            File.Delete(unfinished);
            return Read()!;
        }
    }
}
