"""The floor under a page: bare Flask in gunicorn gthread, one SELECT of the same rows and the same table in Jinja.

The frame around the rows is the portal's own page word for word, given as a file (FLOOR_PAGE), so that as much is sent. No session, no
rights, no language, no formats, no asks: what is left when everything a portal does has been taken away. psycopg keeps a connection a
thread, and Jinja compiles the page once.
"""

import os
import re
import threading
from pathlib import Path

import psycopg
from flask import Flask, render_template
from jinja2 import DictLoader
from psycopg.rows import dict_row

ROW = """
    <tr role="row">
      <th role="rowheader" scope="row"><a href="/o/company-ab/arenden/{{ case.number }}">{{ case.title }}</a><span class="sub">{{ case.number }}</span></th>
      <td role="cell" data-l="Plats" class="say"><span>{{ case.property_name }}<span class="sub">{{ case.premises }}</span></span></td>
      <td role="cell" data-l="Status" class="at-top"><span class="tag {{ case.status }}">{{ case.status }}</span></td>
      <td role="cell" data-l="Senast ändrat" class="all"><span>{{ case.last_event }}<span class="sub"><time datetime="{{ case.changed_at }}">{{ case.changed_at.strftime("%Y-%m-%d kl. %H:%M") }}</time></span></span></td>
      <td role="cell" data-l="Anmält av" class="skip-fold">{{ case.reported_by_name }}</td>
    </tr>
"""  # noqa: E501 - a table row as the portal writes it
ROWS = """
SELECT number, title, premises, status, changed_at, last_event, reported_by_name, properties.name AS property_name
FROM cases LEFT JOIN properties USING (property_id) WHERE is_open ORDER BY changed_at DESC, number DESC LIMIT 25
"""


def template_of(page: str) -> str:
    """The portal's page with the loop in place of its rows; raises ValueError where it has none."""
    head, begin, rest = page.partition('<tbody role="rowgroup">')
    _, end, tail = rest.partition("</tbody>")
    if not begin or not end or re.search(r"{[{%#]", head + tail):
        raise ValueError("the page holds no table, or words that Jinja would take for its own")
    return f"{head}{begin}{{% for case in cases %}}{ROW}{{% endfor %}}{end}{tail}"


def create_app() -> Flask:
    """What gunicorn runs."""
    app = Flask("floor")
    page = template_of(Path(os.environ["FLOOR_PAGE"]).read_text(encoding="utf-8"))
    app.jinja_env.loader = DictLoader({"cases.html": page})
    kept = threading.local()

    def connection() -> psycopg.Connection[dict[str, object]]:
        if not hasattr(kept, "connection"):
            made = psycopg.connect(os.environ["FLOOR_DATABASE_URL"], autocommit=True, row_factory=dict_row)
            made.execute("SELECT set_config('portal.reach', 'all', false)")
            kept.connection = made
        found: psycopg.Connection[dict[str, object]] = kept.connection
        return found

    @app.get("/")
    def cases() -> str:
        return render_template("cases.html", cases=connection().execute(ROWS).fetchall())

    return app


if "FLOOR_PAGE" in os.environ:
    app = create_app()
