"""Counters and timings that Prometheus fetches from the inside port."""

from prometheus_client import Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5)

ASKED = Counter("portal_asked_total", "Asks sent, by service and outcome", ["service", "outcome"])
ANSWERED = Counter("portal_answered_total", "Asks answered, by ask and outcome", ["ask", "outcome"])
ANSWERING = Gauge("portal_answering", "Asks being answered now")
ANSWER_SECONDS = Histogram("portal_answer_seconds", "Time to answer an ask", ["ask"], buckets=_SECONDS)
HEARD = Counter("portal_news_heard_total", "News heard, by news and outcome", ["news", "outcome"])
TOLD = Counter("portal_news_told_total", "News confirmed by the broker", ["news"])
OUTBOX_WAITING = Gauge("portal_outbox_waiting", "News waiting for the relay")
OUTBOX_OLDEST_SECONDS = Gauge("portal_outbox_oldest_seconds", "Age of the oldest news waiting for the relay")
MAILS = Counter("portal_mails_total", "Mails, by kind and outcome", ["kind", "outcome"])
JOBS = Counter("portal_job_runs_total", "Runs of jobs by the clock, by outcome", ["job", "outcome"])


def exposition() -> bytes:
    """All of it, in Prometheus' text format."""
    return generate_latest()
