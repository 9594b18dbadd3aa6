"""Which rows of the register belong to one matter, and which names stand for one body."""

from __future__ import annotations

import polars as pl

ABBREVIATIONS = {
    "rf": "regionfullmäktige",
    "rs": "regionstyrelsen",
    "kf": "kommunfullmäktige",
    "ks": "kommunstyrelsen",
}
"""The only names that are read as another; the definitions of the cells tell so."""

_MARKS = " .,;:"
_END = 8
"""Titles are compared by so many last characters before they are compared as a whole."""

_NAMES = ("body", "next_body", "final_body")
_ITEM = ("organisation", "body", "meeting_date", "paragraph", "title")

# 64 bits: a register of a million matters gives two of them one key once in 37 million times
NUMBER_KEY = pl.struct("organisation", "registry_no").hash()
"""The key of the matter with a row's registry number."""


def words_of(text: pl.Expr) -> pl.Expr:
    """A text for comparing, its case and the marks around it aside; loading made it one line."""
    return text.str.strip_chars(_MARKS).str.to_lowercase()


def name_keys(written: pl.Series) -> pl.Series:
    """`words_of` names as numbers for comparing, each spelling looked at once; null stays null."""
    spellings = pl.Categories.random()
    spelled = written.cast(pl.Categorical(spellings))
    numbers = spellings.to_series().to_frame("name").select(words_of(pl.col("name")).hash())
    return numbers["name"].gather(spelled.to_physical())


def body_key(name: pl.Expr) -> pl.Expr:
    """A body's name for comparing: case and spaces aside, and `ABBREVIATIONS` written out."""
    return words_of(name.str.replace_all(r"\s+", " ")).replace(ABBREVIATIONS)


def bodies(names: pl.Series) -> pl.DataFrame:
    """What each name of a body stands for, committees before boards before councils.

    Returns:
        name (as written), key, shown (the fullest spelling of the key, capitalised if one is);
        in the order in which bodies are taken to have met on one day.
    """
    key, shown = pl.col("key"), pl.col("shown")
    turn = (
        pl.when(key.str.contains("utskott|beredning")).then(0)
        .when(key.str.contains("fullmäktige")).then(2)
        .otherwise(key.str.contains("styrelse").cast(pl.Int32))
    )  # fmt: skip
    length = shown.str.len_chars().cast(pl.Int32)
    is_capitalised = shown.str.contains(r"^\p{Lu}\p{Ll}")
    return (
        pl.DataFrame({"name": names}, schema={"name": pl.String})
        .with_columns(
            body_key(pl.col("name")).alias("key"),
            pl.col("name").str.replace_all(r"\s+", " ").str.strip_chars().alias("shown"),
        )
        .sort(turn, key, length.neg(), is_capitalised.not_(), shown)
        .with_columns(shown.first().over("key"))
    )


def same_bodies(decisions: pl.DataFrame) -> pl.DataFrame:
    """The rows' bodies, each in one spelling, as words of an Enum in the order of `bodies`.

    Returns:
        body, next_body, final_body; equal words are one body.
    """
    spellings = pl.Categories.random()
    written = decisions.select(pl.col(name).cast(pl.Categorical(spellings)) for name in _NAMES)
    spelled = spellings.to_series()
    known = bodies(spelled)
    words = pl.Enum(known["shown"].unique(maintain_order=True))
    shown = spelled.replace_strict(known["name"], known["shown"], return_dtype=pl.String)
    return written.select(
        pl.lit(shown.cast(words)).gather(pl.col(name).to_physical()).alias(name) for name in _NAMES
    )


def matters(decisions: pl.DataFrame) -> pl.DataFrame:
    """The matter of each row of the register.

    A matter is an organisation and a registry number. A row without a number is guessed to
    belong to the matter that has its title, if one only does and if it holds the amount of the
    row's item too; else to be of one matter with the other numberless rows of its title and
    amount. An item is what a body took up under one paragraph; its amount is the largest.

    Returns:
        Row by row matter (its key, for this frame only), matter_no (the registry number, also a
        guessed one; else null), is_guess.
    """
    told = decisions.select(
        NUMBER_KEY.alias("matter"),
        pl.col("registry_no").alias("matter_no"),
        pl.col("registry_no").is_null().alias("is_guess"),
    )
    if not told["is_guess"].any():
        return told
    guessed = _guessed(decisions.with_row_index("place"))
    titled = pl.struct("organisation", "title_key", "item_amount").hash()
    keys = guessed.select(
        pl.when(pl.col("registry_no").is_null()).then(titled).otherwise(NUMBER_KEY)
    )
    return told.with_columns(
        told["matter"].scatter(guessed["place"], keys.to_series()),
        told["matter_no"].scatter(guessed["place"], guessed["registry_no"]),
    )


def _guessed(decisions: pl.DataFrame) -> pl.DataFrame:
    """Rows without a number: place, organisation, title_key, item_amount, registry_no (if found).

    `decisions` numbers its rows as `place`.
    """
    numberless = decisions.select("place", "registry_no", "amount", *_ITEM).filter(
        pl.col("registry_no").is_null()
    )
    items = numberless.select(
        "place",
        "organisation",
        words_of(pl.col("title")).alias("title_key"),
        pl.col("amount").max().over(_ITEM).alias("item_amount"),
    )
    numbered = _titled_as(decisions, items["title_key"].unique())
    by_title, by_amount = ["organisation", "title_key"], ["item_amount"]
    with_amount = numbered.drop_nulls("item_amount")
    return (
        items.join(_only(with_amount, by_title + by_amount, "found"), on=by_title + by_amount,
                   how="left")
        .join(_only(numbered, by_title, "titled"), on=by_title, how="left")
        .with_columns(
            pl.when(pl.col("item_amount").is_null()).then("titled").otherwise("found")
            .alias("registry_no")
        )
    )  # fmt: skip


def _titled_as(decisions: pl.DataFrame, keys: pl.Series) -> pl.DataFrame:
    """The numbered rows with such a title: organisation, registry_no, title_key, item_amount."""
    amount = pl.col("amount").alias("item_amount")
    titles = _titles_as(decisions["title"], keys)
    return (
        decisions.select("organisation", "registry_no", "title", amount)
        .filter(pl.col("title").is_in(titles.implode()))
        .drop_nulls("registry_no")
        .with_columns(words_of(pl.col("title")).alias("title_key"))
    )


def _titles_as(titles: pl.Series, keys: pl.Series) -> pl.Series:
    """The titles that come to one of `keys`; most repeat the one above and are looked at once."""
    title = pl.col("title")
    ends = keys.str.tail(_END).unique().implode()
    end = title.str.strip_chars(_MARKS).str.tail(_END).str.to_lowercase()
    others = titles.to_frame("title").filter(title.ne_missing(title.shift()))
    is_key = words_of(title).is_in(keys.implode())
    return others.filter(end.is_in(ends)).filter(is_key)["title"]


def _only(numbered: pl.DataFrame, key: list[str], name: str) -> pl.DataFrame:
    """The registry number per `key`, where there is one only."""
    return (
        numbered.group_by(key)
        .agg(pl.col("registry_no").first().alias(name), pl.col("registry_no").n_unique())
        .filter(pl.col("registry_no") == 1)
        .drop("registry_no")
    )
