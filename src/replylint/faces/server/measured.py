"""What is counted for /metrics: requests, times, findings a rule, holds. Never a text."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess

from replylint.finding import Result

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Measures:
    """The counters of one process; with several workers all of theirs are added up."""

    def __init__(self) -> None:
        self._registry = told = CollectorRegistry()
        self._requests = Counter("replylint_requests", "Requests answered.", ("route", "status"), registry=told)
        self._seconds = Histogram(
            "replylint_request_seconds", "Time to the last byte.", ("route",), registry=told, buckets=SECONDS
        )
        self._verdicts = Counter("replylint_verdicts", "Drafts judged.", ("verdict",), registry=told)
        self._findings = Counter("replylint_findings", "Findings shown.", ("rule", "severity"), registry=told)
        self._overrides = Counter("replylint_overrides", "Held drafts let go with a reason.", registry=told)
        self._feedback = Counter("replylint_feedback", "Findings answered.", ("rule", "answer"), registry=told)
        self._webhooks = Counter("replylint_webhooks", "Webhooks answered.", ("vendor", "outcome"), registry=told)
        self._under_way = Gauge(
            "replylint_requests_under_way", "Requests begun and not ended.", registry=told, multiprocess_mode="livesum"
        )

    def begun(self) -> None:
        """A request came in."""
        self._under_way.inc()

    def ended(self, route: str, status: int, seconds: float) -> None:
        """It was answered."""
        self._under_way.dec()
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def judged(self, result: Result) -> None:
        """A draft was."""
        self._verdicts.labels("override" if result.override else result.verdict).inc()
        for found in result.findings:
            self._findings.labels(found.rule, found.severity).inc()

    def overridden(self) -> None:
        """A held draft was let go."""
        self._overrides.inc()

    def answered(self, rule: str, answer: str) -> None:
        """A finding was."""
        self._feedback.labels(rule, answer).inc()

    def webhook(self, vendor: str, outcome: str) -> None:
        """A webhook was accepted, seen before, ignored or refused."""
        self._webhooks.labels(vendor, outcome).inc()

    def page(self) -> bytes:
        """All of it as Prometheus reads it."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self._registry)
        everyone = CollectorRegistry()
        multiprocess.MultiProcessCollector(everyone)  # type: ignore[no-untyped-call]
        return generate_latest(everyone)
