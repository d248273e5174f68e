#!/bin/sh
# Builds mediasoup-worker from the sources in the npm package with Debian's libraries instead of downloaded
# ones: build-worker.sh FOLDER-OF-THE-NPM-PACKAGE OUTPUT-FILE. What it needs is in recipe.ts.
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

# Upstream hears no stream whose SSRC is neither in the offer nor told by the MID header extension, and some
# cameras and encoders offer neither. Where a transport has one producer, and that names no SSRC, all that comes
# is its: a bundle of one section leaves nothing to choose (RFC 9143 §9.2). The words are what the server knows
# such a worker by (src/workers/workers.ts).
sed -i '/GetProducer(const RTC::RTP::Packet/,/^\t}$/ s/^\t\treturn nullptr;$/\
\t\tif (this->midTable.size() == 1)\
\t\t{\
\t\t\tauto* lone = this->midTable.begin()->second;\
\t\t\tconst auto\& encodings = lone->GetRtpParameters().encodings;\
\t\t\tif (encodings.size() == 1 \&\& encodings[0].ssrc == 0u)\
\t\t\t{\
\t\t\t\tMS_DEBUG_TAG(rtp, "a packet that names no producer goes to the only one there is");\
\t\t\t\treturn lone;\
\t\t\t}\
\t\t}\
\t\treturn nullptr;/' src/RTC/RtpListener.cpp
grep -q 'the only one there is' src/RTC/RtpListener.cpp

# Four compilations instead of two hundred: a unity build reads each header four times. -O2 as Debian builds,
# which takes less time than upstream's -O3. The built-in bandwidth estimator is the one that needs no
# libabsl; for sound alone there is no difference.
units=4
sources=$(sed -n "/^common_sources = \[/,/^\]/p" meson.build | grep -c "\.cpp'")
meson setup out . --buildtype release -Doptimization=2 -Dcpp_args=-w -Db_ndebug=true \
  --wrap-mode=nodownload -Dms_use_builtin_bwe=true \
  --unity on --unity-size $((sources / units + 1))

# meson fills the four in the order of its list. Some sources have static names in common, and would not
# compile behind one another: each of those goes into a unit of its own number. And a template that
# Feedback.cpp specialises must not be used before it in its unit.
cat out/mediasoup-worker.p/mediasoup-worker-unity?.cpp >out/sources
rm out/mediasoup-worker.p/mediasoup-worker-unity?.cpp
{ grep /RTCP/Feedback.cpp out/sources; grep -v /RTCP/Feedback.cpp out/sources; } |
  awk -v units=$units -v sources="$(wc -l <out/sources)" '
    BEGIN {
      apart("Settings", 1)
      apart("TcpServerHandle", 1); apart("UdpSocketHandle", 2)
      apart("UnixStreamSocketHandle", 3); apart("PortManager", 3)
      apart("PlainTransport", 2); apart("WebRtcTransport", 2)
      apart("SvcProducerStreamManager", 2); apart("RtxStream", 2)
      apart("LossBasedController", 2); apart("TargetRateController", 3)
      apart("TransmissionControlBlock", 0)
    }
    function apart(name, unit) { unitOf[name] = unit }
    {
      name = $0; sub(/.*\//, "", name); sub(/\.cpp.*/, "", name)
      unit = name in unitOf ? unitOf[name] : int((NR - 1) * units / sources)
      print >"out/mediasoup-worker.p/mediasoup-worker-unity" unit ".cpp"
    }'

ninja -C out -j "$(nproc)" mediasoup-worker
install -Ds -m755 out/mediasoup-worker "$output"
