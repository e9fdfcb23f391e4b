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
need_library libturbojpeg.so.0 libturbojpeg0
dotnet build Dashboard -c Release -v quiet --nologo
if [ -n "$demo" ]; then arguments+=(--demo); fi
exec dotnet run --project Dashboard -c Release --no-build -- "${arguments[@]}"
