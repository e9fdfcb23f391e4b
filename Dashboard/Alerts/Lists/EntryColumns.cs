using Dashboard.Domain;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Plates;
using Dashboard.Tables;

namespace Dashboard.Alerts.Lists;

/// <summary>Where a file of plates has its plate, description and state, by its first line or without one.</summary>
internal sealed class EntryColumns
{
    /// <summary>The columns' names, as an export writes them.</summary>
    public static readonly IReadOnlyList<string> Names = EntryCsv.Header.Split(',');

    // As people call them, in the languages of the pages; compared by their letters alone.
    private static readonly HashSet<string>[] Known =
    [
        ToSet(
            "Plate Number, Plate, Plates, Plate No, License Plate, Licence Plate, License Plate Number, Licence Plate Number, Number Plate, Registration, "
                + "Registration Number, Kennzeichen, Nummernschild, Matrícula, Número de matrícula, Placa, Número da placa, Número de placa"),
        ToSet(
            "Description, Comment, Comments, Note, Notes, Remark, Remarks, Beschreibung, Bemerkung, Bemerkungen, Notiz, Kommentar, Descripción, Comentario, "
                + "Nota, Notas, Observaciones, Descrição, Comentário, Observação, Observações"),
        ToSet(
            "State/Province, State, Province, Region, Bundesland, Estado, Provincia, Estado/Provincia, Región, Província, Estado/Província, Região"),
    ];

    // For each column of the file which of the names it is; -1: none, and nothing may stand in it.
    private readonly int[] _roles;

    private EntryColumns(int[] roles) => _roles = roles;

    /// <summary>The columns of a file without a first line of names.</summary>
    public static EntryColumns Unnamed { get; } = new([0, 1, 2]);

    /// <summary>Whether a line names columns.</summary>
    public static bool IsHeader(IReadOnlyCollection<string> fields)
    {
        var roles = fields.Select(RoleOf).ToList();
        return roles.Contains(0) || roles.Count(role => role > 0) > 1;
    }

    /// <summary>The columns that a first line names; throws <see cref="InvalidDataException"/> with what is wrong with it.</summary>
    public static EntryColumns FromHeader(IReadOnlyList<string> fields)
    {
        var roles = fields.Select(RoleOf).ToArray();
        for (var i = 0; i < roles.Length; i++)
        {
            if (roles[i] < 0 && fields[i].Length > 0)
            {
                throw new InvalidDataException(
                    $"The first line has the column “{fields[i].Truncate(40, "…")}”, which is not known; the columns are {string.Join(", ", Names)}.");
            }
        }

        if (!roles.Contains(0))
        {
            throw new InvalidDataException($"The first line has no column of plates; the columns are {string.Join(", ", Names)}.");
        }

        if (roles.Where(role => role >= 0).GroupBy(role => role).Any(same => same.Count() > 1))
        {
            throw new InvalidDataException("The first line names a column twice.");
        }

        return new EntryColumns(roles);
    }

    /// <summary>The character between the fields of a text, by what makes most of its first lines entries.</summary>
    public static char SeparatorOf(string beginning) => ",;\t".MaxBy(separator =>
    {
        using var lines = new CsvLines(new StringReader(beginning), separator.ToString());
        var (isHeader, plates, wide, read) = (false, 0, 0, 0);
        while (read < 50 && lines.Read((_, _) => { }))
        {
            var fields = lines.Fields;
            if (fields.Any(field => !string.IsNullOrWhiteSpace(field)))
            {
                isHeader |= read++ == 0 && IsHeader(fields);
                plates += EntryPlate.Error(EntryPlate.Normalize(fields[0])) is null ? 1 : 0;
                wide += fields.Length > 1 ? 1 : 0;
            }
        }

        return (isHeader, plates, wide);
    });

    /// <summary>The entry of a line; null where something stands in a column that is none.</summary>
    public AlertEntry? ToEntry(IReadOnlyList<string> fields)
    {
        var values = new string[Names.Count];
        for (var i = 0; i < fields.Count; i++)
        {
            var role = i < _roles.Length ? _roles[i] : -1;
            if (role >= 0)
            {
                values[role] = fields[i];
            }
            else if (fields[i].Length > 0)
            {
                return null;
            }
        }

        return new AlertEntry
        {
            Plate = EntryPlate.Normalize(values[0]),
            Written = EntryPlate.Written(values[0]),
            Description = values[1] ?? "",
            Region = values[2] ?? "",
        };
    }

    private static int RoleOf(string name)
    {
        var letters = PlateText.Normalize(name);
        return letters.Length == 0 ? -1 : Array.FindIndex(Known, known => known.Contains(letters));
    }

    private static HashSet<string> ToSet(string names) => [.. names.Split(", ").Select(PlateText.Normalize)];
}
