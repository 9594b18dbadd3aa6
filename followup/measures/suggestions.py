"""Assignments that the register gives but Uppdrag lacks, offered to be taken or left."""

from __future__ import annotations

import polars as pl

from data_models.kinds import KINDS
from data_models.vocabulary import DecisionKind, Outcome
from followup.measures.motions import is_granted

_KIND = KINDS["assignments"]
_COUNTS = {
    "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10,
    "elva": 11, "tolv": 12,
}  # fmt: skip
_COUNT = rf"(\d{{1,2}}|{'|'.join(_COUNTS)})"
_WORDS = (
    r"\b(?:ge|ger|gav|ges|få|får|fick)\b[^.;]{1,90}?\buppdrag(?:en|et)?\b",
    r"\bi uppdrag\b",
    r"\b(?:upp)?dra(?:r|s|gs)? åt\b",
    r"^uppdrag [a-zåäö0-9]{1,2}:",
    r"\båterkom(?:ma|mer|mit)\b|\bkom(?:ma|mer) åter\b",
    r"\båter(?:redovis|rapporter)\w*",
)
"""How minutes word that somebody is to do something or to come back with it."""

_HINTS = ("uppdrag", "åter", "Åter", "ÅTER", " åt ", " ÅT ")
"""One of these stands in all such wordings; they are looked for first, as patterns cost more."""

_CLOSING = (
    r"(?i)\b(?:godkän|lägg|noter|anse|anteckn|tack)\w*[^.;]{0,60}?\båter(?:redovis|rapport)\w*"
)
"""A report that has come back is no new assignment."""

_ANY = rf"(?i)((?:{'|'.join(_WORDS)})[^.]*)"
_RECIPIENTS = (
    rf"(?i)\b(?:ge|ger|gav|ges)\s+([^.;]{{2,80}}?)\s+(?:i\s|{_COUNT}\s|följande\s)?\s*uppdrag",
    r"(?i)\b(?:upp)?dra(?:r|s|gs)? åt\s+([^.;,]{2,80}?)(?:\s+att\b|\s+i\s|,|;|\.|$)",
    r"(?i)(?:^|[.;,]\s*|\boch\s+|\blåta\s+)([^.;,]{2,60}?)\s+(?:får|fick)\s[^.;]{0,20}?uppdrag",
)
_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_DEADLINES = (
    r"i samband med (?:års|delårs|bok)[^.,;]*?\d{4}",
    r"inom (?:\d{1,2}|[a-zåäö]{2,4}) (?:dagar|veckor|månad(?:er)?|år)\b",
    r"(?:under )?(?:första|andra|tredje|fjärde) (?:halvåret|kvartalet|tertialet) (?:19|20)\d{2}",
    r"\b(?:q|kv|kvartal |t|tertial )\s?[1-4][ /]?(?:19|20)\d{2}",
    r"(?:19|20)\d{2}-\d{2}-\d{2}",
    rf"(?:\d{{1,2}} )?(?:{_MONTHS}) (?:19|20)\d{{2}}",
    r"(?:samtliga|varje) (?:ordinarie )?(?:sammanträden?|möten?)",
    r"löpande|kontinuerligt|tills vidare",
    r"senast [^.,;]{3,40}",
)
_MATTER = ["organisation", "matter"]
_MINUTES = [*_MATTER, "body", "decided_on"]


def suggestions(decisions: pl.DataFrame, assignments: pl.DataFrame) -> pl.DataFrame:
    """Att-satser that give an assignment in words, in matters where Uppdrag has fewer of them.

    The matter is tied by registry number, else by body, day and paragraph. Without any of the
    two nothing can be tied: the att-sats is offered, and `given_same_day` tells what the body
    gave that day. One wording that several bodies have passed on is offered once, as the latest
    worded it. What was rejected, withdrawn or only informed of gives none.

    A motion or another raised matter that its final body granted is to be carried out, also
    when no words of its matter give an assignment: the first att-sats that grants it is offered
    as long as Uppdrag has none of the matter given that day or later.

    Args:
        decisions: rows of Beslut.
        assignments: rows of Uppdrag.

    Returns:
        suggestion_id (the same as long as the att-sats stands where it does), organisation,
        body, decided_on, paragraph, registry_no, case_kind, title, clause_no, clause, quoted (the
        words that give it; the whole clause of what was granted), task (the clause, for what was
        granted after its title), recipient (as read from the words, else Mottagare; null when
        not told), deadline (its words; null when none is told), decision_kind, named
        (assignments that the words name), named_in_matter, given_in_matter, given_same_day (in
        Uppdrag), source, file, sheet, row; as they stand.
    """
    worded = _worded(decisions)
    in_matter = _named_in_matter(worded)
    return (
        _without_headings(worded)
        .join(in_matter, on=_MATTER, how="left", maintain_order="left")
        .pipe(_with_given, assignments)
        .filter(~pl.col("is_tied") | (pl.col("given_in_matter") < pl.col("named_in_matter")))
        .pipe(_once)
        .select(_COLUMNS)
    )


_COLUMNS = (
    "suggestion_id", "organisation", "body", "decided_on", "paragraph", "registry_no",
    "case_kind", "title", "clause_no", "clause", "quoted", "task", "recipient", "deadline",
    "decision_kind", "named", "named_in_matter", "given_in_matter", "given_same_day", "source",
    "file", "sheet", "row",
)  # fmt: skip


def _worded(decisions: pl.DataFrame) -> pl.DataFrame:
    """The att-satser whose words give an assignment, or grant a matter, with what they say."""
    is_void = pl.col("decision_kind").is_in(
        [DecisionKind.WITHDRAWN.value, DecisionKind.INFORMS.value]
    ) | pl.col("outcome").eq_missing(Outcome.REJECTED.value)
    may_give = pl.col("clause").str.contains_any([*_HINTS], ascii_case_insensitive=True)
    quoted = pl.col("clause").str.replace_all(_CLOSING, "").str.extract(_ANY)
    return (
        decisions.filter(~is_void & (may_give | is_granted()))
        .with_columns(quoted.str.strip_chars().alias("quoted"), is_granted().alias("is_granted"))
        .filter(pl.col("quoted").is_not_null() | pl.col("is_granted"))
        .rename({"meeting_date": "decided_on"})
        .with_columns(_matter().alias("matter"))
        .pipe(_without_bare_grants)
        .with_columns(
            _recipient().alias("recipient"),
            _deadline().alias("deadline"),
            _named().alias("named"),
            _is_tied().alias("is_tied"),
            _id().alias("suggestion_id"),
        )
    )


def _without_bare_grants(worded: pl.DataFrame) -> pl.DataFrame:
    """Without those that only grant, but for the first in a matter where no words give any.

    Returns:
        The columns of `worded`, is_bare (what is offered is the bifall itself) and task.
    """
    no_words = pl.col("quoted").is_null()
    is_first = pl.int_range(pl.len()).over(_MATTER) == 0
    whole = pl.concat_str("title", pl.lit(": "), "clause")
    return (
        worded.with_columns(no_words.all().over(_MATTER).alias("is_bare"))
        .filter(~no_words | (pl.col("is_bare") & is_first))
        .with_columns(
            pl.col("quoted").fill_null(pl.col("clause")),
            pl.when("is_bare").then(whole).otherwise("clause").alias("task"),
        )
    )


def _recipient() -> pl.Expr:
    clause = pl.col("clause")
    return pl.coalesce(*(clause.str.extract(one).str.strip_chars() for one in _RECIPIENTS),
                       "recipient")  # fmt: skip


def _deadline() -> pl.Expr:
    """The first way of telling a deadline that the clause has, from the surest on."""
    return pl.coalesce(pl.col("clause").str.extract(f"(?i)({one})") for one in _DEADLINES)


def _named() -> pl.Expr:
    """How many assignments the words name: "tre uppdrag", "listar sju", "direktiv 1–6"."""
    lower = pl.col("clause").str.to_lowercase()
    counts = [
        _count(lower.str.extract(pattern))
        for pattern in (
            rf"\b{_COUNT} (?:\w+ )?uppdrag\b",
            rf"\b(?:listar|anger|innehåller) {_COUNT}\b",
            r"\bdirektiv(?:en)? 1\s?[–-]\s?(\d{1,2})\b",
        )
    ]
    return pl.coalesce(pl.max_horizontal(*counts), 1).alias("named")


def _count(words: pl.Expr) -> pl.Expr:
    spelled = words.replace_strict(_COUNTS, default=None, return_dtype=pl.Int64)
    return pl.coalesce(words.cast(pl.Int64, strict=False), spelled)


def _matter() -> pl.Expr:
    """The matter that an att-sats or an assignment belongs to."""
    by_paragraph = pl.concat_str(
        pl.col("body").str.to_lowercase(),
        pl.col("decided_on").cast(pl.String),
        pl.col("paragraph").fill_null(""),
        separator=" ",
    )
    return pl.coalesce(pl.col("registry_no").str.strip_chars(), by_paragraph)


def _is_tied() -> pl.Expr:
    return pl.col("registry_no").is_not_null() | pl.col("paragraph").is_not_null()


def _id() -> pl.Expr:
    """The place of an att-sats among decisions: body, day, § (else title) and its number."""
    return pl.concat_str(
        pl.col("body"),
        pl.col("decided_on").cast(pl.String),
        pl.coalesce(pl.concat_str(pl.lit("§ "), "paragraph"), "title"),
        pl.concat_str(pl.lit("att-sats "), pl.coalesce(pl.col("clause_no").cast(pl.String),
                                                       "clause")),
        separator=", ",
    )  # fmt: skip


def _named_in_matter(worded: pl.DataFrame) -> pl.DataFrame:
    """Per matter how many assignments its words name, at most in any one body's minutes."""
    return (
        worded.group_by(_MINUTES)
        .agg(pl.max_horizontal(_headed(), _single()).alias("named_in_matter"))
        .group_by(_MATTER)
        .agg(pl.col("named_in_matter").max())
    )


def _headed() -> pl.Expr:
    """How many assignments the clauses that name several tell of."""
    return pl.col("named").filter(pl.col("named") > 1).sum()


def _single() -> pl.Expr:
    """How many clauses name one assignment each."""
    return (pl.col("named") == 1).sum().cast(pl.Int64)


def _without_headings(worded: pl.DataFrame) -> pl.DataFrame:
    """Clauses without those that only head others: "ge direktören tre uppdrag", then the three.

    What a heading says of who is to do it holds for the clauses under it.
    """
    is_heading = pl.col("named") > 1
    stands_below = _single().over(_MINUTES) >= _headed().over(_MINUTES)
    told_above = pl.col("recipient").filter(is_heading).first().over(_MINUTES)
    return (
        worded.with_columns(
            pl.coalesce("recipient", told_above).alias("recipient"),
            (is_heading & stands_below).alias("is_heading"),
        )
        .filter(~pl.col("is_heading"))
        .drop("is_heading")
    )


def _with_given(worded: pl.DataFrame, assignments: pl.DataFrame) -> pl.DataFrame:
    """The assignments of Uppdrag in each matter, and of the same body on the same day.

    What was given before a bifall only prepared it.
    """
    one = pl.col("assignment_id").n_unique().cast(pl.Int64)
    tied = assignments.with_columns(_matter().alias("matter"))
    in_matter = tied.group_by(_MATTER).agg(one.alias("given_in_matter"))
    granted = worded.filter("is_bare").select(*_MATTER, pl.col("decided_on").alias("granted_on"))
    after = pl.col("decided_on") >= pl.col("granted_on")
    since = tied.join(granted, on=_MATTER).filter(after).group_by(_MATTER).agg(one.alias("since"))
    day = ["organisation", "body", "decided_on"]
    same_day = tied.group_by(day).agg(one.alias("given_same_day"))
    given = pl.when("is_bare").then("since").otherwise("given_in_matter").fill_null(0)
    return (
        worded.join(in_matter, on=_MATTER, how="left", maintain_order="left")
        .join(since, on=_MATTER, how="left", maintain_order="left")
        .join(same_day, on=day, how="left", maintain_order="left")
        .with_columns(pl.when("is_tied").then(given).alias("given_in_matter"),
                      pl.col("given_same_day").fill_null(0))
    )  # fmt: skip


def _once(worded: pl.DataFrame) -> pl.DataFrame:
    """One wording of a matter once, as the latest body has it."""
    words = pl.col("clause").str.to_lowercase().str.replace_all(r"\s+", " ").alias("words")
    return (
        worded.with_columns(words)
        .sort("decided_on", maintain_order=True)
        .unique([*_MATTER, "words"], keep="last", maintain_order=True)
        .sort("file", "sheet", "row")
    )


def as_assignments(taken: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """Suggestions that somebody took, as rows of Uppdrag.

    Args:
        taken: rows of `suggestions`.
        read: text, base, date and precision of the deadlines, base being the day of the
            decision; a deadline that is not among them has no last day.

    Returns:
        One row per suggestion with the columns of Uppdrag; its id is the suggestion's, and the
        recipient is the one responsible. No board is told, for words seldom name one.
    """
    dates = read.select(
        pl.col("text").alias("deadline"),
        pl.col("base").alias("decided_on"),
        pl.col("date").alias("due_date"),
        pl.col("precision").alias("due_precision"),
    )
    given = taken.join(dates, on=["deadline", "decided_on"], how="left", maintain_order="left")
    told = given.with_columns(
        pl.col("suggestion_id").alias("assignment_id"),
        pl.col("recipient").alias("responsible"),
    )
    shared = [name for name in _KIND.frame_schema if name in told.columns]
    return pl.concat([_KIND.empty(), told.select(shared)], how="diagonal_relaxed")
