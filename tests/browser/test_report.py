"""The demo's report in a real browser: readable at two widths, nothing overlaps, nothing is fetched."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.scripts.kit import ape_run

pytestmark = pytest.mark.browser
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--virtual-time-budget=2000",
)  # fmt: skip
MEASURE = """
<script>
window.addEventListener("load", () => {
  const found = {overlaps: [], small: [], clipped: []};
  const box = e => e.getBoundingClientRect();
  for (const svg of document.querySelectorAll("svg")) {
    const texts = [...svg.querySelectorAll("text")];
    const frame = box(svg);
    texts.forEach((one, index) => {
      const a = box(one);
      if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.bottom > frame.bottom + 1)
        found.clipped.push(one.textContent);
      for (const other of texts.slice(index + 1)) {
        const b = box(other);
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 0.5 && high > 0.5) found.overlaps.push(one.textContent + " | " + other.textContent);
      }
    });
  }
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || element.closest("script, title") || element.tagName === "title") continue;
    let size = parseFloat(getComputedStyle(element).fontSize);
    if (element.ownerSVGElement) size *= element.getScreenCTM().a;
    if (size < 11) found.small.push(element.textContent.trim().slice(0, 40) + " " + size.toFixed(1));
  }
  found.texts = document.querySelectorAll("svg text").length;
  found.scroll = document.documentElement.scrollWidth - window.innerWidth;
  found.width = window.innerWidth;
  found.requests = performance.getEntriesByType("resource").map(entry => entry.name);
  const out = document.createElement("pre");
  out.id = "measured";
  out.textContent = JSON.stringify(found);
  document.body.append(out);
});
</script>
"""


def chromium() -> str:
    """The browser to use; absence is a failure, not a skip."""
    named = os.environ.get("CHROMIUM")
    found = (
        named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )
    assert found, "no Chromium found: install it or set CHROMIUM to its path"
    return found


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """(address of a server for the folder, the paths it was asked for)."""
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any, **words: Any) -> None:
            super().__init__(*args, directory=str(folder), **words)

        def log_message(self, *_: Any) -> None:
            asked.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


def browse(page: str, width: int, profile: Path, *options: str) -> str:
    command = [chromium(), *QUIET, f"--user-data-dir={profile}", f"--window-size={width},1200", *options]
    done = subprocess.run([*command, page], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """report.html of a fresh run of the demo."""
    folder = tmp_path_factory.mktemp("demo")
    done = ape_run("demo", "--out", str(folder / "out"), folder=folder)
    assert done.returncode == 0, done.stderr
    return folder / "out" / "report.html"


def measured(report: Path, width: int, folder: Path) -> dict[str, Any]:
    """What a script in a copy of the page measures; the page itself allows no script."""
    text = report.read_text(encoding="utf-8")
    assert POLICY.search(text)
    copy = folder / "copy.html"
    copy.write_text(POLICY.sub("", text).replace("</body>", MEASURE + "</body>"), encoding="utf-8")
    with served(folder) as (address, asked):
        dom = browse(f"{address}/copy.html", width, folder / "profile", "--dump-dom")
    hit = re.search(r'<pre id="measured">(.*?)</pre>', dom, re.DOTALL)
    assert hit, "the page did not load"
    found: dict[str, Any] = json.loads(unescape(hit.group(1)))
    found["asked"] = [path for path in asked if path not in ("/copy.html", "/favicon.ico")]
    return found


@pytest.mark.parametrize("width", [1280, 800])
def test_report__at_a_width__readable_and_nothing_overlaps(report: Path, tmp_path: Path, width: int) -> None:
    found = measured(report, width, tmp_path)
    assert abs(found["width"] - width) <= 20
    assert found["scroll"] <= 0, "the page scrolls sideways"
    assert found["texts"] > 40
    assert found["overlaps"] == []
    assert found["clipped"] == []
    assert found["small"] == []
    assert found["requests"] == []
    assert found["asked"] == []


def test_measuring__a_spoiled_page__is_seen(report: Path, tmp_path: Path) -> None:
    """The test itself can fail: an overlap, a small font, a wide box and a request are found."""
    text = report.read_text(encoding="utf-8")
    spoiled = text.replace(
        "</svg>", '<text x="50" y="60">AAAA</text><text x="52" y="61">BBBB</text></svg>', 1
    )
    spoiled = spoiled.replace(
        "<footer>",
        '<p style="font-size:9px">tiny</p><div style="width:3000px">w</div>'
        '<link rel="stylesheet" href="other.css"><footer>',
    )
    (tmp_path / "other.css").write_text("p { color: red }")
    page = tmp_path / "spoiled.html"
    page.write_text(spoiled, encoding="utf-8")
    found = measured(page, 1280, tmp_path)
    assert any("AAAA | BBBB" in pair for pair in found["overlaps"])
    assert any(text.startswith("tiny") for text in found["small"])
    assert found["scroll"] > 0
    assert found["asked"] == ["/other.css"]
    assert [url.rsplit("/", 1)[-1] for url in found["requests"]] == ["other.css"]


def test_report__itself__draws_and_fetches_nothing(report: Path, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    with served(report.parent) as (address, asked):
        browse(f"{address}/report.html", 1280, tmp_path / "profile", f"--screenshot={picture}")
    assert [path for path in asked if path != "/favicon.ico"] == ["/report.html"]
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 50_000
    text = report.read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href|action)=["'](?!#)""", text) == []
    assert "url(" not in text
