"""Opens a report in real Chromium and holds it to its promises.

usage: check_report.py REPORT.html [SCREENSHOTS_DIR]

Exit code 0: all promises hold; 1: some are broken (each is named); 77: a tool is missing (it is named).
Looks for Chromium in $PANJ_CHROMIUM or /usr/bin/chromium and for axe-core in $PANJ_AXE or .ci/node_modules.
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
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
broken = []


def promise(holds, what):
    """Notes a broken promise."""
    if not holds:
        broken.append(what)


def new_page(browser, width=1440, height=900, **options):
    """A page that notes console messages, errors and requests."""
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    page = context.new_page()
    page.set_default_timeout(8000)
    page.on("console", lambda m: promise(m.type not in ("error", "warning"), f"console {m.type}: {m.text}"))
    page.on("pageerror", lambda e: promise(False, f"page error: {e}"))
    page.on("request", lambda r: promise(r.url.startswith(("file:", "data:", "blob:")), f"request off the file: {r.url}"))
    return page


def open_report(page, address):
    page.goto(address, wait_until="load")
    page.wait_for_timeout(250)


def column(page, table, index):
    """Shown cells of a column."""
    return page.locator(f"#{table} tbody tr:not([hidden]) > :nth-child({index})").all_inner_texts()


def check_text(page):
    for words in ("Does the alliance’s help reach the border", "Hardly ever", "Outcomes", "Provenance"):
        promise(words in page.inner_text("body"), f"text present: {words}")
    promise(page.locator("h1").count() == 1, "one main heading")
    promise(page.locator("#answer figure").count() == 3, "three figures on the first screen")
    below = page.locator("#answer .figures figure").first.bounding_box()
    promise(below["y"] + 0.6 * below["height"] < 900, f"the first figure stands on the first screen (it ends at {below['y'] + below['height']:.0f})")
    promise("Fish & <Chips>" in page.locator("#cells-table").text_content(), "a name with < and & is shown as text")
    promise("شیرخان بندر" in page.locator("#cells-table").text_content(), "Persian is shown")
    promise("Қӯрғонтеппа" in page.locator("#cells-table").text_content(), "Tajik Cyrillic is shown")


def check_tables(page):
    head = page.locator("#outcomes-table th").filter(has=page.get_by_role("button", name="Mean", exact=True))
    button = head.get_by_role("button")
    button.click()
    promise(head.get_attribute("aria-sort") == "descending", "a number column sorts from the highest first")
    place = head.evaluate("head => head.cellIndex")
    shown = [row.get_attribute("data-v") for row in page.locator(f"#outcomes-table tbody tr > :nth-child({place + 1})").all()]
    values = [None if v is None else float(v) for v in shown]
    known = [v for v in values if v is not None]
    promise(known == sorted(known, reverse=True) and len(known) > 3, f"sorted by the mean: {values}")
    promise(values == known + [None] * (len(values) - len(known)), "missing values sort last")
    button.focus()
    page.keyboard.press("Enter")
    promise(head.get_attribute("aria-sort") == "ascending", "the keyboard sorts, too")
    tools = page.locator("#outcomes .tools")
    tools.get_by_label("Filter").fill("crossed")
    promise(len(column(page, "outcomes-table", 1)) == 1, "the filter keeps the matching row")
    promise(tools.locator("output").inner_text() == "1 of 10 rows", "the number of rows is told")
    tools.get_by_label("Filter").fill("")
    tools.get_by_label("Theme").select_option("Alliance")
    promise(len(column(page, "outcomes-table", 1)) == 4, "the list keeps the rows of a theme")
    tools.get_by_label("Theme").select_option("")


def check_fans(page):
    figure = page.locator("#figure-held")
    plate, readout = figure.locator(".plate"), figure.locator(".readout")
    before = readout.inner_text()
    box = plate.locator("svg").bounding_box()
    plate.locator("svg").hover(position={"x": box["width"] * 0.4, "y": box["height"] / 2})
    page.wait_for_timeout(120)
    promise(readout.inner_text() != before and "median" in readout.inner_text(), f"pointing at the chart reads it: {readout.inner_text()}")
    cross = plate.locator(".cross").bounding_box()
    promise(abs(cross["x"] - box["x"] - box["width"] * 0.4) < 5, f"the cross stands at the pointer: {cross} in {box}")
    plate.focus()
    page.keyboard.press("Home")
    promise(readout.inner_text().startswith("1 May 2021"), f"Home goes to the first day: {readout.inner_text()}")
    page.keyboard.press("ArrowRight")
    promise(readout.inner_text().startswith("2 May 2021"), f"an arrow key goes a day on: {readout.inner_text()}")
    pins = page.locator("#figure-policies .pin")
    promise(pins.count() == 3, "every policy's line has its pin")


def check_map(page):
    player = page.locator("#map-player")
    held = "#map-player .cell.held"
    slider = player.get_by_role("slider")
    promise("held by the advance" in player.locator(".now").inner_text(), "the map tells its state")
    slider.fill("0")
    first = page.locator(held).count()
    promise(player.locator(".now strong").inner_text() == "1 May 2021", "the slider sets the day")
    slider.focus()
    page.keyboard.press("ArrowRight")
    promise(player.locator(".now strong").inner_text() == "2 May 2021", "an arrow key turns the day")
    promise("2 May 2021" in slider.get_attribute("aria-valuetext"), "the slider tells its day to screen readers")
    page.locator(".stage").focus()
    page.keyboard.press("ArrowRight")
    promise(player.locator(".now strong").inner_text() == "3 May 2021", "an arrow key on the map turns the day")
    player.get_by_role("combobox", name="Speed").select_option("20")
    player.get_by_role("button", name="Play").click()
    page.wait_for_timeout(2500)
    player.get_by_role("button", name="Pause").click()
    later = page.locator(held).count()
    promise(later > first, f"playing the map advances it ({first} to {later} held)")
    promise(player.locator(".now").get_attribute("aria-live") == "polite", "the day is a live region when the map rests")
    player.get_by_role("combobox", name="Show").select_option(label="Median fall day")
    promise(not slider.is_visible(), "a layer without days has no player")
    promise(page.locator("#map-player .cell.s6").count() > 0, "values colour the cells")
    player.get_by_role("combobox", name="Show").select_option(label="Probability held")
    promise("on average" in player.locator(".now").inner_text(), "the probability layer tells its mean")
    cell = page.locator("#map-player .cell").nth(20)
    cell.hover()
    promise("Ward 2-7" in page.locator(".tip").inner_text(), f"pointing at a cell names it: {page.locator('.tip').inner_text()}")
    page.mouse.move(0, 0)


def check_theme(page):
    colour = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(colour)
    page.get_by_role("button", name="Dark mode").click()
    page.wait_for_timeout(150)
    promise(page.evaluate(colour) != before, "the button makes the page dark")
    paper = page.locator("#figure-held svg rect").first
    promise(paper.evaluate("e => getComputedStyle(e).fill") == "rgb(27, 31, 35)", "charts stand on dark paper then")
    page.reload()
    promise(page.evaluate(colour) != before, "the choice is kept")
    page.get_by_role("button", name="Light mode").click()


def check_accessibility(page, name):
    if not AXE.exists():
        return
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    for violation in found["violations"]:
        words = f"axe ({name}): {violation['impact']}: {violation['id']}: {violation['help']}: {violation['nodes'][0]['html'][:160]}"
        if violation["impact"] in ("serious", "critical"):
            promise(False, words)
        else:
            print("note:", words)


def check_width(browser, address, width, shots):
    for scheme in ("light", "dark"):
        page = new_page(browser, width, 900, color_scheme=scheme)
        open_report(page, address)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        promise(over <= 0, f"no sideways scrolling at {width} px ({over} px too wide)")
        if shots:
            page.screenshot(path=shots / f"{width}-{scheme}.png", full_page=True)
        check_accessibility(page, f"{width} px, {scheme}")
        page.context.close()


def check_without_scripts(browser, address, shots):
    page = new_page(browser, 1024, 900, java_script_enabled=False)
    open_report(page, address)
    promise(page.locator("#figure-held svg").is_visible(), "without scripts the charts are shown")
    promise(page.locator("#outcomes-table").is_visible(), "without scripts the tables are shown")
    promise(page.locator("#map-player svg").is_visible(), "without scripts the map is shown, with its own legend")
    promise(not page.locator(".map-legend").is_visible(), "the legend of the player is not")
    if shots:
        page.screenshot(path=shots / "no-scripts.png", full_page=True)
    page.context.close()


def check_print(browser, address, shots):
    page = new_page(browser, 1024, 900, color_scheme="dark")
    open_report(page, address)
    page.emulate_media(media="print")
    promise(page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)", "print is on white paper, in dark mode, too")
    promise(page.locator("#figure-held svg").is_visible() and not page.locator(".cross").first.is_visible(), "print shows the charts, without a cross")
    paper = page.locator("#figure-held svg rect").first
    promise(paper.evaluate("e => getComputedStyle(e).fill") == "rgb(255, 255, 255)", "charts are printed on white paper, in dark mode, too")
    promise(not page.locator(".player").is_visible(), "print shows no controls")
    if shots:
        page.pdf(path=shots / "print.pdf", prefer_css_page_size=True, print_background=True)
    page.context.close()


def main():
    report = pathlib.Path(sys.argv[1]).resolve()
    shots = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
    if not CHROMIUM.exists():
        print(f"{CHROMIUM} is not there")
        return 77
    if shots:
        shots.mkdir(parents=True, exist_ok=True)
    address = report.as_uri()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = new_page(browser)
        open_report(page, address)
        for check in (check_text, check_tables, check_fans, check_map, check_theme):
            try:
                check(page)
            except PlaywrightError as error:
                promise(False, f"{check.__name__}: {error}")
        page.context.close()
        for width in (360, 1440):
            check_width(browser, address, width, shots)
        check_without_scripts(browser, address, shots)
        check_print(browser, address, shots)
        browser.close()
    for what in dict.fromkeys(broken):
        print("broken:", what)
    if broken:
        print(f"{len(broken)} broken promises")
        return 1
    if not AXE.exists():
        print(f"accessibility was not checked: {AXE} is not there (npm install --prefix .ci)")
        return 77
    print("all promises hold")
    return 0


if __name__ == "__main__":
    sys.exit(main())
