#!/bin/sh
# Builds mediasoup-worker from the sources in the npm package with Debian's libraries instead of downloaded
# ones: build-worker.sh FOLDER-OF-THE-NPM-PACKAGE OUTPUT-FILE. What it needs is in recipe.ts.
#
# MS_BUILTIN_BWE=false takes upstream's older bandwidth estimator, which needs libabsl-dev as well; for
# sound alone there is no difference.
set -eu
package=$(realpath "$1")
output=$(realpath -m "$2")
here=$(dirname "$(realpath "$0")")

# The stubs stand in for the libraries of this release; another one may want more of them.
version=$(sed -n 's/.*"version": "\([^"]*\)".*/\1/p' "$package/package.json" | head -1)
if [ "$version" != 3.27.1 ]; then
  echo "the stubs are made for mediasoup 3.27.1, not $version" >&2
  exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 143' TERM INT HUP
cp -r "$package/worker" "$work/worker"
cd "$work/worker"
rm -rf subprojects out
cp -r "$here/stubs" subprojects

# Debian 12's meson is 1.0.1; the build files use nothing newer.
sed -i "s/meson_version: '>= 1.1.0'/meson_version: '>= 1.0.0'/" meson.build

# Debian's OpenSSL has kernel TLS. mediasoup's BIO callback answers 1 to every control call, so OpenSSL
# takes the memory BIO for a kTLS socket, allocates no write buffer and crashes at the first DTLS
# ServerHello. Return the BIO's own answer instead.
sed -i 's/(operationType == BIO_CB_RETURN) ? static_cast<long>(ret) : 1/(operationType \& BIO_CB_RETURN) ? static_cast<long>(ret) : 1/' src/RTC/DtlsTransport.cpp
grep -q '(operationType & BIO_CB_RETURN)' src/RTC/DtlsTransport.cpp

meson setup out . --buildtype release -Db_ndebug=true --wrap-mode=nodownload \
  -Dms_use_builtin_bwe="${MS_BUILTIN_BWE:-true}"
ninja -C out mediasoup-worker
install -Ds -m755 out/mediasoup-worker "$output"
