"""The exceptions of svodka; a message is one line: what is wrong, where, what to do.

SvodkaError
├── InputError      a source that cannot be read (missing path, no text in it, wrong encoding)
├── RulesError      a data row that cannot be used (unknown key, bad value); names file and row
├── ConfigError     a setting that cannot be used
├── PipelineError   stages that do not fit together (a need that nobody gives)
├── OutputError     a result that cannot be written
└── MissingExtraError  an optional package that is not installed; names the extra to install
"""


class SvodkaError(Exception):
    """Base of every error that svodka raises on purpose."""


class InputError(SvodkaError):
    """A source that cannot be read."""


class RulesError(SvodkaError):
    """A data row that cannot be used."""


class ConfigError(SvodkaError):
    """A setting that cannot be used."""


class PipelineError(SvodkaError):
    """Stages that do not fit together."""


class OutputError(SvodkaError):
    """A result that cannot be written."""


class MissingExtraError(SvodkaError):
    """An optional package that is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs an optional package: pip install 'svodka[{extra}]'")
