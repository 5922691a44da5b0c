"""The words of our mails, in Swedish and English. Subjects: number first, verb second, no names of persons (face.md 5.3)."""

from services.cases.domain.status import Status

STATUSES: dict[str, dict[Status, str]] = {
    "sv": {
        Status.RECEIVED: "Mottaget",
        Status.WAITING: "Väntar på er",
        Status.PLANNED: "Planerat",
        Status.IN_PROGRESS: "Pågår",
        Status.DONE: "Klart",
        Status.CANCELLED: "Avbrutet",
    },
    "en": {
        Status.RECEIVED: "Received",
        Status.WAITING: "Waiting for you",
        Status.PLANNED: "Scheduled",
        Status.IN_PROGRESS: "In progress",
        Status.DONE: "Done",
        Status.CANCELLED: "Cancelled",
    },
}

WORDS: dict[str, dict[str, str]] = {
    "sv": {
        "new_message": "Nytt svar",
        "case_reported": "Vi har tagit emot er felanmälan. Den har fått ärendenummer {number}.",
        "case_status_changed": "Ärende {number} har ny status: {status}.",
        "case_message": "Platzer har skrivit i ärende {number}.",
        "planned_for": "Planerat: {planned_for}",
        "case": "Ärende",
        "place": "Plats",
        "organisation": "Organisation",
        "open": "Öppna ärendet:",
        "why": "Du får det här mejlet för att du följer ärendet. På ärendets sida kan du sluta följa det.",
    },
    "en": {
        "new_message": "New reply",
        "case_reported": "We have received your fault report. Its case number is {number}.",
        "case_status_changed": "Case {number} has a new status: {status}.",
        "case_message": "Platzer has written in case {number}.",
        "planned_for": "Scheduled: {planned_for}",
        "case": "Case",
        "place": "Place",
        "organisation": "Organisation",
        "open": "Open the case:",
        "why": "You get this mail because you follow the case. You can stop following it on the page of the case.",
    },
}
