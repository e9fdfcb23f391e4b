using Dashboard.Api.Docs;
using Microsoft.OpenApi;

namespace Dashboard.Api.ScoutApi;

/// <content>Alert lists, and what agents push.</content>
internal static partial class ScoutApiDocs
{
    private const string NewListExample = """{"id": 1, "name": "Wanted", "list_type": "black", "match_strategy": "exact", "active": true, "entries": 0}""";

    public static OperationDocs ListAlertLists { get; } = List<ScoutApiWire.AlertListPage>("listAlertLists", AlertLists, "List the alert lists", "Lists for all sites, and those for a site that the key's owner sees.", $$"""
        {"count": 1, "next": null, "previous": null, "results": [{{NewListExample}}]}
        """);

    public static OperationDocs NameAlertLists { get; } = new("nameAlertLists", AlertLists, "List the alert lists by name", "The same as a bare array of numbers and names.")
    {
        Parameters = [new("page_size", ParameterLocation.Query, "Rows at most; without it all.") { Minimum = 1 }],
        Outcomes =
        [
            new(200, "The lists.", typeof(ScoutApiWire.AlertListName[]), """[{"id": 1, "name": "Wanted"}]"""),
            Error(400, "`page_size` is no number from 1.", "page_size: must be a whole number, at least 1."),
            Unauthorized,
            TooMany,
            Fault,
        ],
    };

    public static OperationDocs CreateAlertList { get; } = Create("createAlertList");

    public static OperationDocs CreateAlertListV2 { get; } = Create("createAlertListV2");

    public static OperationDocs ImportEntries { get; } = new("importAlertEntries", AlertLists, "Import entries", """
        Replaces the entries of a list by those of a file, all or nothing. A plate has at most 15 characters and may hold the wildcards `*` and `?`, a
        description at most 1000. The last of two equal plates wins; a file of only the header empties the list. Needs the role Operator.
        """)
    {
        Body = new(typeof(ScoutApiWire.ImportForm), true, []) { ContentType = "multipart/form-data" },
        Outcomes =
        [
            new(200, "Done.", typeof(ScoutApiWire.Imported), """{"success": true, "added": 2, "modified": 0, "unmodified": 10, "deleted": 1}"""),
            Error(400, "A field is missing. Wrong lines are told as `{\"success\": false, \"errors\": [[line, message], …]}`, and the list stays as it was.", "files: the CSV file is missing."),
            Unauthorized,
            Error(403, "The role is Viewer, or the list is also for sites that the key's owner does not see.", "pk: the list is also for sites that the key's owner does not see."),
            Error(404, "There is no such list.", "pk: there is no alert list with this number."),
            TooMany,
            Fault,
        ],
    };

    public static OperationDocs ExportEntries { get; } = new("exportAlertEntries", AlertLists, "Export entries", "The entries of a list as the CSV that can be imported.")
    {
        Parameters = [new("pk", ParameterLocation.Query, "Number of the list.") { Minimum = 1 }],
        Outcomes =
        [
            new(200, "The file.", typeof(string), "Plate Number,Description,State/Province\r\nAAA1A11,Stolen,\r\n")
            {
                ContentType = "text/csv",
                Headers = [new("Content-Disposition", "Names the file.")],
            },
            Error(400, "`pk` is missing or no number.", "pk: must be the number of an alert list."),
            Unauthorized,
            Error(404, "There is no such list.", "pk: there is no alert list with this number."),
            TooMany,
            Fault,
        ],
    };

    public static OperationDocs Push { get; } = new("push", Agents, "Push", """
        What an agent tells: a group, the reads of a frame (which make no rows), or how it is. Any 2xx means that it is stored for good; the same group
        sent twice is stored once. Only 400 and 413 are for ever: whatever else comes, send it again. Needs a key of an operator.
        """)
    {
        Body = new(
            typeof(ScoutApiWire.Pushed),
            true,
            ("A group", """{"data_type": "alpr_group", "agent_uid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2", "camera_id": 1, "epoch_start": 1739055165100, "epoch_end": 1739055167900, "best_plate_number": "AAA1A11", "best_confidence": 93.4}"""),
            ("A heartbeat", """{"data_type": "heartbeat", "agent_uid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2"}""")),
        Outcomes =
        [
            new(200, "It is stored.", typeof(ScoutApiWire.Stored), """{"success": true}"""),
            Error(400, "It can never be stored.", "epoch_start: must be ms since 1970."),
            Unauthorized,
            Forbidden,
            Error(413, "The body is over 20 MB.", "The body is over 20 MB."),
            Fault,
            Error(503, "Too much is being pushed at this moment.", "Too much is being pushed at this moment; send it again (Retry-After).") with
            {
                Headers = [new("Retry-After", "Seconds to wait.", IsNumber: true)],
            },
        ],
    };

    private static OperationDocs Create(string id) => new(id, AlertLists, "Make an alert list", "A new list is black, exact and active, and has no entries. A form with the field `name` will do as well. Needs the role Operator.")
    {
        Body = new(typeof(ScoutApiWire.NewAlertList), true, ("A list", """{"name": "Wanted"}""")),
        Outcomes =
        [
            new(201, "The list.", typeof(ScoutApiWire.AlertList), NewListExample),
            Error(400, "The name is missing, too long or taken.", "name: is missing."),
            Unauthorized,
            Forbidden,
            TooMany,
            Fault,
        ],
    };
}
