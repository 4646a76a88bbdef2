#!/bin/sh
# Bring a Chromium for the browser tests, if the machine lets us.
#
# Called by `make test`. It never fails the make: without a browser those tests are skipped,
# and a skipped test must be seen, so every way out except "already there" prints one line.

say() { printf 'browser tests: %s\n' "$1"; }

found() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

# Prints the command that lends root's rights: nothing for root itself.
privilege() {
    if [ "$(id -u)" -eq 0 ]; then
        echo env
    elif sudo -n true >/dev/null 2>&1; then
        echo 'sudo -n env'
    else
        return 1
    fi
}

# The lists of packages may be empty (a fresh image) or old, so a first failure earns one update.
install_chromium() {
    # $as is one or three words on purpose.
    # shellcheck disable=SC2086
    set -- $as DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0
    "$@" install --yes --no-install-recommends chromium >/dev/null 2>&1 ||
        { "$@" update >/dev/null 2>&1 &&
            "$@" install --yes --no-install-recommends chromium >/dev/null 2>&1; }
}

found && exit 0

if command -v apt-get >/dev/null 2>&1 && as=$(privilege); then
    say 'installing chromium with apt-get'
    if install_chromium && found; then
        say 'chromium is installed'
    else
        say 'WILL BE SKIPPED: apt-get could not install chromium; try "apt-get install chromium" by hand'
    fi
else
    say 'WILL BE SKIPPED: no Chromium found; install the package "chromium" (Debian, Ubuntu: apt-get install chromium)'
fi
exit 0
