#!/usr/bin/env bash
# Installs what is missing, builds, and serves http://localhost:8881. With --demo a demo camera is added.
set -euo pipefail
cd "$(dirname "$0")"
. build/prerequisites.sh

demo=
arguments=()
for argument in "$@"; do
  if [ "$argument" = --demo ]; then demo=1; else arguments+=("$argument"); fi
done

need_packages ffmpeg:ffmpeg setpriv:util-linux
need_library libgtk-3.so.0 libgtk-3-0
need_library libharfbuzz.so.0 libharfbuzz0b
need_library libfreetype.so.6 libfreetype6
need_library libicuuc.so libicu72
dotnet build Dashboard -c Release -v quiet --nologo
if [ -n "$demo" ]; then arguments+=(--demo); fi
exec dotnet run --project Dashboard -c Release --no-build -- "${arguments[@]}"
