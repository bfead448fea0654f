"""Documents: the one address from which a file comes, and only as a download."""

import logging

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments import rules
from assessments.actions.documents import document_storage
from assessments.models import Document
from assessments.views.answering import visible

logger = logging.getLogger(__name__)


@require_safe
@cache_control(private=True, no_store=True)
def document(request: HttpRequest, uuid, document) -> FileResponse:
    """404 to whoever may not see the evidence that it belongs to, as for a document that is not there."""
    held = visible(request, uuid)
    kept = get_object_or_404(held.documents, uuid=document)
    kept.self_assessment = held
    if not request.user.has_perm(rules.SEE_DOCUMENT, kept):
        raise Http404
    return download(kept)


def download(kept: Document) -> FileResponse:
    """To be saved, never to be shown by the browser as a page of this site."""
    try:
        file = document_storage().open(kept.stored_name)
    except FileNotFoundError:
        logger.error("The file %s of a document is missing in the storage.", kept.stored_name)
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=kept.name, content_type=kept.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
