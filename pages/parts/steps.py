"""What somebody asks the store to do: asked with a button, done in the run after, and told."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from followup.store.database import StoreRefused
from followup.store.records import (
    Accepted,
    Author,
    Outcome,
    Overtaken,
    Proposal,
    Recognised,
    Version,
)
from followup.texts import words
from followup.texts.literal import markdown
from pages.parts import additions, filters, notices, own, shared
from pages.parts.additions import Addition, Leave, NotAdded, Report, Take

_ASKED, _TOLD, _DONE = "step-asked", "step-told", "step-done"


@dataclass(frozen=True, slots=True)
class Accept:
    """Make the own file of that name the next version of an underlag.

    `seen` is here and below the revision of the underlag that the asker looked at.
    """

    file: str
    underlag: str
    seen: int
    author: Author


@dataclass(frozen=True, slots=True)
class MakeCurrent:
    """Make a version current again."""

    version: Version
    seen: int
    author: Author


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take an underlag out of what everyone sees."""

    underlag: str
    seen: int
    author: Author


Step = Accept | MakeCurrent | Withdraw | Addition


@dataclass(frozen=True, slots=True)
class _Told:
    """What became of a step: an outcome, or why the store refused."""

    step: Step
    outcome: Outcome | None
    refused: str = ""


def ask(step: Step) -> None:
    """Have the coming run do it. A button's callback: the step is what its reader had seen."""
    st.session_state[_ASKED] = step


def perform() -> None:
    """Do what was asked for, and show the page anew as it then is; at the top of a page.

    What has just been done is not done again: the second click of a double one asks the same.
    """
    step: Step | None = st.session_state.pop(_ASKED, None)
    if step is not None and step != st.session_state.get(_DONE):
        with st.spinner("Sparar …"):
            st.session_state[_TOLD] = _done(step)
        st.rerun()


def tell(*kinds: type[Step]) -> None:
    """Tell what became of the last step, once, when it is of one of these kinds; none means any."""
    told: _Told | None = st.session_state.get(_TOLD)
    if told is not None and (not kinds or isinstance(told.step, kinds)):
        del st.session_state[_TOLD]
        _tell(told)


def _done(step: Step) -> _Told:
    try:
        outcome = _outcome(step)
    except (StoreRefused, NotAdded) as refused:
        return _Told(step, None, str(refused))
    if isinstance(outcome, Accepted):
        st.session_state[_DONE] = step
    if isinstance(step, Accept) and isinstance(outcome, Accepted):
        own.remove(step.file)
        filters.show_next(words.CURRENT)
    if isinstance(step, Report) and isinstance(outcome, Accepted):
        st.session_state[additions.FORM] = step.form + 1
    return _Told(step, outcome)


def _outcome(step: Step) -> Outcome:
    if isinstance(step, Report | Take | Leave):
        return additions.add(step)
    if isinstance(step, Withdraw):
        return shared.withdraw(step.underlag, step.author, step.seen)
    if isinstance(step, MakeCurrent):
        return shared.make_current(step.version, step.author, step.seen)
    upload = own.uploads()[step.file]
    proposal = Proposal(step.underlag, upload.content, upload.loaded, step.seen)
    return shared.accept(proposal, step.author)


def _tell(told: _Told) -> None:
    if told.outcome is None:
        notices.tell(told.refused)
    elif isinstance(told.outcome, Accepted):
        st.success(markdown(_what_was_done(told.step, told.outcome)), icon=":material/check:")
    elif isinstance(told.outcome, Overtaken):
        name = _name(told.step)
        st.warning(
            markdown(
                f"Någon annan ändrade {name} medan du tittade, så inget har sparats. Det som visas"
                " nu är det nya läget: se efter och försök igen."
            ),
            icon=":material/sync_problem:",
        )
    elif isinstance(told.step, Report | Take | Leave):
        st.info("Det är redan sparat. Inget har ändrats.")
    else:
        _recognised(told.step, told.outcome)


def _name(step: Step) -> str:
    if isinstance(step, Report | Take | Leave):
        return words.IN_APP
    return step.version.underlag if isinstance(step, MakeCurrent) else step.underlag


def _what_was_done(step: Step, outcome: Accepted) -> str:
    if isinstance(step, Report):
        told = f"Återrapporten är sparad: {step.status.value} {step.on.isoformat()}"
        return f"{told}. Alla ser den, och den står i underlaget {words.IN_APP}."
    if isinstance(step, Take):
        return f"Förslaget är nu ett uppdrag, och alla ser det i underlaget {words.IN_APP}."
    if isinstance(step, Leave):
        return "Förslaget är lämnat. Det erbjuds inte mer, och står i loggen."
    if outcome.version is None:
        return f"{_name(step)} är lyft ur. Versionerna finns kvar och kan göras gällande igen."
    which = f"version {outcome.version.number} av {outcome.version.underlag}"
    return f"Nu gäller {which}, och alla ser den."


def _recognised(step: Step, outcome: Recognised) -> None:
    """The file is a version already; one that does not count can be made to, here and now."""
    version = outcome.version
    which = f"Filen är redan version {version.number} av {version.underlag}"
    if version.is_current:
        st.info(markdown(f"{which}, som gäller. Inget har sparats."))
        return
    now = next(one for one in shared.underlag() if one.name == version.underlag)
    st.info(markdown(f"{which}, som inte gäller nu. Inget har sparats."))
    st.button(
        f"Gör version {version.number} gällande", key="recognised", type="primary",
        on_click=ask, args=(MakeCurrent(version, now.revision, step.author),),
    )  # fmt: skip
