namespace Dashboard.Domain.Alerts;

/// <summary>
/// Patterns with <c>*</c> (any run of characters, also none) and <c>?</c> (one character) as a tree of their characters, so that a plate is held
/// against all of them at once: patterns that begin alike are walked once. Cannot change once it is asked.
/// </summary>
public sealed class PlatePatterns
{
    private readonly Node _root = new();

    /// <summary>How many patterns were added.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a text is a pattern and not a plate.</summary>
    public static bool IsPattern(ReadOnlySpan<char> text) => text.IndexOfAny('*', '?') >= 0;

    /// <summary>Adds a pattern.</summary>
    public void Add(string pattern)
    {
        var node = _root;
        foreach (var c in pattern)
        {
            // Two stars mean what one means.
            node = c == '*' && node.IsStar ? node : node.Next(c);
        }

        node.Pattern ??= pattern;
        Count++;
    }

    /// <summary>A pattern that matches the whole plate; null where none does.</summary>
    public string? Find(ReadOnlySpan<char> plate) => Count == 0 ? null : Find(_root, plate);

    private static string? Find(Node node, ReadOnlySpan<char> rest)
    {
        if (node.IsStar)
        {
            for (var skip = 0; skip <= rest.Length; skip++)
            {
                if (FindBehind(node, rest[skip..]) is { } found)
                {
                    return found;
                }
            }

            return null;
        }

        return FindBehind(node, rest);
    }

    private static string? FindBehind(Node node, ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty)
        {
            return node.Pattern ?? (node.Child('*') is { } end ? Find(end, rest) : null);
        }

        return (node.Child(rest[0]) is { } same ? Find(same, rest[1..]) : null)
            ?? (node.Child('?') is { } any ? Find(any, rest[1..]) : null)
            ?? (node.Child('*') is { } star ? Find(star, rest) : null);
    }

    private sealed class Node
    {
        private Dictionary<char, Node>? _children;

        public bool IsStar { get; private init; }

        public string? Pattern { get; set; }

        public Node? Child(char c) => _children is not null && _children.TryGetValue(c, out var child) ? child : null;

        public Node Next(char c)
        {
            _children ??= [];
            if (!_children.TryGetValue(c, out var child))
            {
                _children[c] = child = new Node { IsStar = c == '*' };
            }

            return child;
        }
    }
}
