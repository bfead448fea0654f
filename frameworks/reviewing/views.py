"""The pages of a wording review. To everybody but its reviewers and administrators they do not exist."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from aligns_site.access import ActionRefused, permit
from aligns_site.presses import press
from frameworks.models import Framework, LevelDescriptor, ReviewComment, Reviewer
from frameworks.pages.addresses import counted
from frameworks.reviewing import actions as verbs
from frameworks.reviewing.forms import CommentForm, InviteReviewerForm
from frameworks.reviewing.pages.addresses import place_url, review_url, words_url
from frameworks.reviewing.pages.comments import CommentListPage, WordsPage
from frameworks.reviewing.pages.dimension import DimensionReviewPage
from frameworks.reviewing.pages.overview import ReviewPage
from frameworks.rules import INVITE_REVIEWER


@require_safe
def review(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    framework = reviewed(request, slug, version)
    return render(request, "frameworks/review.html", {"page": ReviewPage.of(framework, request.user)})


@require_safe
def dimension(request: HttpRequest, slug: str, version: str, dimension: str) -> HttpResponse:
    framework = reviewed(request, slug, version)
    found = get_object_or_404(framework.dimensions, code=dimension)
    page = DimensionReviewPage.of(framework, found, request.user)
    return render(request, "frameworks/review_dimension.html", {"page": page})


@require_safe
def comments(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    framework = reviewed(request, slug, version)
    return render(request, "frameworks/review_comments.html", {"page": CommentListPage.of(framework, request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, slug: str, version: str, descriptor: int) -> HttpResponse:
    form = CommentForm(request.POST or None)
    framework = (
        Framework.objects.visible_to(request.user).reviewed_by(request.user).filter(slug=slug, version=version).first()
    )
    if framework is None:
        return ended(request, slug, version, form)
    found = worded(request, framework, descriptor)
    if form.is_valid():
        try:
            verbs.comment_on(by=request.user, descriptor=found, words=form.cleaned_data["words"])
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your comment is kept.")
            return redirect(words_url(framework, found))
    page = WordsPage.of(framework, found, request.user)
    return render(
        request, "frameworks/review_words.html", {"page": page, "form": form}, status=422 if form.errors else 200
    )


def ended(request: HttpRequest, slug: str, version: str, form: CommentForm) -> HttpResponse:
    """What somebody wrote while her invitation ended is given back to her; anybody else finds nothing here."""
    own = Reviewer.objects.visible_to(request.user).filter(framework__slug=slug, framework__version=version)
    if request.method != "POST" or not own.filter(user=request.user).exists():
        raise Http404
    return render(request, "frameworks/review_ended.html", {"words": form.data.get("words", "")}, status=403)


def mark(request: HttpRequest, slug: str, version: str, descriptor: int) -> HttpResponse:
    framework = reviewed(request, slug, version)
    found = worded(request, framework, descriptor)
    back = place_url(framework, found.indicator)
    return press(request, verbs.mark_reviewed, back=back, done=marked_words, descriptor=found)


def mark_indicator(request: HttpRequest, slug: str, version: str, indicator: str) -> HttpResponse:
    framework = reviewed(request, slug, version)
    found = get_object_or_404(framework.indicators.select_related("dimension", "framework"), code=indicator)
    back = place_url(framework, found)
    return press(request, verbs.mark_indicator_reviewed, back=back, done=marked_words, indicator=found)


def marked_words(count: int) -> str:
    if not count:
        return "Somebody has marked them already. Nothing was changed."
    return f"{counted(count, 'level descriptor')} marked as reviewed."


def take_back(request: HttpRequest, slug: str, version: str, descriptor: int) -> HttpResponse:
    framework = reviewed(request, slug, version)
    found = worded(request, framework, descriptor)
    back = place_url(framework, found.indicator)
    done = f"The words for {found.level} of {found.indicator.code} are draft again."
    return press(request, verbs.take_back, back=back, done=done, descriptor=found)


def settle(request: HttpRequest, slug: str, version: str, comment: int) -> HttpResponse:
    framework = reviewed(request, slug, version)
    of_it = ReviewComment.objects.visible_to(request.user).of(framework).with_places()
    found = get_object_or_404(of_it.select_related("descriptor__indicator__framework"), pk=comment)
    back = review_url(framework, "review_comments")
    return press(request, verbs.settle_comment, back=back, done="The comment is settled.", comment=found)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    framework = reviewed(request, slug, version)
    permit(request.user, INVITE_REVIEWER, framework)
    form = InviteReviewerForm(request.POST or None)
    if form.is_valid():
        try:
            reviewer, is_new = verbs.invite_reviewer(
                by=request.user, framework=framework, site=request.build_absolute_uri("/"), **form.cleaned_data
            )
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, invited_words(reviewer, is_new))
            return redirect(review_url(framework))
    words = {"framework": framework, "back_url": review_url(framework), "form": form}
    return render(request, "frameworks/review_invite.html", words, status=422 if form.errors else 200)


def invited_words(reviewer: Reviewer, is_new: bool) -> str:
    """The same for whoever has an account already and whoever has none."""
    email = reviewer.user.email
    if not is_new:
        return f"{email} is invited already. Nothing was changed."
    return f"{email} is invited. An e-mail is on its way and says how to sign in."


def invite_again(request: HttpRequest, slug: str, version: str, reviewer: int) -> HttpResponse:
    framework, held = invitation(request, slug, version, reviewer)
    said = {"reviewer": held, "site": request.build_absolute_uri("/")}
    done = f"The e-mail to {held.user.email} is on its way again."
    return press(request, verbs.send_invitation_again, back=review_url(framework), done=done, **said)


def end(request: HttpRequest, slug: str, version: str, reviewer: int) -> HttpResponse:
    framework, held = invitation(request, slug, version, reviewer)
    done = f"The invitation of {held.user} has ended. What this person said and marked stays."
    return press(request, verbs.end_reviewer, back=review_url(framework), done=done, reviewer=held)


def reviewed(request: HttpRequest, slug: str, version: str) -> Framework:
    return get_object_or_404(
        Framework.objects.visible_to(request.user).reviewed_by(request.user), slug=slug, version=version
    )


def worded(request: HttpRequest, framework: Framework, descriptor: int) -> LevelDescriptor:
    """The words of one level in this version, with where they stand."""
    of_it = LevelDescriptor.objects.visible_to(request.user).worded().filter(indicator__framework=framework)
    return get_object_or_404(
        of_it.select_related("level", "indicator__dimension", "indicator__framework"), pk=descriptor
    )


def invitation(request: HttpRequest, slug: str, version: str, reviewer: int) -> tuple[Framework, Reviewer]:
    framework = reviewed(request, slug, version)
    permit(request.user, INVITE_REVIEWER, framework)
    held = Reviewer.objects.visible_to(request.user).filter(framework=framework).with_people()
    return framework, get_object_or_404(held.select_related("framework", "user", "invited_by"), pk=reviewer)
