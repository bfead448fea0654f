"""The files of a crosswalk: what its page shows as CSV, and what was loaded as YAML, which can be loaded again."""

import csv
import io

from aligns_site.spreadsheet import guarded
from frameworks.crosswalks.links import Link
from frameworks.crosswalks.stored import plain_of_crosswalk
from frameworks.downloads import Download
from frameworks.models import Crosswalk, Framework, RemovedCrosswalk
from frameworks.yaml_written import as_yaml

COLUMNS = ("from_version", "from_code", "from_title", "how", "to_version", "to_code", "to_title", "note", "declared_in")


def crosswalk_csv(first: Framework, second: Framework, links: list[Link]) -> Download:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for link in links:
        own, other = link.own, link.other
        source = link.declared_in.reference if link.declared_in else ""
        cells = (
            *(first.reference, own.code, own.title, link.how, second.reference, other.code, other.title),
            *(link.note, source),
        )
        writer.writerow([guarded(cell) for cell in cells])
    return Download(f"{stem(first, second)}.csv", "text/csv; charset=utf-8", text.getvalue().encode("utf-8-sig"))


def crosswalk_yaml(crosswalk: Crosswalk) -> Download:
    """`crosswalk` with its ends and its pairs, each with both indicators."""
    content = as_yaml(plain_of_crosswalk(crosswalk))
    return Download(f"{stem(crosswalk.first, crosswalk.second)}.yaml", "application/yaml", content)


def removed_yaml(removed: RemovedCrosswalk) -> Download:
    """It can be loaded again while both versions are there."""
    return Download(f"crosswalk-removed-{removed.pk}.yaml", "application/yaml", removed.content.encode())


def stem(first: Framework, second: Framework) -> str:
    return f"crosswalk-{first.slug}-{first.version}-{second.slug}-{second.version}"
