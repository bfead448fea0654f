"""Whether the wording of a whole version is draft or reviewed, worked out from the words of its levels."""

from frameworks.models import Framework, LevelDescriptor


def settle_wording(framework: Framework) -> None:
    """A version whose words are all reviewed stops being draft, and is draft again when a mark is taken back.

    One without any words for its levels stays what its file says.
    """
    ours = LevelDescriptor.objects.filter(indicator__framework=framework)
    if not ours.worded().exists():
        return
    wording = Framework.Wording.DRAFT if ours.draft_worded().exists() else Framework.Wording.REVIEWED
    Framework.objects.filter(pk=framework.pk).update(wording=wording)
    framework.wording = wording
