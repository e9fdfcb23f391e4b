#!/usr/bin/env bash
# Adds a migration for each provider: build/add-migration.sh AddColour
# Of what the tool writes, the way there and the snapshot stay. The model that it repeats beside every migration, 2,000 lines each, only serves
# the way back, which no start goes: whoever must go back restores a backup.
set -euo pipefail
cd "$(dirname "$0")/.."

# The migration without its way back, with the two attributes that stood beside the repeated model.
trim() {
  awk -v attributes="$(grep -E '^    \[(DbContext|Migration)\(' "$1")" '
    NR == 1 { sub(/^\357\273\277/, "") }
    /\/\/\/ <inheritdoc \/>/ { next }
    /override void Down\(/ { isDown = 1; isBlank = 0; next }
    isDown { if (/^        }$/) isDown = 0; next }
    /^$/ { isBlank = 1; next }
    isBlank { print ""; isBlank = 0 }
    /^using Microsoft.EntityFrameworkCore.Migrations;/ { print "using Microsoft.EntityFrameworkCore.Infrastructure;" }
    / class .* : Migration/ { print attributes; sub(/partial /, ""); sub(/: Migration/, ": ForwardMigration") }
    { print }' "$2" >"$2.new"
  mv "$2.new" "$2"
  rm "$1"
}

if [ $# != 0 ]; then
  dotnet tool restore
  dotnet restore
fi

for provider in Sqlite PostgreSql SqlServer; do
  folder=Storage/Providers/$provider/Migrations
  [ $# = 0 ] || dotnet ef migrations add "$1" --project Dashboard --context "${provider}Context" -o "$folder"
  for model in Dashboard/"$folder"/*.Designer.cs; do
    [ ! -e "$model" ] || trim "$model" "${model%.Designer.cs}.cs"
  done
done
