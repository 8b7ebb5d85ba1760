"""A Spark of its own, on this machine alone, that scores a Parquet file: `python spark_job.py REPLIES.parquet SCORES.json`.

With the Python of requirements/spark.txt.
"""

from __future__ import annotations

import json
import sys

from pyspark.sql import SparkSession

from replylint.settings import Settings
from replylint.spark import scored

CONFIG = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "512m",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "7",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
}


def main(replies: str, scores: str) -> None:
    """Score the file in four partitions and write the rows down."""
    builder = SparkSession.builder.master("local[2]")
    for name, value in CONFIG.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    frame = spark.read.parquet(replies).repartition(4)
    rows = [row.asDict(recursive=True) for row in scored(frame, settings=Settings(parser="never"), profile="strict").collect()]
    spark.stop()
    with open(scores, "w", encoding="utf-8") as file:
        json.dump(rows, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
