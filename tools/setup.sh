#!/usr/bin/env bash
# Installs what the platform needs on Debian 12: system libraries, then Python packages from the locked requirements.
# Usage: tools/setup.sh run|test     (run again, it looks and leaves everything as it is)
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/steps.sh

purpose="${1:-run}"
uv_version=0.13.9

libraries="python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libmagic1"
for_tests="postgresql redis-server chromium fonts-noto-cjk poppler-utils qpdf zbar-tools libreoffice-calc-nogui strace make git"
requirements=requirements.txt
if [ "$purpose" = test ]; then
    libraries="$libraries $for_tests"
    requirements=requirements-dev.txt
fi

missing=""
for package in $libraries; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing="$missing $package"
done
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
if [ -n "$missing" ]; then
    echo "Installing from Debian:$missing"
    step "look up the packages" $as_root apt-get update -qq
    # shellcheck disable=SC2086
    step "install them" $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
fi

python="$(command -v python3.11 || command -v python3)"
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Python 3.11 is needed; $python is another." >&2; exit 1; }
[ -x .venv/bin/python ] || step "make the virtual environment" "$python" -m venv .venv

wanted="$(sha256sum requirements.txt requirements-dev.txt | sha256sum | cut -c1-16)"
mark=".venv/.installed-$purpose"
[ "$purpose" = run ] && [ -f .venv/.installed-test ] && mark=".venv/.installed-test"
if [ "$(cat "$mark" 2>/dev/null || true)" != "$wanted" ]; then
    step "fetch the installer" .venv/bin/pip install -q --disable-pip-version-check "uv==$uv_version"
    step "install the locked Python packages" .venv/bin/uv pip install -q --compile-bytecode --python .venv/bin/python --require-hashes -r "$requirements"
    echo "$wanted" > "$mark"
fi
