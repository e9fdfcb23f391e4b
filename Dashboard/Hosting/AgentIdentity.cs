using System.Security.Cryptography;
using Dashboard.Configuration;

namespace Dashboard.Hosting;

/// <summary>What this machine is called among machines that recognise: made once, kept in the data directory, the same ever after.</summary>
internal sealed class AgentIdentity(ServerOptions server)
{
    public const int Length = 40;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private readonly Lazy<string> _uid = new(() => ReadOrMake(server.DataPath("agent.uid")));

    /// <summary>
    /// 40 characters of A-Z and 0-9. Read, or made, when first asked for. Throws <see cref="InvalidDataException"/> where the file holds
    /// something else: a new uid in its place would make this machine a stranger to whoever knows it.
    /// </summary>
    public string Uid => _uid.Value;

    private static string ReadOrMake(string path)
    {
        if (!File.Exists(path))
        {
            Make(path);
        }

        var uid = File.ReadAllText(path).Trim();
        return uid.Length == Length && uid.All(Alphabet.Contains)
            ? uid
            : throw new InvalidDataException(
                $"{path} does not hold {Length} characters of A-Z and 0-9; put the file back from a backup, or delete it to have a new uid made");
    }

    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{RandomNumberGenerator.GetHexString(8)}.tmp";
        using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(RandomNumberGenerator.GetString(Alphabet, Length)));
            file.Flush(flushToDisk: true);
        }

        // Moving looks first and renames then, so that of two at once both could believe that they were the first: they take turns.
        using (WaitForTurn(path + ".lock"))
        {
            if (File.Exists(path))
            {
                File.Delete(unfinished);
            }
            else
            {
                File.Move(unfinished, path);
            }
        }
    }

    private static FileStream WaitForTurn(string path)
    {
        FileStream? turn = null;
        return SpinWait.SpinUntil(() => (turn = TryTakeTurn(path)) is not null, MaxWait)
            ? turn!
            : throw new IOException($"{path} is held by another process; end it, or delete the file");
    }

    private static FileStream? TryTakeTurn(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
