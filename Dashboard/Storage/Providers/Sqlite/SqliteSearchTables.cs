namespace Dashboard.Storage.Providers.Sqlite;

/// <summary>What fills the search tables on SQLite: triggers row by row, and statements that fill them from the flows that are there.</summary>
internal static class SqliteSearchTables
{
    /// <summary>Keeps the tables up to date from now on.</summary>
    public const string CreateTriggers = $"""
        CREATE TRIGGER "Flows_Inserted_Counts" AFTER INSERT ON "Flows" BEGIN {AddNew} END;
        CREATE TRIGGER "Flows_Inserted_Suffixes" AFTER INSERT ON "Flows" WHEN {IsNewPlate} BEGIN {AddSuffixes} END;
        CREATE TRIGGER "Flows_Deleted" AFTER DELETE ON "Flows" BEGIN {TakeOld} {NoteChange} END;
        CREATE TRIGGER "Flows_Updated_Counts" AFTER UPDATE OF "CapturedSecond", "CameraId", "TriggerMode", "Plate", "Confidence" ON "Flows"
          BEGIN {TakeOld} {AddNew} {NoteChange} END;
        CREATE TRIGGER "Flows_Updated_Suffixes" AFTER UPDATE OF "Plate" ON "Flows" WHEN {IsNewPlate} BEGIN {AddSuffixes} END;
        """;

    public const string DropTriggers = """
        DROP TRIGGER "Flows_Inserted_Counts"; DROP TRIGGER "Flows_Inserted_Suffixes"; DROP TRIGGER "Flows_Deleted";
        DROP TRIGGER "Flows_Updated_Counts"; DROP TRIGGER "Flows_Updated_Suffixes";
        """;

    /// <summary>Fills the empty tables from the flows that are there.</summary>
    public const string Fill = $"""
        INSERT INTO "FlowCounts" SELECT 3600, {Hour}, "CameraId", "TriggerMode", COUNT(*) FROM "Flows" GROUP BY 2, 3, 4;
        INSERT INTO "FlowCounts" SELECT 86400, {Day}, "CameraId", "TriggerMode", SUM("Flows") FROM "FlowCounts" WHERE "Span" = 3600 GROUP BY 2, 3, 4;
        INSERT INTO "FlowCounts" SELECT 2764800, {Block}, "CameraId", "TriggerMode", SUM("Flows") FROM "FlowCounts" WHERE "Span" = 86400 GROUP BY 2, 3, 4;
        INSERT INTO "PlateSuffixes" SELECT substr(p."Plate", n.column1), p."Plate"
          FROM (SELECT DISTINCT "Plate" FROM "Flows" WHERE "Plate" <> '') AS p CROSS JOIN ({Positions}) AS n WHERE n.column1 <= length(p."Plate") ORDER BY 1, 2;
        """;

    private const string Hour = """ "CapturedSecond" - ((("CapturedSecond" % 3600) + 3600) % 3600) """;
    private const string Day = """ "Start" - ((("Start" % 86400) + 86400) % 86400) """;
    private const string Block = """ "Start" - ((("Start" % 2764800) + 2764800) % 2764800) """;
    private const string Positions = "VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16)";

    private const string AddNew = """
        INSERT INTO "FlowCounts" ("Span", "Start", "CameraId", "TriggerMode", "Flows") VALUES
          (3600, NEW."CapturedSecond" - (((NEW."CapturedSecond" % 3600) + 3600) % 3600), NEW."CameraId", NEW."TriggerMode", 1),
          (86400, NEW."CapturedSecond" - (((NEW."CapturedSecond" % 86400) + 86400) % 86400), NEW."CameraId", NEW."TriggerMode", 1),
          (2764800, NEW."CapturedSecond" - (((NEW."CapturedSecond" % 2764800) + 2764800) % 2764800), NEW."CameraId", NEW."TriggerMode", 1)
          ON CONFLICT DO UPDATE SET "Flows" = "Flows" + 1;
        """;

    private const string TakeOld = """
        UPDATE "FlowCounts" SET "Flows" = "Flows" - 1 WHERE "CameraId" = OLD."CameraId" AND "TriggerMode" = OLD."TriggerMode" AND ("Span", "Start") IN (VALUES
          (3600, OLD."CapturedSecond" - (((OLD."CapturedSecond" % 3600) + 3600) % 3600)),
          (86400, OLD."CapturedSecond" - (((OLD."CapturedSecond" % 86400) + 86400) % 86400)),
          (2764800, OLD."CapturedSecond" - (((OLD."CapturedSecond" % 2764800) + 2764800) % 2764800)));
        """;

    private const string NoteChange = """
        INSERT INTO "FlowChanges" ("Run", "Changes") VALUES (OLD."Id" / 16384, 1) ON CONFLICT DO UPDATE SET "Changes" = "Changes" + 1;
        """;

    private const string IsNewPlate = """
        NEW."Plate" <> '' AND NOT EXISTS (SELECT 1 FROM "PlateSuffixes" WHERE "Suffix" = NEW."Plate" AND "Plate" = NEW."Plate")
        """;

    private const string AddSuffixes = $"""
        INSERT INTO "PlateSuffixes" ("Suffix", "Plate") SELECT substr(NEW."Plate", n.column1), NEW."Plate" FROM ({Positions}) AS n WHERE n.column1 <= length(NEW."Plate");
        """;
}
