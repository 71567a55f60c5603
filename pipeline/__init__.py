"""svodka: Russian news on diplomacy and the economy, as tables.

>>> import pipeline
>>> doc = pipeline.read("Товарооборот вырос на 15% и составил более 620,1 млн долларов.")
>>> result = pipeline.extract("seeds/")                               # doctest: +SKIP
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.core.doc import Sentence, Token
    from pipeline.core.errors import SvodkaError
    from pipeline.core.records import (
        Country,
        Entity,
        Fact,
        Figure,
        Mention,
        Period,
        Sector,
    )
    from pipeline.core.span import Span
    from pipeline.core.stage import Pipeline, Stage, marker
    from pipeline.run.library import Result, extract, read
    from pipeline.sinks.notebook import Doc
    from pipeline.stages import standard

# Public name -> where it lives; loaded when it is first asked for.
_PLACES = {
    "Country": "pipeline.core.records",
    "Doc": "pipeline.sinks.notebook",
    "Entity": "pipeline.core.records",
    "Fact": "pipeline.core.records",
    "Figure": "pipeline.core.records",
    "Mention": "pipeline.core.records",
    "Period": "pipeline.core.records",
    "Pipeline": "pipeline.core.stage",
    "Result": "pipeline.run.library",
    "Sector": "pipeline.core.records",
    "Sentence": "pipeline.core.doc",
    "Span": "pipeline.core.span",
    "Stage": "pipeline.core.stage",
    "SvodkaError": "pipeline.core.errors",
    "Token": "pipeline.core.doc",
    "extract": "pipeline.run.library",
    "marker": "pipeline.core.stage",
    "read": "pipeline.run.library",
    "standard": "pipeline.stages",
}

__all__ = [
    "Country",
    "Doc",
    "Entity",
    "Fact",
    "Figure",
    "Mention",
    "Period",
    "Pipeline",
    "Result",
    "Sector",
    "Sentence",
    "Span",
    "Stage",
    "SvodkaError",
    "Token",
    "extract",
    "marker",
    "read",
    "standard",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """The package, whose function ``read`` is not hidden by its folder ``read``."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _PLACES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
