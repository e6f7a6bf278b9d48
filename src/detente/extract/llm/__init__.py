"""A language model's reply -> Reports; pure: whoever asks the model stands elsewhere (`consult`)."""

from detente.extract.llm.names import quotable, with_names
from detente.extract.llm.prompt import PROMPT_VERSION, Prompt, prompt_of
from detente.extract.llm.reply import Reply, read_reply
from detente.extract.llm.reporting import Known, reports_of
from detente.extract.llm.schema import reply_schema

__all__ = [
    "PROMPT_VERSION",
    "Known",
    "Prompt",
    "Reply",
    "prompt_of",
    "quotable",
    "read_reply",
    "reply_schema",
    "reports_of",
    "with_names",
]
