#!/usr/bin/env bash
# Writes a migration for what has changed in the model since the last one: build/add-migration.sh NAME
set -euo pipefail
cd "$(dirname "$0")/.."
[[ "${1:-}" =~ ^[A-Z][A-Za-z0-9]+$ ]] || { echo "usage: build/add-migration.sh NAME (letters and digits, such as AddSites)" >&2; exit 2; }
dotnet run --project build/migrations -c Release -- "$1" "$PWD"
