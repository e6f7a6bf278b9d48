"""What was promised at a contact: by whom, by when, and whether it is to keep in touch."""

from collections.abc import Callable
from datetime import date

import pytest

from detente import Reading
from detente.model import Outcome, Promise

Read = Callable[..., Reading]
MET = "French President Emmanuel Macron met Egyptian President Abdel Fattah al-Sisi in Cairo on Monday."
TALKS = "Delegations of Armenia and Azerbaijan held talks in Tbilisi on Monday."
# The same meeting, a hospital promised by one of the two for next month, and both to keep in touch.
HOSPITAL = {
    "en": f"{MET} Macron promised to send a hospital next month. The two leaders agreed to stay in close contact.",
    "ru": "Президент Франции Эммануэль Макрон в понедельник встретился в Каире с президентом Египта Абдель Фаттахом "
    "ас-Сиси. Макрон пообещал направить госпиталь в следующем месяце. Стороны договорились поддерживать регулярные "
    "контакты.",
    "te": "ఫ్రాన్స్ అధ్యక్షుడు ఇమ్మాన్యుయేల్ మాక్రాన్ సోమవారం కైరోలో ఈజిప్ట్ అధ్యక్షుడు అబ్దెల్ ఫత్తా అల్-సిసితో "
    "సమావేశమయ్యారు. మాక్రాన్ వచ్చే నెల ఆసుపత్రి పంపిస్తామని హామీ ఇచ్చారు. నిరంతరం సంప్రదింపుల్లో ఉండాలని ఇరు దేశాలు అంగీకరించాయి.",
    "es": "El presidente francés, Emmanuel Macron, se reunió el lunes en El Cairo con el presidente egipcio, Abdelfatá "
    "al Sisi. Macron se comprometió a enviar un hospital el próximo mes. Ambos acordaron mantenerse en contacto.",
    "ar": "التقى الرئيس الفرنسي إيمانويل ماكرون يوم الاثنين في القاهرة الرئيس المصري عبد الفتاح السيسي. "
    "وتعهدت فرنسا بإرسال مستشفى الشهر المقبل. واتفق الجانبان على مواصلة التشاور.",
    "zh": "埃及总统塞西星期一在开罗会见法国总统马克龙。法方承诺下个月派出医院。双方同意保持密切沟通。",
    "ja": "エジプトのシシ大統領は13日、カイロでフランスのマクロン大統領と会談した。"
    "マクロン大統領は来月病院を派遣すると約束した。"
    "両首脳は緊密に連絡を取り合うことで一致した。",
    "hi": "मिस्र के राष्ट्रपति अब्देल फतह अल-सीसी ने सोमवार को काहिरा में फ्रांस के राष्ट्रपति इमैनुएल मैक्रों से मुलाकात की। "
    "मैक्रों ने अगले महीने अस्पताल भेजने का वादा किया। दोनों नेता संपर्क में रहने पर सहमत हुए।",
}


def promises(reading: Reading) -> list[Promise]:
    return [stated.value for report in reading.reports for stated in report.promises]


@pytest.mark.parametrize("lang", HOSPITAL)
def test_who_promises_next_month_and_that_both_keep_in_contact(read_news: Read, lang: str) -> None:
    hospital, contact = promises(read_news(HOSPITAL[lang], lang))
    assert (hospital.kind, hospital.by, hospital.regular) == (Outcome.COMMITMENT, ("FR",), False)
    assert hospital.due is not None
    assert (hospital.due.start, hospital.due.end) == (date(2024, 6, 1), date(2024, 6, 30))
    assert (contact.kind, contact.by, contact.due) == (Outcome.AGREEMENT, ("EG", "FR"), None)
    assert contact.regular


def test_the_first_evidence_of_a_promise_is_its_sentence(read_news: Read) -> None:
    reading = read_news(HOSPITAL["en"])
    stated = reading.reports[0].promises[0]
    assert [reading.document.quote(span) for span in stated.evidence] == [
        "Macron promised to send a hospital next month.",
        "promised",
        "next month",
    ]


def test_who_met_somebody_and_pledged_promises_alone(read_news: Read) -> None:
    (promise,) = promises(read_news(f"{MET[:-1]} and pledged to deliver two ships by the end of June."))
    assert (promise.by, promise.due and promise.due.end) == (("FR",), date(2024, 6, 30))


def test_who_met_somebody_and_agreed_agreed_with_him(read_news: Read) -> None:
    (promise,) = promises(read_news(f"{MET[:-1]} and agreed on a joint fund."))
    assert (promise.kind, promise.by) == (Outcome.AGREEMENT, ("EG", "FR"))


def test_who_is_named_after_the_contact_verbs_object_promises_himself(read_news: Read) -> None:
    (promise,) = promises(read_news(f"{MET[:-1]}, and Sisi promised to reopen the border."))
    assert promise.by == ("EG",)


def test_whom_nobody_knows_in_a_list_leaves_open_who_promised(read_news: Read) -> None:
    (promise,) = promises(read_news(f"{MET} The donors and President Macron pledged to plant trees."))
    assert promise.by == ()


def test_nobody_invites_himself(read_news: Read) -> None:
    call = "President Biden spoke with President Alexander Stubb of Finland."
    text = f"{call} The President invited President Stubb to dinner."
    (promise,) = promises(read_news(text, title="Readout", url="https://www.whitehouse.gov/a"))
    assert (promise.kind, promise.by) == (Outcome.PROPOSAL, ("US",))


def test_a_state_before_the_noun_of_a_summit_promises_nothing(read_news: Read) -> None:
    text = f"{MET} Macron praised the Egypt summit and pledged new loans."
    (promise,) = promises(read_news(text))
    assert promise.by == ("FR",)


def test_what_somebody_else_demands_is_of_neither_side(read_news: Read) -> None:
    demands = promises(read_news(f"{TALKS} Iran urged both sides to end the fighting."))
    assert [(one.kind, one.by) for one in demands] == [(Outcome.DEMAND, ())]


def test_keeping_in_contact_without_a_word_of_agreement_is_a_commitment_and_no_outcome(read_news: Read) -> None:
    (report,) = read_news(f"{MET} They will remain in regular contact.").reports
    assert [stated.value for stated in report.promises] == [
        Promise(kind=Outcome.COMMITMENT, by=("EG", "FR"), regular=True)
    ]
    assert report.outcomes == ()


def test_others_who_keep_in_contact_promise_nothing_here(read_news: Read) -> None:
    assert promises(read_news(f"{MET} Japan and Peru stay in close contact.")) == []


DONE = {
    "en": f"{TALKS} Azerbaijan released ten prisoners.",
    "ru": "Делегации Армении и Азербайджана в понедельник провели переговоры в Тбилиси. Азербайджан освободил пленных.",
    "es": "Delegaciones de Armenia y Azerbaiyán mantuvieron conversaciones el lunes en Tiflis. Azerbaiyán liberó a "
    "diez presos.",
}


@pytest.mark.parametrize("lang", DONE)
def test_a_handover_that_is_done_is_an_outcome_and_no_promise(read_news: Read, lang: str) -> None:
    report = read_news(DONE[lang], lang).reports[0]
    assert [stated.value for stated in report.outcomes] == [Outcome.HANDOVER]
    assert report.promises == ()


def test_a_handover_that_one_demands_is_to_be_made_by_the_other(read_news: Read) -> None:
    text = "中国外交部长王毅星期一在北京会见日本外相上川阳子。日方要求中方在月底前释放被扣公民。"
    demand, handover = promises(read_news(text, "zh"))
    assert (demand.kind, demand.by) == (Outcome.DEMAND, ("JP",))
    assert (handover.kind, handover.by) == (Outcome.HANDOVER, ("CN",))
    assert demand.due == handover.due
    assert demand.due is not None
    assert demand.due.end == date(2024, 5, 31)


def test_a_day_before_the_subject_of_a_verb_at_the_end_is_the_due_day(read_news: Read) -> None:
    text = "ఆర్మేనియా, అజర్‌బైజాన్ ప్రతినిధి బృందాలు సోమవారం టిబిలిసిలో చర్చలు జరిపాయి. జూన్ 3న ఖైదీలను విడుదల చేస్తామని అజర్‌బైజాన్ హామీ ఇచ్చింది."
    (promise,) = promises(read_news(text, "te"))
    assert (promise.by, promise.due and promise.due.start) == (("AZ",), date(2024, 6, 3))


def test_two_who_promise_in_one_sentence_make_one_promise_of_both(read_news: Read) -> None:
    text = f"{TALKS} Armenia pledged to clear its roads, and Azerbaijan promised to print maps."
    (promise,) = promises(read_news(text))
    assert promise.by == ("AM", "AZ")


def test_a_handover_that_is_to_come_is_a_promise(read_news: Read) -> None:
    (planned,) = promises(read_news(f"{TALKS} Azerbaijan is to see ten prisoners released on 3 June."))
    assert (planned.kind, planned.due and planned.due.start) == (Outcome.HANDOVER, date(2024, 6, 3))


def test_when_a_promise_was_given_or_told_is_not_when_it_is_due(read_news: Read) -> None:
    for sentence in (
        "Macron promised on Tuesday to send a hospital.",
        "Macron promised to send a hospital, the ministry said on Tuesday.",
        "Macron promised at the talks on Tuesday to send a hospital.",
        "Macron promised aid last week.",
    ):
        assert [one.due for one in promises(read_news(f"{MET} {sentence}"))] == [None], sentence


def test_a_day_in_a_name_is_no_due_day(read_news: Read) -> None:
    (promise,) = promises(read_news(f"{MET} Macron promised to respect the Good Friday Agreement."))
    assert promise.due is None


def test_the_day_of_the_contact_is_no_due_day(read_news: Read) -> None:
    (report,) = read_news("Armenia proposed talks with Azerbaijan in Tbilisi next week.").reports
    assert report.days is not None
    assert [stated.value for stated in report.promises] == [Promise(kind=Outcome.PROPOSAL, by=("AM",))]


def test_what_nobody_promised_is_no_promise(read_news: Read) -> None:
    assert promises(read_news(f"{MET} Macron would not commit to a date.")) == []


def test_a_document_without_a_day_has_due_days_only_with_their_year(read_news: Read) -> None:
    text = "Emmanuel Macron met Abdel Fattah al-Sisi in Cairo on 5 May 2022. Macron promised to send a hospital by {}."
    dated, bare = (promises(read_news(text.format(day), day=None))[0].due for day in ("3 June 2022", "3 June"))
    assert dated is not None
    assert dated.start == date(2022, 6, 3)
    assert bare is None
