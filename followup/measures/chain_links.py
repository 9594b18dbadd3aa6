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
    doubtful = _with_shifting_numbers(placed)
    previous = previous.scatter(doubtful["step"], _latest_before(doubtful, "number"))
    worded = _by_wording(_reworded(placed, doubtful, previous, clauses), previous, clauses)
    previous = previous.scatter(worded["step"], worded["previous"])
    chain, _ = _roots(placed["step"], previous)
    previous = previous.scatter(worded["step"], _in_line(worded, chain))
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


def _with_shifting_numbers(placed: pl.DataFrame) -> pl.DataFrame:
    """The rows of scopes with several treatments and several numbers: step, at, …, number."""
    rows = placed.select("step", "at", "scope_no", "treatment", "number")
    is_renumbered = _SAME_SCOPE & (pl.col("number") != pl.col("number").shift())
    renumbered = rows.filter(is_renumbered)["scope_no"].unique()
    passed_on = rows.filter(_SAME_SCOPE & ~_SAME_TREATMENT)["scope_no"].unique()
    doubtful = passed_on.filter(passed_on.is_in(renumbered.implode()))
    return rows.filter(pl.col("scope_no").is_in(doubtful.implode()))


def _latest_before(rows: pl.DataFrame, key: str) -> pl.Series:
    """For rows in order of step: the latest earlier step of the scope with the same `key`.

    Null where that step is of the same treatment: two of a kind are two att-satser.
    """
    same_key = _SAME_SCOPE & (pl.col(key) == pl.col(key).shift())
    before = pl.when(same_key & ~_SAME_TREATMENT).then(pl.col("step").shift())
    ordered = rows.select("scope_no", key, "step", "treatment").sort("scope_no", key, "step")
    return ordered.select("step", before.alias("before")).sort("step")["before"]


def _reworded(
    placed: pl.DataFrame, doubtful: pl.DataFrame, previous: pl.Series, clauses: pl.Series
) -> pl.DataFrame:
    """The rows in doubt of scopes where a number has not kept its exact wording throughout."""
    exact = clauses.hash().gather(placed["at"])
    told = doubtful.select(
        "scope_no",
        (pl.col("treatment") == pl.col("treatment").min().over("scope_no")).alias("is_first"),
        (exact.gather(doubtful["step"]) == exact.gather(previous.gather(doubtful["step"]))).alias(
            "is_kept"
        ),
    )
    changed = told.filter(~pl.col("is_first") & ~pl.col("is_kept").fill_null(value=False))
    return doubtful.filter(pl.col("scope_no").is_in(changed["scope_no"].unique().implode()))


def _by_wording(rows: pl.DataFrame, previous: pl.Series, clauses: pl.Series) -> pl.DataFrame:
    """Rows with `previous` mended by wording, and whether they speak for the whole matter."""
    words = words_of(pl.lit(clauses.gather(rows["at"])))
    worded = rows.with_columns(
        words.hash().alias("words"),
        words.is_null().alias("is_wordless"),
        previous.gather(rows["step"]).alias("by_number"),
    )
    by_words = pl.when(~pl.col("is_wordless")).then(_latest_before(worded, "words"))
    found = worded.with_columns(by_words.alias("by_words"))
    taken = found.select(_link("by_words"))["link"].drop_nulls()
    is_free = ~_link("by_number").is_in(taken.implode())
    next_same = pl.col("treatment") == pl.col("treatment").shift(-1)
    is_alone = ~(_SAME_TREATMENT.fill_null(value=False) | next_same.fill_null(value=False))
    return found.select(
        "scope_no",
        "step",
        "treatment",
        pl.coalesce("by_words", pl.when(is_free).then("by_number")).alias("previous"),
        (is_alone & (pl.col("number") == 1) & pl.col("by_words").is_null()).alias("is_whole"),
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


def _in_line(worded: pl.DataFrame, chain: pl.Series) -> pl.Series:
    """What each row continues when its chain is one line: the latest step of it before.

    Of two steps of one chain in a treatment the later one starts a chain of its own.
    """
    told = worded.select("scope_no", "step", "treatment").with_columns(
        chain.gather(worded["step"]).alias("chain")
    )
    is_again = ~pl.struct("treatment", "chain").is_first_distinct()
    own = told.with_columns(pl.when(is_again).then("step").otherwise("chain").alias("chain"))
    return _latest_before(own, "chain")
