"""Writes plain text, lists and keys as a YAML file that reads back as they were."""

import yaml

from frameworks.plain_yaml import Plain

TEXT = "tag:yaml.org,2002:str"


class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """Writes words of several lines as lines, and never an anchor or alias: the reader refuses those."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def text(dumper: Dumper, words: str) -> yaml.ScalarNode:
    return dumper.represent_scalar(TEXT, words, style="|" if "\n" in words else None)


Dumper.add_representer(str, text)


def as_yaml(plain: dict[str, Plain]) -> bytes:
    return yaml.dump(plain, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110, encoding="utf-8")
