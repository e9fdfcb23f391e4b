namespace Dashboard.Domain.Alerts;

/// <summary>
/// Plates with wildcards, shared from their beginnings: <c>*</c> stands for any run of characters, also none, and <c>?</c> for exactly one. A
/// text walks along all of them at once.
/// </summary>
internal sealed class WildcardTrie
{
    private const int Root = 0;
    private readonly List<Node> _nodes = [new Node { Parent = -1 }];

    /// <summary>How many patterns.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of memory.</summary>
    public long Bytes => (long)_nodes.Capacity * 16;

    /// <summary>Whether a text is a pattern and not a plain plate.</summary>
    public static bool IsPattern(ReadOnlySpan<char> text) => text.IndexOfAny('*', '?') >= 0;

    /// <summary>Adds a pattern; the same one again changes nothing.</summary>
    public void Add(ReadOnlySpan<char> pattern)
    {
        var node = Root;
        foreach (var symbol in pattern)
        {
            node = ChildOf(node, symbol) is > Root and var child ? child : AddChild(node, symbol);
        }

        if (!_nodes[node].IsEnd)
        {
            _nodes[node] = _nodes[node] with { IsEnd = true };
            Count++;
        }
    }

    /// <summary>The pattern that fits a text and has the most characters of its own, of several the first by their bytes; null: none fits.</summary>
    public string? Find(ReadOnlySpan<char> text)
    {
        string? best = null;
        if (Count > 0)
        {
            Walk(Root, text, ref best);
        }

        return best;
    }

    private void Walk(int at, ReadOnlySpan<char> rest, ref string? best)
    {
        if (rest.IsEmpty && _nodes[at].IsEnd)
        {
            best = Better(best, PatternOf(at));
        }

        for (var child = _nodes[at].FirstChild; child > Root; child = _nodes[child].NextSibling)
        {
            var symbol = _nodes[child].Symbol;
            if (symbol == '*')
            {
                // A star behind a star takes nothing: what it could take, the first one can.
                var max = _nodes[at].Symbol == '*' ? 0 : rest.Length;
                for (var taken = 0; taken <= max; taken++)
                {
                    Walk(child, rest[taken..], ref best);
                }
            }
            else if (!rest.IsEmpty && (symbol == '?' || symbol == rest[0]))
            {
                Walk(child, rest[1..], ref best);
            }
        }
    }

    private static string Better(string? known, string found)
    {
        if (known is null)
        {
            return found;
        }

        var difference = Own(found) - Own(known);
        return difference > 0 || (difference == 0 && string.CompareOrdinal(found, known) < 0) ? found : known;
    }

    private static int Own(string pattern) => pattern.Length - pattern.AsSpan().Count('*') - pattern.AsSpan().Count('?');

    private string PatternOf(int node)
    {
        var length = 0;
        for (var at = node; at > Root; at = _nodes[at].Parent)
        {
            length++;
        }

        return string.Create(length, (Trie: this, Node: node), static (text, end) =>
        {
            for (var at = end.Node; at > Root; at = end.Trie._nodes[at].Parent)
            {
                text[^1] = end.Trie._nodes[at].Symbol;
                text = text[..^1];
            }
        });
    }

    private int ChildOf(int node, char symbol)
    {
        var child = _nodes[node].FirstChild;
        while (child > Root && _nodes[child].Symbol != symbol)
        {
            child = _nodes[child].NextSibling;
        }

        return child;
    }

    private int AddChild(int node, char symbol)
    {
        _nodes.Add(new Node { Parent = node, NextSibling = _nodes[node].FirstChild, Symbol = symbol });
        _nodes[node] = _nodes[node] with { FirstChild = _nodes.Count - 1 };
        return _nodes.Count - 1;
    }

    // No node is the root's sibling or child: 0 is none.
    private record struct Node
    {
        public int Parent;
        public int FirstChild;
        public int NextSibling;
        public char Symbol;
        public bool IsEnd;
    }
}
