namespace Dashboard.Recognition.Ocr;

/// <summary>
/// What a reader saw along a line of text: for each step from left to right the probability of "no character" and of each
/// character of a plate. Each step sums to one.
/// </summary>
/// <param name="Values">Steps after each other, <see cref="PlateAlphabet.Classes"/> values each.</param>
/// <param name="Steps">How many steps.</param>
/// <param name="Marks">How many colons, slashes and the like were seen: times, dates and addresses have them, plates rarely.</param>
public sealed record CharacterScores(float[] Values, int Steps, int Marks = 0)
{
    /// <summary>The values of one step.</summary>
    public ReadOnlySpan<float> Step(int step) => Values.AsSpan(step * PlateAlphabet.Classes, PlateAlphabet.Classes);

    /// <summary>This line and then another, as one line: a step without a character keeps equal characters at the seam apart.</summary>
    public CharacterScores Then(CharacterScores next)
    {
        var joined = new float[Values.Length + next.Values.Length + PlateAlphabet.Classes];
        Values.CopyTo(joined, 0);
        joined[Values.Length + PlateAlphabet.Blank] = 1;
        next.Values.CopyTo(joined, Values.Length + PlateAlphabet.Classes);
        return new CharacterScores(joined, Steps + next.Steps + 1, Marks + next.Marks);
    }

    /// <summary>The text of the likeliest character at each step, and the mean probability of those; a cheap first look.</summary>
    public string Greedy(out float mean)
    {
        Span<char> text = stackalloc char[Math.Min(Steps, 128)];
        int length = 0, last = PlateAlphabet.Blank;
        var sum = 0f;
        for (var t = 0; t < Steps && length < text.Length; t++)
        {
            var step = Step(t);
            var best = 0;
            for (var c = 1; c < step.Length; c++)
            {
                best = step[c] > step[best] ? c : best;
            }

            if (best != PlateAlphabet.Blank && best != last)
            {
                text[length++] = PlateAlphabet.CharacterOf(best);
                sum += step[best];
            }

            last = best;
        }

        mean = length == 0 ? 0 : sum / length;
        return new string(text[..length]);
    }
}

/// <summary>The classes that readers tell apart: 0-9, then A-Z, then no character.</summary>
public static class PlateAlphabet
{
    /// <summary>The class "no character".</summary>
    public const int Blank = 36;

    /// <summary>How many classes there are.</summary>
    public const int Classes = 37;

    /// <summary>The character of a class other than <see cref="Blank"/>.</summary>
    public static char CharacterOf(int index) => (char)(index < 10 ? '0' + index : 'A' + index - 10);

    /// <summary>The class of a character, lower case as upper; <see cref="Blank"/> for what no plate has.</summary>
    public static int ClassOf(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'A' and <= 'Z' => character - 'A' + 10,
        >= 'a' and <= 'z' => character - 'a' + 10,
        _ => Blank,
    };
}
