namespace Dashboard.Storage.Providers.PostgreSql;

/// <summary>
/// What fills the search tables on PostgreSQL: triggers that take all rows of a statement at once, in the order of the tables' keys.
/// </summary>
internal static class PostgreSqlSearchTables
{
    /// <summary>Keeps the tables up to date from now on.</summary>
    public const string CreateTriggers = $"""
        CREATE FUNCTION "FlowsChanged"() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
          IF TG_OP <> 'INSERT' THEN
            UPDATE "FlowCounts" AS c SET "Flows" = c."Flows" - o.flows FROM (
              SELECT s.span, {Start} AS start, f."CameraId", f."TriggerMode", count(*) AS flows FROM removed AS f CROSS JOIN {Spans} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4) AS o
              WHERE c."Span" = o.span AND c."Start" = o.start AND c."CameraId" = o."CameraId" AND c."TriggerMode" = o."TriggerMode";
            INSERT INTO "FlowChanges" ("Run", "Changes") SELECT "Id" / 16384, count(*) FROM removed GROUP BY 1 ORDER BY 1
              ON CONFLICT ("Run") DO UPDATE SET "Changes" = "FlowChanges"."Changes" + EXCLUDED."Changes";
          END IF;
          IF TG_OP <> 'DELETE' THEN
            INSERT INTO "FlowCounts" ("Span", "Start", "CameraId", "TriggerMode", "Flows")
              SELECT s.span, {Start}, f."CameraId", f."TriggerMode", count(*) FROM added AS f CROSS JOIN {Spans} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
              ON CONFLICT ("Span", "Start", "CameraId", "TriggerMode") DO UPDATE SET "Flows" = "FlowCounts"."Flows" + EXCLUDED."Flows";
            INSERT INTO "PlateSuffixes" ("Suffix", "Plate")
              SELECT substr(p."Plate", n), p."Plate" FROM (
                SELECT DISTINCT f."Plate" FROM added AS f WHERE f."Plate" <> ''
                AND NOT EXISTS (SELECT 1 FROM "PlateSuffixes" AS s WHERE s."Suffix" = f."Plate" AND s."Plate" = f."Plate")) AS p
              CROSS JOIN LATERAL generate_series(1, length(p."Plate")) AS n ORDER BY 1, 2
              ON CONFLICT ("Suffix", "Plate") DO NOTHING;
          END IF;
          RETURN NULL;
        END $body$;
        CREATE TRIGGER "Flows_Inserted" AFTER INSERT ON "Flows" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "FlowsChanged"();
        CREATE TRIGGER "Flows_Deleted" AFTER DELETE ON "Flows" REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "FlowsChanged"();
        CREATE TRIGGER "Flows_Updated" AFTER UPDATE ON "Flows" REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "FlowsChanged"();
        """;

    public const string DropTriggers = """
        DROP TRIGGER "Flows_Inserted" ON "Flows"; DROP TRIGGER "Flows_Deleted" ON "Flows"; DROP TRIGGER "Flows_Updated" ON "Flows"; DROP FUNCTION "FlowsChanged"();
        """;

    /// <summary>Fills the empty tables from the flows that are there.</summary>
    public const string Fill = $"""
        INSERT INTO "FlowCounts" ("Span", "Start", "CameraId", "TriggerMode", "Flows")
          SELECT s.span, {Start}, f."CameraId", f."TriggerMode", count(*) FROM "Flows" AS f CROSS JOIN {Spans} GROUP BY 1, 2, 3, 4;
        INSERT INTO "PlateSuffixes" ("Suffix", "Plate")
          SELECT substr(p."Plate", n), p."Plate" FROM (SELECT DISTINCT "Plate" FROM "Flows" WHERE "Plate" <> '') AS p
          CROSS JOIN LATERAL generate_series(1, length(p."Plate")) AS n ORDER BY 1, 2;
        """;

    private const string Spans = "(VALUES (3600), (86400), (2764800)) AS s(span)";
    private const string Start = """f."CapturedSecond" - (((f."CapturedSecond" % s.span) + s.span) % s.span)""";
}
