"""How sent files are read: as Django does, but the name that was sent stays known, so that a form can refuse a path."""

import html
import re

from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser

PATH = re.compile(r"[/\\]")


class SentNames(FileUploadHandler):
    """The first of the handlers. Django cuts a path from a name without a word; each file keeps it as `sent_name`."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        others = [handler for handler in self.request.upload_handlers if handler is not self]
        parser = _NotingParser(META, input_data, others, encoding)
        fields, files = parser.parse()
        for _, listed in files.lists():
            for file in listed:
                file.sent_name = parser.paths.get(file.name, file.name)
        return fields, files


class _NotingParser(MultiPartParser):
    def __init__(self, *args):
        super().__init__(*args)
        self.paths: dict[str, str] = {}

    def sanitize_file_name(self, file_name: str) -> str | None:
        cleaned = super().sanitize_file_name(file_name)
        sent = html.unescape(file_name)
        if cleaned and PATH.search(sent):
            self.paths[cleaned] = sent
        return cleaned
