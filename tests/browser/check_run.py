"""Opens the report of a result folder in real Chromium: no error, no request, nothing wider than the screen, tables sort
and filter, charts can be pointed at, the map plays, and axe-core finds no serious violation.

usage: check_run.py REPORT.html SECTION...
SECTIONs are the parts that the kind of folder must have.
Exit code 0: all promises hold; 1: some are broken (each is named); 77: a tool is missing (it is named).
"""

import os
import pathlib
import sys

try:
    from playwright.sync_api import Error as PlaywrightError
    from playwright.sync_api import sync_playwright
except ImportError:
    print("playwright for Python is not installed")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHROMIUM = pathlib.Path(os.environ.get("PANJ_CHROMIUM", "/usr/bin/chromium"))
AXE = pathlib.Path(os.environ.get("PANJ_AXE", ROOT / ".ci/node_modules/axe-core/axe.min.js"))
if not CHROMIUM.exists():
    print(f"no Chromium at {CHROMIUM}")
    sys.exit(77)

broken = []
report = pathlib.Path(sys.argv[1]).resolve().as_uri()
sections = sys.argv[2:]


def promise(holds, what):
    """Notes a broken promise."""
    if not holds:
        broken.append(what)


def check_words(page, width):
    promise(page.evaluate("document.documentElement.scrollWidth") <= width, f"nothing wider than {width} px")
    for part in ["answer", "scenario", "provenance", *sections] if "leaderboard" not in sections else sections:
        promise(page.locator(f"section#{part}").count() == 1, f"a section {part}")
    words = page.inner_text("main")
    for word in ("NaN", "undefined", "Infinity", " inf "):
        promise(word not in words, f"the page does not say {word}")
    promise(page.locator("#answer figure").count() > 0, "a figure on the first screen")
    promise(page.locator("#answer .answer p").count() > 0, "an answer in words")
    empty = page.evaluate("[...document.querySelectorAll('.plate')].filter(p => !p.getAttribute('aria-label')).length")
    promise(empty == 0, f"every drawing has a text alternative ({empty} have none)")


def check_table(page):
    """The first table that sorts and the first that filters do."""
    head = page.locator("table:not(.cards) th.num[data-sort]:visible").first
    if head.count():
        table = head.locator("xpath=ancestor::table")
        place = head.evaluate("head => head.cellIndex")
        head.get_by_role("button").click()
        values = table.evaluate(f"t => [...t.tBodies[0].rows].map(r => r.cells[{place}].dataset.v).filter(v => v !== undefined).map(Number)")
        promise(head.get_attribute("aria-sort") == "descending", "the head of a sorted column says so")
        promise(values == sorted(values, reverse=True), f"a column sorts from the highest: {values[:6]}")
        head.get_by_role("button").click()
        promise(head.get_attribute("aria-sort") == "ascending", "a second click turns the order")
    tools = page.locator(".tools:visible").first
    if tools.count():
        table = tools.locator("xpath=following-sibling::div[1]//table")
        rows = table.locator("tbody tr").count()
        word = table.locator("tbody tr").first.inner_text().split()[0]
        tools.get_by_label("Filter").fill(word)
        shown = table.locator("tbody tr:not([hidden])").count()
        promise(0 < shown <= rows, f"the filter keeps rows with {word}: {shown} of {rows}")
        tools.get_by_label("Filter").fill("no such row anywhere")
        promise(table.locator("tbody tr:not([hidden])").count() == 0, "the filter hides all other rows")
        tools.get_by_label("Filter").fill("")


def check_widths(page, width):
    """Tables fit, whatever is folded, and their numbers can be seen; nothing is cut."""
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    try:  # What is unfolded is fitted with the next picture, which a busy machine draws late.
        page.wait_for_function("[...document.querySelectorAll('.scroll')].every(s => s.scrollWidth <= s.clientWidth)")
    except PlaywrightError:
        pass  # What is still too wide is named below.
    wide = page.evaluate("""[...document.querySelectorAll('.scroll')].filter(s => s.scrollWidth > s.clientWidth)
        .map(s => `${s.querySelector('table').id} (${s.scrollWidth} in ${s.clientWidth})`)""")
    promise(not wide, f"tables fit at {width} px: {wide}")
    off = page.evaluate("""[...document.querySelectorAll('table')].filter(t => {
        const cell = t.querySelector('tbody td.num:not(.none)'), box = cell && cell.getBoundingClientRect();
        return box && (box.width === 0 || box.right > innerWidth + 1 || cell.scrollWidth > cell.clientWidth + 1);
    }).map(t => t.id)""")
    promise(not off, f"the first number of a table is seen at {width} px: {off}")
    small = page.evaluate("""[...document.querySelectorAll('figure .drawing svg')].map(svg => {
        const zoom = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
        const sizes = [...svg.querySelectorAll('text')].map(t => parseFloat(t.getAttribute('font-size')) * zoom);
        return [svg.closest('figure').id, Math.min(...sizes)];
    }).filter(([, size]) => size < 10)""")
    promise(not small, f"text of drawings is at least 10 px high at {width} px: {small}")


def check_paper(page):
    """On A4 no table and no figure is wider than the paper or, of figures, higher."""
    page.set_viewport_size({"width": 688, "height": 1002})
    page.emulate_media(media="print")
    wide = page.evaluate("""[...document.querySelectorAll('.scroll, figure')].filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth)
        .map(e => `${e.id || e.querySelector('table').id} (${e.scrollWidth} in ${e.clientWidth})`)""")
    promise(not wide, f"tables and figures fit on paper: {wide}")
    high = page.evaluate("[...document.querySelectorAll('figure, .map')].filter(e => e.getBoundingClientRect().height > 1002).map(e => e.id)")
    promise(not high, f"figures are no higher than a page: {high}")


def check_fan(page):
    if not page.locator("metadata").count():
        return
    fan = page.locator("figure:has(.plate.read):visible").first
    before = fan.locator(".readout").inner_text()
    drawing = fan.locator("svg")
    box = drawing.bounding_box()
    drawing.hover(position={"x": box["width"] * 0.3, "y": box["height"] / 2})
    page.wait_for_timeout(150)
    after = fan.locator(".readout").inner_text()
    promise(after != before, f"pointing at a chart reads it: {after}")


def check_map(page):
    player = page.locator("#map-player")
    if not player.count():
        return
    held = "#map-player .cell.held"
    slider = player.get_by_role("slider")
    slider.fill("0")
    first = page.locator(held).count()
    player.get_by_role("combobox", name="Speed").select_option("20")
    player.get_by_role("button", name="Play").click()
    later = first
    for _ in range(40):
        page.wait_for_timeout(250)
        later = page.locator(held).count()
        if later > first:
            break
    player.get_by_role("button", name="Pause").click()
    promise(later > first, f"playing the map advances it ({first} to {later} held)")
    show = player.get_by_role("combobox", name="Show")
    labels = show.locator("option").all_inner_texts()
    for label in labels:
        show.select_option(label=label)
        promise(player.locator(".now").inner_text().strip() != "", f"the layer {label} tells its state")
    if "Share of replications held" in labels:
        show.select_option(label="Share of replications held")
        date = player.get_by_role("combobox", name="Date")
        said = set()
        for label in date.locator("option").all_inner_texts():
            date.select_option(label=label)
            promise(player.locator(".now strong").inner_text() == label, f"{label} can be chosen on the map")
            said.add(player.locator(".now").inner_text())
        promise(len(said) == date.locator("option").count() > 0, f"each date tells how much is held: {said}")
        promise(not player.get_by_role("button", name="Play").is_visible(), "dates that are chosen do not play")
    show.select_option(label=labels[0])


def check_accessibility(page, name):
    if not AXE.exists():
        return
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    # Rows of a table are alike, and so are the cells of a map and the parts of a drawing: a few stand for all.
    page.evaluate("document.querySelectorAll('tbody').forEach(b => [...b.rows].slice(8).forEach(r => r.remove()))")
    page.evaluate("document.querySelectorAll('.drawing').forEach(d => { d.innerHTML = '<svg viewBox=\"0 0 1 1\"></svg>'; })")
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    for violation in found["violations"]:
        words = f"axe ({name}): {violation['impact']}: {violation['id']}: {violation['help']}: {violation['nodes'][0]['html'][:200]}"
        if violation["impact"] in ("serious", "critical"):
            promise(False, words)
        else:
            print("note:", words)


with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
    for width, scheme in ((1440, "light"), (1440, "dark"), (360, "light")):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        page.set_default_timeout(20000)
        page.on("console", lambda m: promise(m.type not in ("error", "warning"), f"console: {m.text}"))
        page.on("pageerror", lambda e: promise(False, f"page error: {e}"))
        page.on("request", lambda r: promise(r.url.startswith(("file:", "data:", "blob:")), f"request: {r.url}"))
        page.goto(report, wait_until="load")
        page.wait_for_timeout(300)
        for check in (lambda page: check_words(page, width), check_table, check_fan, check_map) if scheme == "light" else ():
            try:
                check(page)
            except PlaywrightError as error:
                promise(False, f"{width} px: {str(error)[:600]}")
        check_accessibility(page, f"{width} px, {scheme}")
        context.close()
    for width in (1440, 768, 390):
        page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        page.goto(report, wait_until="load")
        check_widths(page, width)
        page.context.close()
    page = browser.new_context().new_page()
    page.goto(report, wait_until="load")
    check_paper(page)
    browser.close()
for line in dict.fromkeys(broken):
    print("broken:", line)
if broken:
    sys.exit(1)
if not AXE.exists():
    print(f"accessibility was not checked: {AXE} is not there (npm install --prefix .ci)")
    sys.exit(77)
print("all promises hold")
