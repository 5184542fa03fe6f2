#!/bin/sh
# Installs the Debian packages that a bare machine lacks; does nothing where they are there.
#   sh tests/install.sh venv      what `python3 -m venv` needs
#   sh tests/install.sh services  the real parts that tests run against; Node isn't one, the lock brings it (Debian 12 has too old a one)
set -eu
case "$1" in
  venv) packages="python3-venv" ;;
  services) packages=""
    command -v redis-server >/dev/null 2>&1 || packages="$packages redis-server"
    command -v chromium >/dev/null 2>&1 || packages="$packages chromium" ;;
  *) echo "usage: sh tests/install.sh venv|services" >&2; exit 2 ;;
esac
[ -n "$packages" ] || exit 0
if [ "$(id -u)" = 0 ]; then root=""; else root="sudo"; fi
$root apt-get -qq update
# shellcheck disable=SC2086  # a list of words
$root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $packages
