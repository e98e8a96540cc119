"""Serves a page of the same size as the connect page with FastAPI, Jinja and three SQLite queries, for comparison.

The page is $BENCH_PAGE, a saved connect page, as a template. Its token, tenant and external ID come from a database
beside it. Running this file as a program creates that database."""

import os
import sqlite3
import threading

import jinja2
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

FILE = os.environ["BENCH_PAGE"]
DATABASE = FILE + ".db"

with open(FILE, encoding="utf-8") as page:
    TEMPLATE = jinja2.Environment(autoescape=True).from_string(
        "{% raw %}" + page.read().replace("TOKEN", "{% endraw %}{{ token }}{% raw %}") + "{% endraw %}"
        "<p>{{ tenant }} {{ external_id }} {{ direction }}</p>"
    )

# SQLite connections must not be shared between threads.
thread_state = threading.local()
app = FastAPI()


def database() -> sqlite3.Connection:
    if not hasattr(thread_state, "database"):
        thread_state.database = sqlite3.connect(DATABASE)
    return thread_state.database


def prepare() -> None:
    with sqlite3.connect(DATABASE) as new_database:
        new_database.executescript(
            """
            PRAGMA journal_mode = WAL;
            CREATE TABLE sessions (token TEXT PRIMARY KEY, tenant TEXT);
            CREATE TABLE tenants (tenant TEXT PRIMARY KEY, external_id TEXT);
            CREATE TABLE connectors (flow TEXT PRIMARY KEY, direction TEXT);
            INSERT INTO sessions VALUES ('the-token', 'acme');
            INSERT INTO tenants VALUES ('acme', 's3c-1234');
            INSERT INTO connectors VALUES ('demo', 'both');
            """
        )


@app.get("/connect", response_class=HTMLResponse)
async def connect(token: str) -> str:
    rows = database()
    (tenant,) = rows.execute("SELECT tenant FROM sessions WHERE token = ?", (token,)).fetchone()
    (external_id,) = rows.execute("SELECT external_id FROM tenants WHERE tenant = ?", (tenant,)).fetchone()
    (direction,) = rows.execute("SELECT direction FROM connectors WHERE flow = ?", ("demo",)).fetchone()
    return TEMPLATE.render(token=token, tenant=tenant, external_id=external_id, direction=direction)


if __name__ == "__main__":
    prepare()
