"""Opens the report of a run in real Chromium: no error, no request, nothing wider than the screen, the map plays.

usage: check_run.py REPORT.html
Exit code 0: all promises hold; 1: some are broken (each is named); 77: a tool is missing (it is named).
"""

import os
import pathlib
import sys

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    print("playwright for Python is not installed")
    sys.exit(77)

CHROMIUM = pathlib.Path(os.environ.get("PANJ_CHROMIUM", "/usr/bin/chromium"))
if not CHROMIUM.exists():
    print(f"no Chromium at {CHROMIUM}")
    sys.exit(77)

broken = []
report = pathlib.Path(sys.argv[1]).resolve().as_uri()
with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
    for width in (1440, 360):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("console", lambda m: m.type in ("error", "warning") and broken.append(f"console: {m.text}"))
        page.on("pageerror", lambda e: broken.append(f"page error: {e}"))
        page.on("request", lambda r: r.url.startswith(("file:", "data:", "blob:")) or broken.append(f"request: {r.url}"))
        page.goto(report, wait_until="load")
        page.wait_for_timeout(300)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            broken.append(f"wider than {width} px")
        for part in ("answer", "outcomes", "map", "scenario", "provenance"):
            if page.locator(f"section#{part}").count() != 1:
                broken.append(f"no section {part}")
        for words in ("NaN", "undefined", "Infinity", " inf "):
            if words in page.inner_text("main"):
                broken.append(f"the page says {words}")
        if page.locator("#answer figure").count() == 0:
            broken.append("no figure on the first screen")
        page.locator("#map-player button", has_text="Play").first.click()
        page.wait_for_timeout(300)
    browser.close()
for line in broken:
    print(line)
sys.exit(1 if broken else 0)
