#!/usr/bin/env bash
# Installs what the tests need and runs all of them. The last line is "N passed, N failed, N skipped".
#   ./test.sh                 everything
#   ./test.sh --unit          only the fast ones (no browser, no ffmpeg, no server, no sweep over thousands of rows)
set -uo pipefail
cd "$(dirname "$0")"
. build/prerequisites.sh
. build/postgresql.sh

# Two browsers and two rows of other tests: each of them waits more than it computes.
filter=(-maxThreads 4)
[ "${1:-}" = --unit ] && filter=(-maxThreads 4 -trait- Category=Browser -trait- Category=System -trait- Category=Server -trait- Category=Thorough)

need_packages ffmpeg:ffmpeg chromium:chromium setpriv:util-linux curl:curl mosquitto_passwd:mosquitto
need_library libgtk-3.so.0 libgtk-3-0
need_library libharfbuzz.so.0 libharfbuzz0b
need_library libfreetype.so.6 libfreetype6
need_library libicuuc.so libicu72
python3 -c 'import gi; gi.require_version("GstRtspServer", "1.0"); from gi.repository import GstRtspServer' 2>/dev/null ||
  /usr/bin/python3 -c 'import gi; gi.require_version("GstRtspServer", "1.0"); from gi.repository import GstRtspServer' 2>/dev/null ||
  install_packages python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good \
    gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly gstreamer1.0-libav
# What the sample clients of the API run in.
for python in python3 /usr/bin/python3; do "$python" -c 'import requests' 2>/dev/null && break; done || install_packages python3-requests
/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || install_packages python3-aiosmtpd
php -r 'exit(function_exists("curl_init") ? 0 : 1);' 2>/dev/null || install_packages php-cli php-curl

restored=$(dotnet restore --locked-mode 2>&1) || { echo "$restored"; echo "0 passed, 1 failed"; exit 1; }
if grep -qi warning <<<"$restored"; then echo "$restored"; echo "restore has warnings"; echo "0 passed, 1 failed"; exit 1; fi
dotnet build -c Release --no-restore --nologo -v quiet || { echo "0 passed, 1 failed"; exit 1; }

results=$(mktemp -d)
trap 'kill ${format:-} 2>/dev/null; rm -rf "$results"; stop_postgresql' EXIT
# Style is the build's: its warnings are errors. What is left is white space, which is looked at while the tests run.
nice dotnet format whitespace --no-restore --verify-no-changes >"$results/format" 2>&1 &
format=$!
[ "${1:-}" = --unit ] || start_postgresql
# The test program runs itself: no second process stands between it and its results.
dotnet Dashboard.Tests/bin/Release/net10.0/Dashboard.Tests.dll -noColor -trx "$results/run.trx" "${filter[@]}" </dev/null
status=$?

counters=$(grep -o '<Counters [^>]*' "$results/run.trx" 2>/dev/null | head -1)
count() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
passed=$(count passed) failed=$(count failed) total=$(count total)
skipped=$(( ${total:-0} - ${passed:-0} - ${failed:-0} ))
# Where the time went: the seconds of each class, that of its tests one after the other.
sed -n 's/.*testName="\([^"(]*\)\.[^".(]*[("].* duration="\([0-9]*\):\([0-9]*\):\([0-9.]*\)".*/\1 \2 \3 \4/p' "$results/run.trx" 2>/dev/null |
  awk '{ time[$1] += $2 * 3600 + $3 * 60 + $4; tests[$1]++ }
    END { for (name in time) printf "SLOW %6.1f s in %3d tests: %s\n", time[name], tests[name], name }' | sort -k2,2 -rn | head -20
# What failed, once more, where whoever reads only the end of the output finds it: the name, the message and where.
awk '/<UnitTestResult .*outcome="Failed"/ { sub(/.*testName="/, ""); sub(/" outcome=.*/, ""); print "FAILED " $0; left = 25; next }
  /<\/ErrorInfo>/ { left = 0 }
  left > 0 && /[^ ]/ { gsub(/<\/?(Output|ErrorInfo|Message|StackTrace)>/, ""); if (/[^ ]/) { print "    " substr($0, 1, 300); left-- } }' \
  "$results/run.trx" 2>/dev/null | sed 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g'
if ! wait "$format"; then
  cat "$results/format"
  echo "Formatting: run 'dotnet format'"
  failed=$(( ${failed:-0} + 1 )) status=1
fi
if [ -z "$counters" ] || { [ "$status" != 0 ] && [ "${failed:-0}" = 0 ]; }; then failed=1; fi
echo "${passed:-0} passed, ${failed:-0} failed, $skipped skipped"
[ "$status" = 0 ] && [ "${failed:-0}" = 0 ]
