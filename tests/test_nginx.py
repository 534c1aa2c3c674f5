"""docs/unrolled.nginx.conf before a real server: what it lets through, refuses and adds. Needs nginx and openssl, or is skipped.

Only the port, the certificate and the server behind it are changed; nginx is also looked for in $UNROLLED_NGINX.
"""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from conftest import REPOSITORY
from test_browser import chromium, served  # noqa: F401  a fixture

NGINX = os.environ.get("UNROLLED_NGINX") or shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
DOCS = (REPOSITORY / "docs" / "unrolled.nginx.conf").read_text("utf-8")
TYPES = "text/html html; text/css css; text/javascript js;"
MEBIBYTE = 2**20
PATIENCE = 30  # seconds
pytestmark = pytest.mark.skipif(not NGINX or not shutil.which("openssl"), reason="no nginx here: apt-get install nginx")


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    """The https address of nginx, a server of ours behind it."""
    folder = tmp_path_factory.mktemp("nginx")
    with served(folder) as behind:
        port = free_port()
        write_settings(folder, port, urlsplit(behind).netloc)
        command = [NGINX, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"]
        subprocess.run([*command, "-t"], check=True, capture_output=True)
        nginx = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            wait_until_open(port, nginx)
            yield f"localhost:{port}"
        finally:
            nginx.terminate()
            nginx.wait(PATIENCE)


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_open(port, nginx):
    until = time.monotonic() + PATIENCE
    while socket.socket().connect_ex(("127.0.0.1", port)):
        assert nginx.poll() is None and time.monotonic() < until, "nginx does not start"
        time.sleep(0.05)


def write_settings(folder, port, behind):
    """The documented file with a port, a certificate and a server of this test, in the frame that every nginx has."""
    certificate = ["-keyout", folder / "key.pem", "-out", folder / "certificate.pem", "-subj", "/CN=localhost"]
    subprocess.run(
        ["openssl", "req", "-x509", "-nodes", "-newkey", "rsa:2048", *certificate], check=True, capture_output=True
    )
    ours = DOCS
    for theirs, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/certs/lab.example.org.pem": str(folder / "certificate.pem"),
        "/etc/ssl/private/lab.example.org.key": str(folder / "key.pem"),
        "127.0.0.1:8501": behind,
        "lab.example.org": "localhost",
    }.items():
        assert theirs in ours
        ours = ours.replace(theirs, here)
    places = "".join(
        f"{kind}_temp_path {folder / kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    head = "daemon off; worker_processes 1; pid nginx.pid; user root;\nevents {}\n"
    head = head if os.geteuid() == 0 else head.replace("user root;", "")
    (folder / "nginx.conf").write_text(f"{head}http {{ access_log off; types {{ {TYPES} }}\n{places}{ours}}}\n")


def asked(door, method, path, **headers):
    """`(status, headers)` of an answer; no body is sent, whatever length the headers tell."""
    connection = http.client.HTTPSConnection(door, timeout=PATIENCE, context=ssl._create_unverified_context())
    with closing(connection):
        connection.putrequest(method, path)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), str(value))
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, {name.lower(): text for name, text in answer.getheaders()}


def continued(door, megabytes):
    """The first line that comes back for an upload of that size, before a byte of it is sent."""
    host, port = door.split(":")
    with ssl._create_unverified_context().wrap_socket(socket.create_connection((host, int(port)), PATIENCE)) as line:
        told = f"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: {door}\r\nExpect: 100-continue\r\n"
        line.sendall(f"{told}Content-Length: {megabytes * MEBIBYTE}\r\n\r\n".encode())
        return line.recv(200).split(b"\r\n")[0].decode()


def test_no_other_site_frames_it_and_no_script_comes_from_elsewhere(door):
    for path in ("/", "/sentiment", "/_stcore/health", "/_stcore/metrics", "/_stcore/no-such-thing"):
        _, headers = asked(door, "GET", path)
        assert headers["x-frame-options"] == "SAMEORIGIN", path
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin", path
        policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
        assert policy["default-src"] == policy["frame-ancestors"] == "'self'" and policy["object-src"] == "'none'", path
        assert policy["connect-src"] == "'self' wss://localhost" and "http" not in policy["script-src"], path


def test_the_page_is_open_and_the_metrics_are_closed(door):
    assert asked(door, "GET", "/")[0] == asked(door, "GET", "/_stcore/health")[0] == 200
    for path in (
        "/_stcore/metrics",
        "/_stcore//metrics",
        "/_stcore/./metrics",
        "/%5fstcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/metrics?a",
    ):
        assert asked(door, "GET", path)[0] == 404, path


def test_an_upload_is_taken_up_to_the_limit_of_the_page_and_refused_above(door):
    allowed = int(re.search(r"client_max_body_size (\d+)m;", DOCS)[1])
    assert continued(door, allowed) == "HTTP/1.1 100 Continue"
    assert continued(door, allowed + 1) == "HTTP/1.1 413 Request Entity Too Large"


def test_the_page_lives_behind_it_and_breaks_no_rule(door, chromium):  # noqa: F811
    context = chromium.new_context(ignore_https_errors=True, locale="en-US")
    tab, told = context.new_page(), []
    tab.on("console", lambda line: told.append(line.text))
    tab.goto(f"https://{door}/sentiment?lang=en&step=try")
    tab.get_by_test_id("stVegaLiteChart").first.wait_for(timeout=60_000)
    assert tab.get_by_label("Type a sentence").is_visible()
    context.close()
    assert not [line for line in told if "Content Security Policy" in line]
