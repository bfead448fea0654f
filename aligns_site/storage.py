"""Where documents lie: a folder that no address leads to. Knows no document and no person."""

from django.core.files.storage import FileSystemStorage


class PrivateFolder(FileSystemStorage):
    """Files for this service's account alone, and without any address: a view that asks for permission sends them."""

    def __init__(self, location):
        super().__init__(location, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def url(self, name):
        raise ValueError("A document has no address in the storage.")
