"""Which earlier att-sats each att-sats continues, by number and by wording."""

from __future__ import annotations

import polars as pl

from followup.measures.chain_matters import words_of

_SAME_SCOPE = pl.col("scope_no") == pl.col("scope_no").shift()
_SAME_TREATMENT = pl.col("treatment") == pl.col("treatment").shift()


def continued(rows: pl.DataFrame, clauses: pl.Series) -> pl.DataFrame:
    """Rows with what they continue; the rule is told in `chain_steps.steps`.

    Args:
        rows: at, scope, turn, item, clause_no, in order of scope, turn and item.
        clauses: every wording of the register, where `at` is the position.

    Returns:
        The rows with step, treatment, previous, chain, steps, is_whole.
    """
    placed = _numbered(rows)
    last = pl.when(_SAME_SCOPE & ~_SAME_TREATMENT).then(pl.col("step").shift())
    previous = placed.select(last.alias("previous"))["previous"]
    numbered = _by_number(_with_shifting_numbers(placed, clauses))
    previous = previous.scatter(numbered["step"], numbered["by_number"])
    worded = _by_wording(_reworded(numbered))
    previous = previous.scatter(worded["step"], worded["previous"])
    chain, _ = _roots(placed["step"], previous)
    in_line = _in_line(worded, chain)
    previous = previous.scatter(worded["step"], None).scatter(in_line["step"], in_line["before"])
    chain, turn = _roots(placed["step"], previous)
    whole = worded.filter("is_whole")["step"]
    return placed.drop("scope_no", "number").with_columns(
        previous.alias("previous"),
        chain.alias("chain"),
        turn.alias("steps"),
        pl.col("step").is_in(whole.implode()).alias("is_whole"),
    )


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with step, treatment, scope_no and the number that an att-sats is followed by."""
    first = pl.when(_SAME_TREATMENT.fill_null(value=False)).then(None).otherwise("step")
    position = (pl.col("step") - first.forward_fill() + 1).cast(pl.Int64)
    return (
        rows.with_row_index("step")
        .with_columns(
            pl.col("scope").rle_id().alias("scope_no"),
            pl.struct("scope", "turn", "item").rle_id().alias("treatment"),
        )
        .with_columns(pl.coalesce("clause_no", position).alias("number"))
    )


def _with_shifting_numbers(placed: pl.DataFrame, clauses: pl.Series) -> pl.DataFrame:
    """The rows of scopes with several treatments and several numbers.

    Returns:
        step, at, scope_no, treatment, number, clause, is_alone (in its treatment), is_first (of
        the scope's first treatment).
    """
    next_same = pl.col("treatment") == pl.col("treatment").shift(-1)
    is_alone = ~(_SAME_TREATMENT.fill_null(value=False) | next_same.fill_null(value=False))
    rows = placed.select("step", "at", "scope_no", "treatment", "number")
    is_renumbered = _SAME_SCOPE & (pl.col("number") != pl.col("number").shift())
    renumbered = rows.filter(is_renumbered)["scope_no"]
    passed_on = rows.filter(_SAME_SCOPE & ~_SAME_TREATMENT)["scope_no"]
    doubtful = passed_on.filter(passed_on.is_in(renumbered.implode()))
    asked = rows.filter(pl.col("scope_no").is_in(doubtful.implode()))
    first = pl.when(_SAME_SCOPE.fill_null(value=False)).then(None).otherwise("treatment")
    return asked.with_columns(
        clauses.gather(asked["at"]).alias("clause"),
        is_alone.alias("is_alone"),
        (pl.col("treatment") == first.forward_fill()).alias("is_first"),
    )


def _latest_before(key: str) -> pl.Expr:
    """For rows in order of scope, `key` and step: the step before with the same `key`.

    Null where that step is of the same treatment: two of a kind are two att-satser.
    """
    same_key = _SAME_SCOPE & (pl.col(key) == pl.col(key).shift())
    return pl.when(same_key & ~_SAME_TREATMENT).then(pl.col("step").shift())


def _by_number(doubtful: pl.DataFrame) -> pl.DataFrame:
    """Rows with the step that they continue by number, and if its wording is kept: is_kept."""
    before = _latest_before("number")
    is_same = pl.col("clause").eq_missing(pl.col("clause").shift())
    return doubtful.sort("scope_no", "number", "step").with_columns(
        before.alias("by_number"), (before.is_not_null() & is_same).alias("is_kept")
    )


def _reworded(numbered: pl.DataFrame) -> pl.DataFrame:
    """The rows of scopes where a number has not kept its exact wording throughout."""
    changed = numbered.filter(~pl.col("is_first") & ~pl.col("is_kept"))["scope_no"]
    return numbered.filter(pl.col("scope_no").is_in(changed.implode()))


def _by_wording(rows: pl.DataFrame) -> pl.DataFrame:
    """What rows continue by wording, else by number, and if they speak for the whole matter."""
    # a wording that is kept stands below the same one, as `_by_number` has ordered them
    is_new = ~pl.col("is_kept")
    told = words_of(pl.when(is_new).then("clause")).hash()
    words = pl.when(is_new).then(told).forward_fill().alias("words")
    by_words = pl.when(pl.col("clause").is_not_null()).then(_latest_before("words"))
    found = (
        rows.with_columns(words)
        .sort("scope_no", "words", "step")
        .with_columns(by_words.alias("by_words"))
    )
    taken = found.select(_link("by_words"))["link"].drop_nulls()
    is_free = ~_link("by_number").is_in(taken.implode())
    is_whole = pl.col("is_alone") & (pl.col("number") == 1) & pl.col("by_words").is_null()
    return found.select(
        "step",
        "treatment",
        pl.coalesce("by_words", pl.when(is_free).then("by_number")).alias("previous"),
        is_whole.alias("is_whole"),
    )


def _link(to: str) -> pl.Expr:
    """A treatment and the step that one of its rows continues, as one number."""
    return (pl.col("treatment").cast(pl.UInt64) * 2**32 + pl.col(to)).alias("link")


def _roots(steps: pl.Series, previous: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The first step of each step's chain, and how many steps it is until then.

    Every round doubles how far back is looked: a chain of n steps takes log n of them.
    """
    roots, before = previous.fill_null(steps), previous.is_not_null().cast(pl.UInt32)
    while not (further := roots.gather(roots)).equals(roots):
        before = before + before.gather(roots)
        roots = further
    return roots, before + 1


def _in_line(worded: pl.DataFrame, chain: pl.Series) -> pl.DataFrame:
    """What each row continues when its chain is one line: the latest step of it before.

    Of two steps of one chain in a treatment the later one starts a chain of its own.

    Returns:
        step and before, for those that don't start a chain so.
    """
    told = worded.select("step", "treatment", chain.gather(worded["step"]).alias("chain"))
    goes_on = pl.col("chain") == pl.col("chain").shift()
    is_again = (goes_on & _SAME_TREATMENT).fill_null(value=False)
    before = pl.when(goes_on).then(pl.col("step").shift())
    lines = told.sort("chain", "step").filter(~is_again)
    return lines.select("step", before.alias("before"))
