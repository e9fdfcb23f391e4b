using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Providers.SqlServer.Migrations
{
    [DbContext(typeof(SqlServerContext))]
    [Migration("20261127193003_PictureSums")]
    public class PictureSums : ForwardMigration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "Views",
                table: "Flows",
                type: "nvarchar(128)",
                maxLength: 128,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "nvarchar(64)",
                oldMaxLength: 64,
                oldNullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "PictureDay",
                table: "Flows",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PictureSha256",
                table: "Flows",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);
        }
    }
}
