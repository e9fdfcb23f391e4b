using System.Text;
using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Alerts.Lists;

/// <summary>Files of plates as people have them.</summary>
public sealed class EntryTableTests
{
    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    [Theory]
    [InlineData("Plate Number,Description,State/Province\r\nKA1234,Test,NY\r\n")]
    [InlineData("Plate Number;Description;State/Province\r\nKA1234;Test;NY\r\n")]
    [InlineData("Plate Number\tDescription\tState/Province\r\nKA1234\tTest\tNY\r\n")]
    [InlineData("sep=;\r\nPlate Number;Description;State/Province\r\nKA1234;Test;NY\r\n")]
    [InlineData("SEP=,\nKA1234,Test,NY\n")]
    [InlineData("\"sep=\t\"\nKA1234\tTest\tNY\n")]
    [InlineData("KA1234,Test,NY")]
    [InlineData("KA1234;Test;NY;;\r\n;;;;\r\n\r\n")]
    [InlineData("\r\n \r\n,,\r\nPlate Number,Description,State/Province,,\r\n\r\n,,,,\r\nKA1234,Test,NY,,\r\n,,,,\r\n")]
    [InlineData("=\"KA1234\";\"=\"\"Test\"\"\";\"NY\"\n")]
    [InlineData("State;Bemerkung;Kennzeichen\nNY;Test;ka-1234\n")]
    [InlineData("Matrícula;Descripción;Provincia\nKA 1234;Test;NY\n")]
    public async Task Table_HoweverASpreadsheetSavedIt_HasItsEntry(string text)
    {
        Encoding[] encodings =
            [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, new UTF8Encoding(false), new UnicodeEncoding(false, false), Western];
        foreach (var encoding in encodings)
        {
            var (entries, wrong) = await ReadAsync([.. encoding.Preamble, .. encoding.GetBytes(text)]);
            Assert.Empty(wrong);
            Assert.Equal([("KA1234", "Test", "NY")], entries);
        }
    }

    [Theory]
    [InlineData("Plate Number\r\nKA1234\r\nKA9999\r\n", "KA1234 KA9999")]
    [InlineData("KA1234\n\n\nKA9999", "KA1234 KA9999")]
    [InlineData("Plate Number,Description,State/Province\r\nKA1234,\"a;b;c\",\r\nKA9999,d;e,\r\n", "KA1234 KA9999")]
    [InlineData("KA1234;Smith, John;\nKA9999;Doe, Jane;\n", "KA1234 KA9999")]
    [InlineData("=\"0123\"\n=\"00A\"\n", "0123 00A")]
    public async Task Table_OfFewColumns_IsRead(string text, string plates)
    {
        var (entries, wrong) = await ReadAsync(Encoding.UTF8.GetBytes(text));
        Assert.Empty(wrong);
        Assert.Equal(plates.Split(' '), entries.Select(entry => entry.Plate));
    }

    [Fact]
    public async Task Letters_OfWindows1252_AreReadWhereTheFileIsNoUtf8()
    {
        var (entries, wrong) = await ReadAsync(Western.GetBytes("Plate Number;Description\r\nGÖ-AB 123;Müller – 5 €\r\nÜß 1;\r\n"));
        Assert.Empty(wrong);
        Assert.Equal([("GOAB123", "Müller – 5 €", ""), ("USS1", "", "")], entries);
    }

    [Fact]
    public async Task WrongRows_AreNamedByLineAndText_AndTheOthersAreRead()
    {
        var (entries, wrong) = await ReadAsync(Encoding.UTF8.GetBytes(
            "sep=;\nPlate Number;Description;\n\nA1;ok;\n京A1;x;\n;no plate;\nB2;x;y;z\nC\"3;x;\n1.2E+05;;\nD4;ok;\n"));
        Assert.Equal(["A1", "D4"], entries.Select(entry => entry.Plate));
        Assert.Equal([5, 6, 7, 8, 9], wrong.Select(error => error.Line));
        Assert.Equal(["京A1;x;", ";no plate;", "B2;x;y;z", "C\"3;x;", "1.2E+05;;"], wrong.Select(error => error.Text));
        Assert.Equal(
            ["'京'", "missing", "4 fields", "inside a field", "'+'"],
            wrong.Select(error => Reasons.Single(reason => error.Message.Contains(reason, StringComparison.Ordinal))));
        Assert.DoesNotContain(wrong, error => error.IsOfFile);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\r\n,,\r\n", "empty")]
    [InlineData("{\"plates\": [\"A1\"]}", "JSON")]
    [InlineData("  [\"A1\"]", "JSON")]
    [InlineData("<!DOCTYPE html><table><tr><td>A1</td></tr></table>", "web page")]
    [InlineData("%PDF-1.7\nA1", "PDF")]
    [InlineData("PK\u0003\u0004rest", "workbook")]
    [InlineData("GIF89a\u0001\0\u0001\0\0\0\0,\0\0\0\0", "picture")]
    [InlineData("Plate,Valid until\nA1,2026-01-01\n", "“Valid until”")]
    [InlineData("Description,State\nA1,NY\n", "no column of plates")]
    [InlineData("Plate,Plate\nA1,A1\n", "twice")]
    public async Task File_ThatIsNoTableOfPlates_IsRefusedWithWhatItIs(string text, string reason)
    {
        var (entries, wrong) = await ReadAsync(Encoding.Latin1.GetBytes(text.Replace('“', '"')));
        Assert.Empty(entries);
        var error = Assert.Single(wrong);
        Assert.True(error.IsOfFile);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public async Task Pictures_AndNoise_AreNoTable()
    {
        var noise = new byte[5000];
        new Random(1).NextBytes(noise);
        byte[][] files = [[0xFF, 0xD8, 0xFF, 0xE0, .. noise], [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. noise], noise];
        foreach (var bytes in files)
        {
            Assert.True(Assert.Single((await ReadAsync(bytes)).Wrong).IsOfFile);
        }
    }

    [Fact]
    public async Task Utf16_CutWithinACharacter_SaysSo()
    {
        var (_, wrong) = await ReadAsync([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("A1;ok\n"), 0x42]);
        Assert.True(Assert.Single(wrong).IsOfFile);
    }

    [Fact]
    public void Table_WrittenInAnyWay_IsReadAsItWas() => Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, random.Next(1, 30)).Select(_ => (
            Plate: WorldText.Plate(random),
            Description: Text(random, ["plain", "a, b; c\td", "\"quoted\"", "two\nlines", "=1+1", "Grün", "'", ""]),
            Region: Text(random, ["NY", "Île", ""]))).ToList();
        var separator = ",;\t"[random.Next(3)];
        var encoding =
            new Encoding[] { new UTF8Encoding(false), Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Western }[random.Next(5)];
        var text = new StringBuilder(random.Next(3) == 0 ? $"sep={separator}\r\n" : "")
            .Append(random.Next(2) == 0 ? $"Plate Number{separator}Description{separator}State/Province\r\n" : "");
        foreach (var (plate, description, region) in rows)
        {
            var written = random.Next(2) == 0 || encoding == Western ? plate.ToLowerInvariant() : WorldText.Write(random, plate);
            text.Append(random.Next(5) == 0 ? "=\"" + plate + '"' : Field(written, separator)).Append(separator)
                .Append(Field(description, separator)).Append(separator).Append(Field(region, separator))
                .Append(separator, random.Next(3)).Append("\r\n").Append(random.Next(5) == 0 ? $"{separator}{separator}\r\n\r\n" : "");
        }

        var (entries, wrong) = ReadAsync([.. encoding.Preamble, .. encoding.GetBytes(text.ToString())]).GetAwaiter().GetResult();
        Assert.Empty(wrong);
        Assert.Equal(rows.Select(row => (row.Plate, row.Description, row.Region)), entries);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static readonly string[] Reasons = ["'京'", "missing", "4 fields", "inside a field", "'+'"];

    private static string Text(Random random, string[] texts) => texts[random.Next(texts.Length)];

    private static string Field(string text, char separator) =>
        text.AsSpan().IndexOfAny(['"', '\n', '\t', separator]) < 0 && text.Trim() == text
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static async Task<(List<(string Plate, string Description, string Region)> Entries, List<ImportError> Wrong)> ReadAsync(byte[] file)
    {
        var (entries, wrong) = (new List<AlertEntry>(), new List<ImportError>());
        await foreach (var entry in EntryTable.ReadAsync(new MemoryStream(file), wrong.Add, Cancellation))
        {
            entries.Add(entry);
        }

        return (entries.ConvertAll(entry => (entry.Plate, entry.Description, entry.Region)), wrong);
    }
}
