using System.Text;

namespace Dashboard.Tests.Web.Languages;

/// <summary>The strings in a C# source, read as the compiler does: comments, characters, verbatim and raw strings, and holes within holes.</summary>
internal sealed class SourceStrings
{
    private readonly string _source;
    private int _at;

    private SourceStrings(string source) => _source = source;

    /// <summary>Every string, those that are added up as one, with what stands before it in its line. What is put in stands in it as 7.</summary>
    public static IEnumerable<(string Before, string Text)> Read(string source)
    {
        var reader = new SourceStrings(source);
        var (before, text, end) = ("", "", -1);
        while (reader.Next() is { } start)
        {
            var part = reader.String();
            if (end >= 0 && source[end..start].Trim() == "+")
            {
                (text, end) = (text + part, reader._at);
                continue;
            }

            if (end >= 0)
            {
                yield return (before, text);
            }

            (before, text, end) = (source[(source.LastIndexOf('\n', start) + 1)..start], part, reader._at);
        }

        if (end >= 0)
        {
            yield return (before, text);
        }
    }

    // To the beginning of the next string, its $ and @ with it.
    private int? Next()
    {
        while (_at < _source.Length)
        {
            if (IsAt("//"))
            {
                _at = Behind("\n");
            }
            else if (IsAt("/*"))
            {
                _at = Behind("*/");
            }
            else if (_source[_at] == '\'')
            {
                _at = Behind("'", _at + (IsAt("'\\") ? 3 : 2));
            }
            else if (IsString())
            {
                return _at;
            }
            else
            {
                _at++;
            }
        }

        return null;
    }

    private bool IsString()
    {
        var quote = _at;
        while (quote < _source.Length && _source[quote] is '$' or '@')
        {
            quote++;
        }

        return quote < _source.Length && _source[quote] == '"';
    }

    private string String()
    {
        var prefix = Run(_source[_at] == '"' ? '\0' : _source[_at]);
        var isVerbatim = prefix.Contains('@');
        if (_source[_at] is '$' or '@')
        {
            isVerbatim |= _source[_at] == '@';
            prefix += _source[_at++];
        }

        var holes = prefix.Count(mark => mark == '$');
        var quotes = Run('"');
        if (quotes.Length == 2 || (isVerbatim && quotes.Length % 2 == 0))
        {
            return new string('"', Math.Max(0, (quotes.Length - 2) / 2));
        }

        return Rest(holes, isVerbatim, isVerbatim ? "\"" : quotes);
    }

    // Behind the opening quotes, to the closing ones.
    private string Rest(int holes, bool isVerbatim, string quotes)
    {
        var text = new StringBuilder();
        while (!IsAt(quotes) || (isVerbatim && IsAt("\"\"")))
        {
            if (holes > 0 && _source[_at] == '{')
            {
                var (braces, isRaw) = (Run('{').Length, quotes.Length > 1);
                var isHole = isRaw ? braces >= holes : braces % 2 == 1;
                text.Append('{', !isRaw ? braces / 2 : isHole ? braces - holes : braces);
                if (isHole)
                {
                    Hole(holes);
                    text.Append('7');
                }

                continue;
            }

            if (isVerbatim ? IsAt("\"\"") : quotes.Length == 1 && _source[_at] == '\\')
            {
                _at++;
            }

            text.Append(_source[_at++]);
        }

        _at += quotes.Length;
        return text.ToString();
    }

    // Behind the opening braces, to the closing ones.
    private void Hole(int braces)
    {
        for (var depth = 1; depth > 0;)
        {
            if (IsString())
            {
                String();
            }
            else if (_source[_at] == '\'')
            {
                _at = Behind("'", _at + (IsAt("'\\") ? 3 : 2));
            }
            else
            {
                depth += _source[_at] switch { '{' => 1, '}' => -1, _ => 0 };
                _at++;
            }
        }

        _at += braces - 1;
    }

    private string Run(char same)
    {
        var start = _at;
        while (_at < _source.Length && _source[_at] == same)
        {
            _at++;
        }

        return _source[start.._at];
    }

    private bool IsAt(string text) => string.CompareOrdinal(_source, _at, text, 0, text.Length) == 0;

    private int Behind(string text, int from = -1) =>
        _source.IndexOf(text, from < 0 ? _at : from, StringComparison.Ordinal) is var found and >= 0 ? found + text.Length : _source.Length;
}
