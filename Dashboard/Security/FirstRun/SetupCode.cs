using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Security.FirstRun;

/// <summary>
/// The one-time code that proves that whoever sets the server up can read its console. It is new at each start and only ever in
/// memory.
/// </summary>
internal sealed class SetupCode
{
    // Crockford's base 32: no I, L, O, U, so that a code read off a screen cannot be mistyped by look.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 10;
    private readonly byte[] _code = Encoding.ASCII.GetBytes(RandomNumberGenerator.GetString(Alphabet, Length));

    /// <summary>The code as it is shown: two groups of five characters, 50 random bits.</summary>
    public string Text => $"{Encoding.ASCII.GetString(_code, 0, 5)}-{Encoding.ASCII.GetString(_code, 5, 5)}";

    /// <summary>Whether a person typed the code; case, spaces and hyphens do not matter. Takes the same time for every wrong code.</summary>
    public bool Matches(string? typed)
    {
        var letters = (typed ?? "").Where(c => c != '-' && !char.IsWhiteSpace(c)).Take(Length + 1).Select(Read).ToArray();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(letters), _code);
    }

    private static char Read(char typed) => char.ToUpperInvariant(typed) switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        var letter => letter,
    };
}
