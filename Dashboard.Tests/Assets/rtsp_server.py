"""Serves an H.264 file over RTSP on loopback, again and again: rtsp_server.py FILE PORT [USER PASSWORD]

The address is rtsp://127.0.0.1:PORT/stream; all viewers share one run of the file, which starts with the first of them.
Prints "ready" when it listens, exits with 3 and a reason where that is not possible here. Needs the system's Python with
gi and GStreamer's RTSP server, and ffmpeg, which repeats the file with times that go on.
"""
import os
import subprocess
import sys
import threading
import time

try:
    import gi

    gi.require_version("Gst", "1.0")
    gi.require_version("GstRtspServer", "1.0")
    from gi.repository import GLib, Gst, GstRtspServer
except (ImportError, ValueError) as problem:
    print(problem, file=sys.stderr)
    sys.exit(3)


class LoopingFile(GstRtspServer.RTSPMediaFactory):
    """The pipeline that the first viewer starts and the last one ends."""

    def __init__(self, path):
        super().__init__()
        self.path = path
        self.set_shared(True)
        self.set_latency(0)

    def do_create_element(self, url):
        command = ["setpriv", "--pdeathsig", "KILL", "ffmpeg", "-loglevel", "quiet", "-nostdin", "-re", "-stream_loop", "-1"]
        command += ["-i", self.path, "-map", "0:v:0", "-c", "copy", "-flush_packets", "1", "-muxdelay", "0", "-f", "mpegts", "pipe:1"]
        feeder = subprocess.Popen(command, stdout=subprocess.PIPE)
        element = Gst.parse_launch(
            "( appsrc name=file is-live=true do-timestamp=true format=time caps=video/mpegts,systemstream=(boolean)true,packetsize=(int)188 "
            "! tsdemux latency=100 ! h264parse config-interval=-1 ! rtph264pay name=pay0 pt=96 )"
        )
        threading.Thread(target=feed, args=(feeder, element.get_by_name("file")), daemon=True).start()
        return element


def feed(feeder, source):
    """A live source: to one that can seek, the server would seek, which a pipe cannot."""
    while data := feeder.stdout.read1(188 * 64):
        if source.emit("push-buffer", Gst.Buffer.new_wrapped(data)) != Gst.FlowReturn.OK:
            break
    feeder.kill()
    feeder.wait()


def end_with_parent(parent):
    """A test run that is killed leaves no server behind."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def main():
    path, port = sys.argv[1], sys.argv[2]
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(port)
    factory = LoopingFile(path)
    if len(sys.argv) > 4:
        user, password = sys.argv[3], sys.argv[4]
        token = GstRtspServer.RTSPToken()
        token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, "viewer")
        auth = GstRtspServer.RTSPAuth()
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
        server.set_auth(auth)
        factory.add_role_from_structure(Gst.Structure.from_string(
            "viewer,media.factory.access=(boolean)true,media.factory.construct=(boolean)true")[0])
    server.get_mount_points().add_factory("/stream", factory)
    if server.attach(None) == 0:
        print(f"port {port} is taken", file=sys.stderr)
        sys.exit(3)
    threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()
    print("ready", flush=True)
    GLib.MainLoop().run()


main()
