"""A question -> a language model's answer: the only room that asks an endpoint, keeps its answers and counts the cost.

It stands beside the way of the data and not in it: the rooms from `clean` to `merge` know no network and no file, so
`extract.llm` only writes the question and reads the answer, and `pipeline` is handed whoever carries both.
"""

from detente.consult.options import FAILURES, Options

__all__ = ["FAILURES", "Options"]
