"""English glosses of quotations, asked of a model within its budget; they are shown and never filed."""

from collections.abc import Callable, Iterable

from detente.consult.model import Model
from detente.consult.telling import expected_glosses
from detente.export.glossed import Glossed, Quotation
from detente.extract.llm.gloss import ENGLISH, gloss_prompt, gloss_reader, gloss_schema


class Glosses:
    """Glosses of one run; a class because it asks for each quotation once, also when there was no answer.

    Args:
        model: who is asked; its budget, store and counts of failures are those of all its questions.
        tell: is given what the questions are going to cost, before they are put.
    """

    def __init__(self, model: Model, tell: Callable[[str], None]) -> None:
        self._model, self._tell = model, tell
        self._found: dict[Quotation, str] = {}

    @property
    def failed(self) -> bool:
        """Whether the model gave no usable answer to some question."""
        return bool(self._model.budget.failures)

    def of(self, quotations: Iterable[Quotation]) -> Glossed:
        """Their glosses; without those in English, those that nobody answered and those that need none."""
        wanted = [one for one in dict.fromkeys(quotations) if one[1] != ENGLISH]
        self._announce([one for one in wanted if one not in self._found])
        for words, lang in wanted:
            if (words, lang) not in self._found:
                gloss = self._model.answer(gloss_prompt(words, lang), gloss_schema(words), gloss_reader(words))
                self._found[words, lang] = gloss or ""
        return Glossed(by=self._model.name, of={one: gloss for one in wanted if (gloss := self._found[one])})

    def _announce(self, news: list[Quotation]) -> None:
        if news:
            stored = sum(self._model.knows(gloss_prompt(words, lang)) for words, lang in news)
            left = self._model.budget.calls_left
            self._tell(expected_glosses(self._model.name, quotations=len(news), stored=stored, left=left))
