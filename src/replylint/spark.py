"""Replies of a Spark DataFrame scored: `replylint.batch.score_batch` through `mapInArrow`, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from replylint.batch import SCHEMA, check_columns, score_batch
from replylint.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def scored(
    dataframe: DataFrame,
    *,
    settings: str | os.PathLike[str] | Settings | None = None,
    packs: Sequence[str | os.PathLike[str]] = (),
    profile: str | None = None,
    scorecard: str | os.PathLike[str] | None = None,
) -> DataFrame:
    """A DataFrame with a row for each reply of another: columns as `score_batch` reads them, and those of its `SCHEMA`.

    It is as lazy as Spark is. Files that are named (settings, packs, a scorecard) must be at that path on every machine.
    Raises `InputError` at once for columns that cannot be scored.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    check_columns(dataframe.columns)
    judge = partial(score_batch, settings=settings, packs=packs, profile=profile, scorecard=scorecard)

    def each(batches: Iterable[Any]) -> Iterator[Any]:
        return map(judge, batches)

    return dataframe.mapInArrow(each, from_arrow_schema(SCHEMA))
