"""What the tests of several reports ask."""

import csv
import io

import pytest


@pytest.fixture
def lines(request, signed_in):
    """A function: the lines of the module's CSV as this person gets it."""

    def read(user, **query) -> list[dict]:
        answer = signed_in(user).get(request.module.CSV, query)
        assert answer.status_code == 200, answer.content
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    return read
