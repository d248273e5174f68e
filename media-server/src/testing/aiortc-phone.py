# A WHIP client that shares no line with ours: aiortc, Debian's python3-aiortc.
# usage: aiortc-phone.py WHIP-URL TOKEN SECONDS
import asyncio
import sys
import urllib.request
from urllib.parse import urljoin

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack


def ask(method, url, token, body=None):
    headers = {"authorization": f"Bearer {token}"}
    if body is not None:
        headers["content-type"] = "application/sdp"
    data = None if body is None else body.encode()
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    with urllib.request.urlopen(request) as answer:
        return answer.headers.get("location"), answer.read().decode()


async def main(url, token, seconds):
    peer = RTCPeerConnection()
    connected = asyncio.Event()

    @peer.on("connectionstatechange")
    def changed():
        if peer.connectionState == "connected":
            connected.set()

    peer.addTransceiver(AudioStreamTrack(), direction="sendonly")
    await peer.setLocalDescription(await peer.createOffer())
    location, sdp = ask("POST", url, token, peer.localDescription.sdp)
    await peer.setRemoteDescription(RTCSessionDescription(sdp=sdp, type="answer"))
    await asyncio.wait_for(connected.wait(), 10)
    await asyncio.sleep(seconds)
    ask("DELETE", urljoin(url, location), token)
    await peer.close()


asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3])))
