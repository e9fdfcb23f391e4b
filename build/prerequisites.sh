# Sourced by run.sh and test.sh: installs Debian packages that are missing.

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

install_packages() {
  [ "$#" = 0 ] && return
  if ! command -v apt-get >/dev/null; then
    echo "Please install: $*" >&2
    exit 1
  fi
  echo "Installing: $*"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# need_packages program:package …  installs the packages whose program is not there.
need_packages() {
  local missing=()
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
  done
  install_packages "${missing[@]}"
}

# need_library file package  installs the package where the library is not there.
need_library() {
  case "$(ldconfig -p)" in *"$1"*) ;; *) install_packages "$2" ;; esac
}

command -v dotnet >/dev/null || { echo "This needs dotnet: https://dotnet.microsoft.com/download" >&2; exit 1; }
