"""What a link says before it is used, and kind words where it, or a guest's access, lets nobody in any more."""

from dataclasses import dataclass

from assessments.models import ContributionLink, Contributor, Sector
from assessments.pages.contributors import SPOKEN, closed_words
from assessments.pages.dates import moment_day
from assessments.pages.own import closing_words
from assessments.pages.own_view import who_sees
from assessments.pages.words import purpose_words


@dataclass(frozen=True)
class LinkPage:
    caption: str
    title: str
    lead: str
    speaks_words: str
    who_sees: tuple[str, ...]
    closing: str
    closed: str
    until: str
    signed_in: str
    ask: str

    @classmethod
    def of(cls, link: ContributionLink, *, opened_by) -> "LinkPage":
        """`opened_by`: who is signed in in this browser, if anybody is."""
        contributor = link.contributor
        held = contributor.self_assessment
        asks = contributor.asked_by or link.made_by
        return cls(
            caption=str(held),
            title=f"{asks} asks for your view",
            lead=f"{purpose_words(held)} {asks} asks what you think yourself, before people talk it over and agree the "
            "answers.",
            speaks_words=f"You are asked to speak {SPOKEN[Sector(contributor.sector)]}. You can change that.",
            who_sees=who_sees(held),
            closing=closing_words(held.cycle, held.open_until)[0],
            closed=closed_words(held),
            until=moment_day(link.expires_at),
            signed_in=str(opened_by) if opened_by.is_authenticated else "",
            ask=link.made_by.email,
        )


@dataclass(frozen=True)
class RefusedPage:
    """`who` and `email`: whom to ask, where the link is a real one. `offers`: a new link, signing in, or nothing."""

    title: str
    words: str
    who: str = ""
    email: str = ""
    offers: str = "new link"

    @classmethod
    def of_link(cls, why: str, link: ContributionLink | None) -> "RefusedPage":
        """`why` is a word of actions.contributors.why_refused. An unknown key hears the same as what is long gone."""
        if link is None:
            return cls(
                "This link does not work any more",
                "It may be too old, or a part of it may be missing. Links work for 14 days, and once.",
            )
        who = {"who": str(link.made_by), "email": link.made_by.email}
        if why == "used":
            return cls(
                "This link was used already",
                "Each link works once. If you used it in another browser or on another device, your answers are "
                "safe: with a new link you find them here.",
                **who,
            )
        if why == "expired":
            return cls(
                "This link is too old", f"It worked until {moment_day(link.expires_at)}. You can have a new one.", **who
            )
        return cls._gone(link.contributor, **who)

    @classmethod
    def of_session(cls, contributor: Contributor) -> "RefusedPage":
        asks = contributor.asked_by
        return cls._gone(contributor, str(asks), asks.email) if asks else cls._gone(contributor)

    @classmethod
    def _gone(cls, contributor: Contributor, who: str = "", email: str = "") -> "RefusedPage":
        if contributor.ended_at:
            return cls(
                "Your access has ended",
                f"It ended on {moment_day(contributor.ended_at)}. What you said until then is kept.",
                who,
                email,
                offers="",
            )
        return cls(
            "You have an account now",
            "You need no link any more. Sign in, and you find what you said on your own page.",
            who,
            email,
            offers="sign in",
        )
