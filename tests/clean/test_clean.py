import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from detente.clean import clean
from detente.clean.lines import width
from detente.model import Document, JunkRules, Span

RULES = JunkRules(
    lines=("Back to the top", "Advertisement", "Your address stays with us", "ప్రకటన"),
    starts=("Photo:", "Sign up", "写真"),
    tails=("Other stories", "Write to us", "ఇవి కూడా చదవండి"),
)
NONE = JunkRules()
PARAGRAPHS = [
    "The two envoys met on Tuesday in Geneva, and both said that they would meet again.",
    "They spoke for three hours about the crossing in the north, which has been shut since May.",
    "Neither of them said what the other had offered, and no date was given for the next round.",
    "A spokeswoman of the ministry said on Wednesday that the talks had been open and useful.",
]
LONG = (
    "The ministry added in a statement that the commission of both states would look at the maps again, " * 3 + "soon."
)


def junk(*lines: str, rules: JunkRules = RULES, title: str | None = None) -> list[tuple[str, str]]:
    """Rule and words of all that is marked in a document of these lines."""
    text = "\n\n".join(lines if title is None else (title, *lines))
    marked = clean(Document(id="n", text=text, title=Span(start=0, end=len(title)) if title else None), rules)
    assert marked.text == text
    return [(region.rule, marked.quote(region.span)) for region in marked.junk]


def marked_lines(*lines: str, rules: JunkRules = RULES) -> list[str]:
    return [line for _, words in junk(*lines, rules=rules) for line in words.split("\n\n")]


def test_the_tail_of_a_page_is_marked_and_nothing_of_the_article() -> None:
    tail = [
        "Other stories",
        "Bridge opens in the hills",
        "Write to us",
        "Your address stays with us",
        "Back to the top",
    ]
    assert junk(*PARAGRAPHS, *tail) == [("tail", "\n\n".join(tail))]


def test_an_article_without_furniture_has_no_marks() -> None:
    assert junk(*PARAGRAPHS, title="Envoys meet") == []


def test_a_known_line_is_marked_wherever_it_stands_whatever_its_case_count_and_punctuation() -> None:
    for line in ("Advertisement", "ADVERTISEMENT", "– Advertisement –", "advertisement (12)", "  Advertisement: "):
        assert junk(PARAGRAPHS[0], line, *PARAGRAPHS[1:]) == [("line", line.strip())]


def test_a_sentence_that_holds_a_known_line_is_no_known_line() -> None:
    assert junk(PARAGRAPHS[0], "Advertisement was the theme of the minister's visit.", *PARAGRAPHS[1:]) == []


def test_a_credit_is_marked_by_its_beginning_and_a_sentence_with_the_same_word_is_not() -> None:
    assert junk(PARAGRAPHS[0], "PHOTO: The envoys in Geneva", PARAGRAPHS[1]) == [
        ("start", "PHOTO: The envoys in Geneva")
    ]
    assert junk(PARAGRAPHS[0], "Photo calls were held before the envoys met.", PARAGRAPHS[1]) == []
    assert junk(PARAGRAPHS[0], "Sign upon sign showed that the envoys would meet.", PARAGRAPHS[1]) == []
    assert junk(PARAGRAPHS[0], f"Photo: {LONG}", PARAGRAPHS[1]) == []


def test_scripts_without_case_need_no_border_after_a_beginning() -> None:
    assert junk(PARAGRAPHS[0], "写真左が外相", PARAGRAPHS[1]) == [("start", "写真左が外相")]
    assert junk(PARAGRAPHS[0], "ప్రకటన (3)", PARAGRAPHS[1]) == [("line", "ప్రకటన (3)")]


def test_words_of_a_tail_early_in_the_page_mark_nothing() -> None:
    assert junk("Other stories", *PARAGRAPHS) == []


def test_a_tail_ends_where_the_article_goes_on() -> None:
    assert junk(*PARAGRAPHS, "Other stories", "Bridge opens", LONG) == [("tail", "Other stories\n\nBridge opens")]
    middling = (
        "The talks will go on in the spring, the two ministries said, when the rivers are low enough to cross them."
    )
    assert marked_lines(*PARAGRAPHS, "Other stories", "Bridge opens", middling, middling) == [
        "Other stories",
        "Bridge opens",
    ]


def test_one_teaser_of_another_article_does_not_end_a_tail() -> None:
    teaser = "The old bridge over the river opened again after two years, and the first carts have crossed it at dawn."
    lines = ["Other stories", "Bridge opens", teaser, "Market burns"]
    assert marked_lines(*PARAGRAPHS, *PARAGRAPHS, *lines) == lines


def test_the_title_is_never_marked() -> None:
    assert junk(*PARAGRAPHS, title="Advertisement") == []
    assert junk(*PARAGRAPHS, title="***") == []


def test_a_document_of_one_line_is_left_alone() -> None:
    assert junk("Advertisement") == []
    assert junk("Advertisement", title="Envoys meet") == []


def test_symbols_addresses_and_counts_are_furniture_in_any_language() -> None:
    for rule, line in [
        ("symbols", "* * *"), ("symbols", "———"), ("address", "https://hill.example/a?b=1"),
        ("address", "desk@hill.example"), ("address", "<www.hill.example>"),
        ("count", "128"), ("count", "1.2K"), ("count", "12,345"), ("count", "+ 17"),
    ]:  # fmt: skip
        assert junk(PARAGRAPHS[0], line, *PARAGRAPHS[1:], rules=NONE) == [(rule, line)]


def test_years_days_and_hours_are_no_counts() -> None:
    for line in ("2024", "05.03.2024", "16:30", "4:00 P.M.", "5 March", "2024-03-05"):
        assert junk(PARAGRAPHS[0], line, *PARAGRAPHS[1:], rules=NONE) == []


def test_a_way_through_the_site_is_furniture_and_a_headline_with_its_site_is_not() -> None:
    for line in ("Home > World > Europe", "Home » World » Europe", "Home | World | Europe", "News / World / Europe"):
        assert junk(line, *PARAGRAPHS, rules=NONE) == [("breadcrumb", line)]
    for line in ("Envoys meet | Hill Gazette", "Geneva / Bern", "5 March | 16:30 | Geneva", "and/or/nor"):
        assert junk(line, *PARAGRAPHS, rules=NONE) == []


def test_a_run_of_short_lines_at_the_end_is_a_menu() -> None:
    menu = ["World", "Politics", "Sport", "Weather"]
    assert junk(*PARAGRAPHS, *menu, rules=NONE) == [("menu", "\n\n".join(menu))]
    assert junk(*PARAGRAPHS, *menu[:3], rules=NONE) == []


def test_a_run_of_six_short_lines_at_the_top_is_a_menu() -> None:
    menu = ["World", "Politics", "Sport", "Weather", "Culture", "Shop"]
    assert junk(*menu, *PARAGRAPHS, rules=NONE) == [("menu", "\n\n".join(menu))]


def test_the_head_of_a_press_release_is_no_menu() -> None:
    head = ["Ministry of the Republic", "Office of the Envoy", "Geneva, Switzerland", "4:00 P.M. CET", "For all papers"]
    assert junk(*head, *PARAGRAPHS, rules=NONE, title="Envoys meet") == []
    assert junk(*head[:2], *head[4:], *head[:2], *PARAGRAPHS, rules=NONE, title="Envoys meet") == []


def test_a_list_of_those_who_took_part_is_no_menu() -> None:
    names = ["Ana Belić", "Tomas Roe", "Li Wei", "Omar Haddad", "Ines Prado"]
    assert junk(*PARAGRAPHS, "Those who took part:", *names, rules=NONE) == []


def test_a_page_of_nothing_but_short_lines_is_left_alone() -> None:
    assert junk(*["World", "Politics", "Sport", "Weather", "Culture", "Shop", "Radio"], rules=NONE) == []


def test_a_text_of_a_hundred_thousand_lines_is_no_page() -> None:
    assert junk(*["Advertisement"] * 100_000) == []


def test_a_line_made_to_hold_up_a_pattern_does_not() -> None:
    assert junk(f"a@{'.' * 200_000} @", f"{'> ' * 100_000}", f"{'1,111' * 50_000}x", rules=RULES) == [
        ("symbols", ("> " * 100_000).strip())
    ]


def test_cleaning_twice_marks_the_same() -> None:
    text = "\n".join([*PARAGRAPHS, "Advertisement", "Other stories", "Bridge opens"])
    once = clean(Document(id="n", text=text), RULES)
    assert once.junk
    assert clean(once, RULES) == once


LINES = st.lists(
    st.sampled_from([*PARAGRAPHS, LONG, "Other stories", "Advertisement", "World", "***", "7", ""]) | st.text()
)


@given(LINES)
def test_marks_of_any_text_stand_in_order_apart_and_inside_it(lines: list[str]) -> None:
    text = "\n".join(lines) or "-"
    marked = clean(Document(id="n", text=text), RULES)
    assert marked.text == text
    end = 0
    for region in marked.junk:
        assert end <= region.span.start < region.span.end <= len(text)
        assert marked.quote(region.span) == marked.quote(region.span).strip()
        end = region.span.end


def test_every_character_counts_as_wide_as_its_script_has_it() -> None:
    for character in map(chr, range(0x30000)):
        assert width(character) == 1 + (unicodedata.east_asian_width(character) in "WF"), ascii(character)
