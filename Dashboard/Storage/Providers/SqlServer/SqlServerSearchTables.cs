namespace Dashboard.Storage.Providers.SqlServer;

/// <summary>What fills the search tables on SQL Server: triggers that take all rows of a statement at once.</summary>
internal static class SqlServerSearchTables
{
    /// <summary>Keeps the tables up to date from now on; a batch of its own.</summary>
    public const string CreateTriggers = $"""
        CREATE TRIGGER [Flows_Changed] ON [Flows] AFTER INSERT, UPDATE, DELETE AS
        BEGIN
          SET NOCOUNT ON;
          MERGE [FlowCounts] WITH (HOLDLOCK) AS c USING (
            SELECT [Span], [Start], [CameraId], [TriggerMode], SUM([Flows]) AS [Flows] FROM (
              SELECT s.span AS [Span], {Start} AS [Start], f.[CameraId], f.[TriggerMode], 1 AS [Flows] FROM inserted AS f CROSS JOIN {Spans}
              UNION ALL
              SELECT s.span, {Start}, f.[CameraId], f.[TriggerMode], -1 FROM deleted AS f CROSS JOIN {Spans}) AS changed
            GROUP BY [Span], [Start], [CameraId], [TriggerMode]) AS n
          ON c.[Span] = n.[Span] AND c.[Start] = n.[Start] AND c.[CameraId] = n.[CameraId] AND c.[TriggerMode] = n.[TriggerMode]
          WHEN MATCHED THEN UPDATE SET [Flows] = c.[Flows] + n.[Flows]
          WHEN NOT MATCHED THEN INSERT ([Span], [Start], [CameraId], [TriggerMode], [Flows]) VALUES (n.[Span], n.[Start], n.[CameraId], n.[TriggerMode], n.[Flows]);
          MERGE [FlowChanges] WITH (HOLDLOCK) AS c USING (SELECT [Id] / 16384 AS [Run], COUNT_BIG(*) AS [Changes] FROM deleted GROUP BY [Id] / 16384) AS n ON c.[Run] = n.[Run]
          WHEN MATCHED THEN UPDATE SET [Changes] = c.[Changes] + n.[Changes]
          WHEN NOT MATCHED THEN INSERT ([Run], [Changes]) VALUES (n.[Run], n.[Changes]);
          INSERT INTO [PlateSuffixes] ([Suffix], [Plate])
            SELECT SUBSTRING(p.[Plate], n.position, 16), p.[Plate] FROM (
              SELECT DISTINCT f.[Plate] FROM inserted AS f WHERE f.[Plate] <> ''
              AND NOT EXISTS (SELECT 1 FROM [PlateSuffixes] WITH (UPDLOCK, HOLDLOCK) WHERE [Suffix] = f.[Plate] AND [Plate] = f.[Plate])) AS p
            CROSS JOIN {Positions} WHERE n.position <= LEN(p.[Plate]);
        END
        """;

    public const string DropTriggers = "DROP TRIGGER [Flows_Changed];";

    /// <summary>Fills the empty tables from the flows that are there.</summary>
    public const string Fill = $"""
        INSERT INTO [FlowCounts] ([Span], [Start], [CameraId], [TriggerMode], [Flows])
          SELECT s.span, {Start}, f.[CameraId], f.[TriggerMode], COUNT_BIG(*) FROM [Flows] AS f CROSS JOIN {Spans} GROUP BY s.span, {Start}, f.[CameraId], f.[TriggerMode];
        INSERT INTO [PlateSuffixes] ([Suffix], [Plate])
          SELECT SUBSTRING(p.[Plate], n.position, 16), p.[Plate] FROM (SELECT DISTINCT [Plate] FROM [Flows] WHERE [Plate] <> '') AS p
          CROSS JOIN {Positions} WHERE n.position <= LEN(p.[Plate]);
        """;

    private const string Spans = "(VALUES (3600), (86400), (2764800)) AS s(span)";
    private const string Positions = "(VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16)) AS n(position)";
    private const string Start = "f.[CapturedSecond] - (((f.[CapturedSecond] % s.span) + s.span) % s.span)";
}
