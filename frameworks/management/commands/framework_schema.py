"""Print the JSON Schema of the framework file."""

from aligns_site.commands import VerbCommand
from frameworks.schema import schema_text


class Command(VerbCommand):
    help = "Print the JSON Schema of the framework file, as it stands in docs/framework.schema.json."
    is_one_transaction = False  # it asks no database

    def act(self, **options) -> str:
        return schema_text().rstrip("\n")
