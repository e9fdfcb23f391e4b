using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dashboard.Tests.Web.Languages;

/// <summary>The strings in a C# source, as the compiler reads them.</summary>
internal static class SourceStrings
{
    /// <summary>Every string, those that are added up as one, with what stands before it in its line. What is put in stands in it as 7.</summary>
    public static IEnumerable<(string Before, string Text)> Read(string source) =>
        from node in CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes(node => TextOf(node) is null)
        let text = TextOf(node)
        where text is not null
        select (source[(source.LastIndexOf('\n', node.SpanStart) + 1)..node.SpanStart], text);

    private static string? TextOf(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax { Token.Value: string text } => text,
        InterpolatedStringExpressionSyntax parts =>
            string.Concat(parts.Contents.Select(part => part is InterpolatedStringTextSyntax text ? Unescaped(text) : "7")),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum
            when TextOf(sum.Left) is { } left && TextOf(sum.Right) is { } right => left + right,
        _ => null,
    };

    // The compiler takes doubled braces for one in a later step.
    private static string Unescaped(InterpolatedStringTextSyntax text) =>
        text.TextToken.ValueText.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);
}
