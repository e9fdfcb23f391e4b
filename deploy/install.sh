#!/usr/bin/env bash
# Installs, or updates in place, the server as a systemd service with a user of its own.
#
#   dotnet publish Dashboard -c Release -o published && sudo deploy/install.sh published
#
# An update backs up first, and goes back to the program and the data of before where the new one is not ready within WAIT seconds (300). Into
# PostgreSQL the data go back by hand, since they need an empty database: it says how. BACKUP=no makes none, for SQL Server, which makes its own.
# --root DIR installs below DIR and starts nothing: for images.
set -euo pipefail

name=plate-dashboard
here=$(cd "$(dirname "$0")" && pwd)
root=
published=
while [ $# -gt 0 ]; do
  case $1 in
    --root) root=${2:?--root needs a folder}; shift 2 ;;
    -h|--help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) echo "Unknown option $1; see --help" >&2; exit 2 ;;
    *) published=$1; shift ;;
  esac
done

fail() { echo "$*" >&2; exit 1; }
[ -n "$published" ] || fail "Name the folder of the published program; see --help"
[ -f "$published/Dashboard.dll" ] || fail "$published has no Dashboard.dll: make it with 'dotnet publish Dashboard -c Release -o $published'"
[ "$(id -u)" = 0 ] || fail "Run this as root"

programs=$root/opt/$name
settings=$root/etc/$name
data=$root/var/lib/$name
backups=$root/var/backups/$name
unit=$root/etc/systemd/system/$name.service
release=$(date -u +%Y%m%dT%H%M%SZ)

if [ -z "$root" ]; then
  command -v systemctl >/dev/null || fail "There is no systemd here"
  command -v dotnet >/dev/null || fail "Install the ASP.NET Core runtime 10 first (package aspnetcore-runtime-10.0)"
  command -v ffmpeg >/dev/null || echo "ffmpeg is missing; cameras need it: apt-get install ffmpeg" >&2
  getent passwd $name >/dev/null || useradd --system --home-dir "/var/lib/$name" --shell /usr/sbin/nologin $name
  owner=$name
else
  owner=root
fi

install -d -m 755 "$programs/releases"
install -d -m 750 -o root -g $owner "$settings"
install -d -m 700 -o $owner -g $owner "$data" "$backups"
[ -e "$settings/appsettings.json" ] || printf '{\n}\n' | install -m 640 -o root -g $owner /dev/stdin "$settings/appsettings.json"

cp -R "$published" "$programs/releases/$release"
chmod -R go-w,a+rX "$programs/releases/$release"
install -D -m 644 "$here/$name.service" "$unit"
previous=$(readlink "$programs/current" || true)

switch_to() {
  ln -s "$1" "$programs/current.new"
  mv -T "$programs/current.new" "$programs/current"
}

if [ -n "$root" ]; then
  switch_to "releases/$release"
  echo "Installed below $root"
  exit 0
fi

run_as_service() {
  # With the settings and secrets of the service, in its name.
  systemd-run --quiet --pipe --wait --collect --uid=$name --gid=$name --working-directory="$settings" \
    --property=EnvironmentFile=-"$settings/environment" /usr/bin/dotnet "$programs/current/Dashboard.dll" "$@" "--DataDirectory=$data"
}

is_ready() { systemctl is-active --quiet $name && [ "$(systemctl show --property=SubState --value $name)" = running ]; }

systemctl daemon-reload
if [ -n "$previous" ]; then
  if [ "${BACKUP:-yes}" = no ]; then
    echo "No backup is made, as BACKUP=no says"
  else
    echo "Backing up to $backups"
    run_as_service backup --to "$backups" --keep 3 ||
      fail "Nothing was updated, because there is no backup. SQL Server makes its own: do that, and run this again with BACKUP=no"
  fi
fi

switch_to "releases/$release"
systemctl enable --quiet $name
# A start that brings a large database up to date may take longer than WAIT; the unit says READY only afterwards.
if timeout "${WAIT:-300}" systemctl restart $name && is_ready; then
  echo "$name runs: journalctl -u $name shows its log, and the one-time code of the first visit"
  # The program of before stays for a way back; older ones go.
  find "$programs/releases" -mindepth 1 -maxdepth 1 -type d ! -name "$release" ! -name "$(basename "${previous:-none}")" -exec rm -rf {} +
  exit 0
fi

systemctl stop $name || true
[ -n "$previous" ] || fail "It does not start: journalctl -u $name says why"
if [ "${BACKUP:-yes}" = no ]; then
  switch_to "$previous"
  fail "The new program is not ready; journalctl -u $name says why. The program of before is in place again: restore the database, then systemctl start $name"
fi

echo "The new program is not ready; going back to $previous and the data of before" >&2
switch_to "$previous"
mv "$data" "$data.failed-$release"
install -d -m 700 -o $name -g $name "$data"
if run_as_service restore --from "$backups"; then
  systemctl start $name
  fail "The program of before runs again, with the data of before the update; what was written since is in $data.failed-$release"
fi

cat >&2 <<EOF
The program of before is in place again, but its data could not be restored. Those of the update are in $data.failed-$release.
Mend what is said above (a database of PostgreSQL must be empty), then:
  systemd-run --pipe --wait --collect --uid=$name --gid=$name --working-directory=$settings --property=EnvironmentFile=-$settings/environment \\
    /usr/bin/dotnet $programs/current/Dashboard.dll restore --from $backups --DataDirectory=$data
  systemctl start $name
EOF
exit 1
