namespace Dashboard.Storage.Providers.PostgreSql;

/// <summary>An index, or what refers to another table: how it goes, and how it comes back.</summary>
internal sealed record DroppedIndex(string Undo, string Redo, bool IsIndex);

/// <summary>What PostgreSQL knows of the indexes of a database, and of what refers from table to table.</summary>
internal static class PostgreSqlIndexes
{
    /// <summary>Builds indexes in memory as far as it can, until the transaction ends.</summary>
    public const string MoreMemory = "SET LOCAL maintenance_work_mem = '256MB'";

    /// <summary>All but primary keys, which rows come in the order of.</summary>
    public const string Find =
        """
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS "Undo",
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS "Redo", FALSE AS "IsIndex"
        FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
        UNION ALL
        SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid), TRUE
        FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE relnamespace = current_schema()::regnamespace
            AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')
        """;
}
