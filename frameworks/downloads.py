"""The files that this app gives out: a framework, or a template to begin with, as YAML or as a workbook."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from frameworks.models import Framework
from frameworks.plain_yaml import Plain, read
from frameworks.sheets_written import CONTENT_TYPE, as_workbook
from frameworks.stored import plain_of
from frameworks.yaml_written import as_yaml

BLANK = Path(__file__).with_name("blank.yaml")


@dataclass(frozen=True)
class Download:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Ending:
    content_type: str
    write: Callable[[dict[str, Plain]], bytes]


ENDINGS = {"yaml": Ending("application/yaml", as_yaml), "xlsx": Ending(CONTENT_TYPE, as_workbook)}


def framework_file(framework: Framework, ending: str) -> Download:
    """`framework` as `with_parts` gives it."""
    kind = ENDINGS[ending]
    name = f"{framework.slug}-{framework.version}.{ending}"
    return Download(name, kind.content_type, kind.write(plain_of(framework)))


def template_file(ending: str) -> Download:
    """The YAML template as it was written, with its comments; the workbook with the same content as sheets."""
    blank = BLANK.read_bytes()
    content = blank if ending == "yaml" else as_workbook(read(blank).value, with_weights=True)
    return Download(f"framework-template.{ending}", ENDINGS[ending].content_type, content)
