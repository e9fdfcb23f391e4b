using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.PostgreSql.Migrations
{
    [DbContext(typeof(PostgreSqlContext))]
    [Migration("20261127021800_BestPlatesAmongCandidates")]
    public class BestPlatesAmongCandidates : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                INSERT INTO "FlowCandidates" ("FlowId", "Rank", "Text", "Confidence")
                SELECT f."Id",
                    COALESCE((SELECT MAX(c."Rank") + 1 FROM "FlowCandidates" AS c WHERE c."FlowId" = f."Id" AND c."Rank" < 98), 0),
                    f."Plate",
                    f."Confidence"
                FROM "Flows" AS f
                WHERE f."Plate" <> '' AND NOT EXISTS (SELECT 1 FROM "FlowCandidates" AS c WHERE c."FlowId" = f."Id" AND c."Text" = f."Plate")
                """);
        }
    }
}
