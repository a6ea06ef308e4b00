"""Who asks, and the exceptions that the configuration has no words for.

The owner of the demo tenant signs in once. What ends sessions is done by somebody else, who signs in again whenever a
session has ended, and what counts wrong passwords by a third person. Each registers once, as there is a limit on that, and
signs in on a device that is known, which what the fuzzer tries does not keep out.
"""

import itertools
import json
import os
import re

from pathlib import Path

import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis.openapi.checks import UnsupportedMethodResponse

URL = os.environ["NAVAIA_URL"]
EMAIL = os.environ["NAVAIA_EMAIL"]
PASSWORD = os.environ["NAVAIA_PASSWORD"]
DEVICE = "__Host-navaia-device"
PATHS = json.loads((Path(__file__).parent.parent / "openapi.json").read_text())["paths"]

# What no pattern says.
schemathesis.openapi.format("time-zone", st.sampled_from(["UTC", "Asia/Riyadh", "America/New_York", "Europe/London"]))
schemathesis.openapi.format("language-tag", st.sampled_from(["en", "ar", "pt-BR", "zh-Hant-TW"]))

schemathesis.openapi.format("voice-api-url", st.just(URL.replace("127.0.0.1", "localhost") + "/simulator/api"))
schemathesis.openapi.format("country-code", st.sampled_from(["US", "GB", "SA"]))
schemathesis.openapi.format("phone-number", st.integers(0, 9999).map(lambda n: f"+1202555{n:04}"))
schemathesis.openapi.format("new-password", st.integers(0, 10**9).map(lambda n: f"a good one {n}"))

# What ends sessions, and what lists those that can be ended.
ABOUT_SESSIONS = {"auth_list_sessions", "auth_logout", "auth_revoke_session"}
ENDS_SESSIONS = {"auth_logout", "auth_revoke_session"}
# Whoever asks for these is not signed in yet.
WITHOUT_TOKEN = {"auth_accept_invitation", "auth_login", "auth_refresh", "auth_register", "meta_openapi"}


def operation_id(case):
    return case.operation.definition.raw["operationId"]


class Person:
    """Somebody with an account, and with a session until it is ended."""

    def __init__(self, email, password):
        self.email = email
        self.password = password
        self.device = None
        self.token = None

    @classmethod
    def newcomer(cls, name):
        person = cls(f"{name}@example.com", "not the owner's")
        person.enter("/v1/auth/register", {"tenantName": name, "name": name})
        return person

    def access_token(self):
        if self.token is None:
            self.enter("/v1/auth/login", {})
        return self.token

    def enter(self, path, body):
        # The cookie is for TLS only, or `requests` would send it by itself.
        headers = {} if self.device is None else {"Cookie": f"{DEVICE}={self.device}"}
        body |= {"email": self.email, "password": self.password}
        answer = requests.post(f"{URL}{path}", json=body, headers=headers, timeout=10)
        answer.raise_for_status()
        self.device = answer.cookies.get(DEVICE)
        self.token = answer.json()["accessToken"]


@schemathesis.auth(refresh_interval=None)
class SignedIn:
    owner = Person(EMAIL, PASSWORD)
    others = {}

    def get(self, case, _context):
        operation = operation_id(case)
        if operation in WITHOUT_TOKEN:
            return None
        return self.who_asks(operation).access_token()

    def who_asks(self, operation):
        if operation in ABOUT_SESSIONS:
            return self.other("somebody")
        if operation == "auth_change_password":
            return self.other("somebody-else")
        return self.owner

    def other(self, name):
        if name not in self.others:
            self.others[name] = Person.newcomer(name)
        return self.others[name]

    def set(self, case, token, _context):
        case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.hook
def after_call(_context, case, response):
    if operation_id(case) in ENDS_SESSIONS and response.status_code == 204:
        SignedIn.others["somebody"].token = None


@schemathesis.hook
def filter_failure(_context, failure, case, response):
    """API Gateway knows routes, not paths: it answers 404 to a method that no route has, and so does the stack here.

    Where another route has the method for a path of this form, that is asked: `bulk` is then an id that nobody has.
    """
    return not (
        isinstance(failure, UnsupportedMethodResponse)
        and response.status_code == 404
        and (response.json() == {"message": "Not Found"} or belongs_to_another_route(case.method, case.formatted_path))
    )


def belongs_to_another_route(method, path):
    forms = (form for form, operations in PATHS.items() if "{" in form and method.lower() in operations)
    return any(re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", form), path) for form in forms)


KEYS = itertools.count()


@schemathesis.hook
def before_call(_context, case, _kwargs):
    """A key that is drawn twice with two bodies is refused, as it should be: each request gets one of its own."""
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and re.fullmatch("[!#-~]{1,128}", key):
        case.headers["Idempotency-Key"] = f"key-{next(KEYS)}"
