"""The browser of the tests works, and draws every language with the fonts that the package brings."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from detente.reference.languages import languages, load_language

SHEETS = "<link rel=stylesheet href=fonts.css><link rel=stylesheet href=fonts-han.css>"
VENDOR = Path(__file__).parents[2] / "src" / "detente" / "serve" / "static" / "vendor"
SITE = "http://vendor.test"
# As a style sheet would ask for them; the first family that has a character draws it.
SPACE = "fonts/noto-sans-latin-wght-normal.woff2"
# The file that draws a language beside Latin.
SCRIPTS = {
    "ar": "arabic",
    "fa": "arabic",
    "hi": "devanagari",
    "ja": "jp",
    "ru": "cyrillic",
    "ta": "tamil",
    "te": "telugu",
    "uk": "cyrillic",
    "zh": "sc",
}
FAMILIES = {"zh": '"Noto Sans", "Noto Sans SC"', "ja": '"Noto Sans", "Noto Sans JP"'}


def test_a_page_is_opened_and_read(page: Page) -> None:
    page.goto("data:text/html,<p>The two foreign ministers spoke by telephone.</p>")
    assert page.inner_text("p") == "The two foreign ministers spoke by telephone."


def test_accessibility_rules_run_in_a_page(page: Page, axe_script: Path) -> None:
    page.goto("data:text/html,<html lang=en><title>A call</title><main><h1>A call</h1><img src=''></main></html>")
    page.add_script_tag(path=axe_script)
    found = page.evaluate("async () => (await axe.run()).violations.map(violation => violation.id)")
    assert found == ["image-alt"]


def serve_vendor(page: Page, body: str) -> list[str]:
    """Show a page that has the style sheet of fonts; the list fills with the font files it asks for."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{SITE}/")
        if not name:
            route.fulfill(body=body, content_type="text/html; charset=utf-8")
        else:
            asked.extend([name] if name.endswith(".woff2") else [])
            route.fulfill(path=VENDOR / name)

    page.route("**/*", answer)
    page.goto(f"{SITE}/")
    page.evaluate("document.fonts.ready.then(() => true)")
    return asked


def example(code: str) -> str:
    """Words of a language: the first examples of its file."""
    cues = [cue for cue in load_language(code).cue if cue.examples]
    return " ".join(cue.examples[0] for cue in cues[:3])


def fonts_of(page: Page, selector: str) -> list[dict[str, Any]]:
    """The fonts that the browser drew an element with, those of the system among them."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    node = devtools.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts: list[dict[str, Any]] = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return fonts


@pytest.mark.parametrize("code", languages())
def test_a_language_is_drawn_with_fonts_of_the_package_and_asks_for_no_other_script(page: Page, code: str) -> None:
    families = FAMILIES.get(code, '"Noto Sans"')
    style = f"{SHEETS}<style>p {{ font-family: {families} }}</style>"
    asked = serve_vendor(page, f"<!doctype html>{style}<p lang={code}>{example(code)}</p>")
    fonts = fonts_of(page, "p")
    assert fonts
    assert [font["familyName"] for font in fonts if not font["isCustomFont"]] == []
    scripts = {name.removeprefix("fonts/noto-sans-").split("-")[0] for name in asked}
    assert scripts <= {"latin", SCRIPTS.get(code, "latin")}


# Words that a joiner shapes: Persian "I want", Hindi "ksha" with its first letter halved, Telugu "software".
@pytest.mark.parametrize(
    ("script", "word"), [("arabic", "می\u200cخواهم"), ("devanagari", "क्\u200dष"), ("telugu", "సాఫ్ట్\u200cవేర్")]
)
def test_a_word_with_a_joiner_looks_as_in_the_font_of_its_script_alone(page: Page, script: str, word: str) -> None:
    file = f"fonts/noto-sans-{script}-{script}-wght-normal.woff2"
    # The line is as high as its first font with a space says, so that is the same one for all.
    serve_vendor(
        page,
        f"""<!doctype html>{SHEETS}
        <style>@font-face {{ font-family: Space; src: url({SPACE}); unicode-range: U+20 }}
        @font-face {{ font-family: Alone; src: url({file}) }}
        p {{ font: 60px Space, Alone; width: 9em; height: 2em; margin: 0 }}
        #together {{ font-family: "Noto Sans" }}</style>
        <p id=together>{word}</p><p id=alone>{word}</p>
        <p id=without>{word.replace(chr(0x200C), "").replace(chr(0x200D), "")}</p>""",
    )
    together, alone, without = (page.locator(f"#{name}").screenshot() for name in ("together", "alone", "without"))
    assert together == alone
    assert together != without
