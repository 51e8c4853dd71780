"""The Web API endpoint: arguments, token, limits, scopes, the method itself, faults, and the ledger."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox import methods
from bot.sandbox.call import METHODS, Call, Method
from bot.sandbox.errors import Refused
from bot.sandbox.faults import CALL_FAULTS, Fault
from bot.sandbox.model import App, Install, Json

if TYPE_CHECKING:
    from bot.sandbox.core import Core

__all__ = ["WebApi", "methods"]
HANG_SECONDS = 60.0
_JSON = "application/json"


@dataclass
class Caller:
    """Whose token it is."""

    app: App
    install: Install
    app_token: bool


@dataclass
class Answer:
    """What goes back to the app, and what the ledger shall know about it."""

    body: Json
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    early: bool = False
    over_limit: bool = False
    call: Call | None = None


async def read_arguments(request: web.Request) -> Json:
    """Return query, form and JSON arguments as one mapping; raises Refused for a body that is none of these."""
    args: Json = dict(request.query)
    kind = request.content_type
    if kind == _JSON and request.can_read_body:
        raw = await request.read()
        try:
            given = json.loads(raw) if raw.strip() else {}
        except ValueError:
            raise Refused("invalid_form_data") from None
        if not isinstance(given, dict):
            raise Refused("invalid_form_data")
        given.pop("token", None)  # beside a JSON body the token belongs into the header
        args |= given
    elif request.method == "POST":
        args |= {k: v for k, v in (await request.post()).items() if isinstance(v, str)}
    return args


class WebApi:
    """Answers /api/<method>."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        core = self._core
        name = request.match_info["method"]
        content_type = request.content_type if request.can_read_body else ""
        args: Json = {}
        caller: Caller | None = None
        try:
            args = await read_arguments(request)
            caller = self._caller(self._token(request, args))
            refusal: Refused | None = None
        except Refused as refused:
            refusal = refused
        team = caller.install.team_id if caller is not None else ""
        fault = core.faults.take(*CALL_FAULTS, method=name, team=team)
        spoiled = (
            fault is not None
            and fault.when == "before"
            and fault.name not in ("slow", "bad_json", "json_list", "html_200")
        )
        if spoiled:
            answer = Answer({"ok": False})
        elif refusal is not None:
            answer = Answer(self._refused(refusal))
        else:
            answer = self._answer(name, args, caller)
        core.touched()
        try:
            return await self._respond(request, answer, fault, caller, name, args)
        finally:
            # also when the client went away: what was done was done
            core.touched()
            self._note(name, team, caller, args, content_type, answer, fault)

    def _token(self, request: web.Request, args: Json) -> str:
        scheme, _, word = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and word.strip():
            return word.strip()
        return str(args.pop("token", "") or "")

    def _caller(self, token: str) -> Caller | None:
        if not token:
            return None
        world = self._core.world
        for app in world.apps.values():
            if app.app_token == token:
                stand_in = Install(app.id, "", "", "", token, ["connections:write"])
                return Caller(app, stand_in, True)
        install = world.install_by_token(token)
        if install is None:
            raise Refused("invalid_auth")
        if not install.active:
            raise Refused("account_inactive")
        return Caller(world.apps[install.app_id], install, False)

    def _answer(self, name: str, args: Json, caller: Caller | None) -> Answer:
        method = METHODS.get(name)
        if method is None:
            return Answer({"ok": False, "error": "unknown_method", "req_method": name})
        if caller is None:
            if name != "api.test":
                return Answer({"ok": False, "error": "not_authed"})
            any_install = self._core.world.installs[0]
            caller = Caller(self._core.world.apps[any_install.app_id], any_install, False)
        channel = str(args.get("channel") or "")
        verdict = self._core.pace.check(caller.app.id, caller.install.team_id, name, method.tier, channel)
        if verdict.retry_after:
            return self._too_fast(caller, name, channel, verdict.retry_after, verdict.early)
        call = Call(self._core, name, args, caller.app, caller.install)
        try:
            body = {"ok": True, **self._run(method, call, caller)}
        except Refused as refused:
            body = self._refused(refused)
        self._core.on_change()
        return Answer(body, early=verdict.early, call=call)

    def _run(self, method: Method, call: Call, caller: Caller) -> Json:
        if method.app_token != caller.app_token and call.method not in ("api.test", "auth.test"):
            raise Refused("not_allowed_token_type")
        if caller.app_token and call.method == "auth.test":
            raise Refused("not_allowed_token_type")
        call.need(*method.scopes)
        missing = [name for name in method.required if call.args.get(name) in (None, "")]
        if missing:
            messages = [f"[ERROR] missing required field: {name}" for name in missing]
            raise Refused(method.missing_code, response_metadata={"messages": messages})
        return method.run(call)

    def _too_fast(self, caller: Caller, name: str, channel: str, wait: int, early: bool) -> Answer:
        self._core.pace.close_lane(caller.app.id, caller.install.team_id, name, channel, wait)
        body = {"ok": False, "error": "ratelimited"}
        return Answer(body, 429, {"Retry-After": str(wait)}, early=early, over_limit=True)

    @staticmethod
    def _refused(refused: Refused) -> Json:
        return {"ok": False, "error": refused.code, **refused.more}

    async def _respond(
        self,
        request: web.Request,
        answer: Answer,
        fault: Fault | None,
        caller: Caller | None,
        name: str,
        args: Json,
    ) -> web.StreamResponse:
        headers = dict(answer.headers)
        if caller is not None:
            headers["x-oauth-scopes"] = ",".join(caller.install.scopes)
        if fault is not None:
            spoiled = await self._spoil(request, answer, fault, caller, name, args, headers)
            if spoiled is not None:
                return spoiled
        text = json.dumps(answer.body, ensure_ascii=False)
        return web.Response(text=text, status=answer.status, headers=headers, content_type=_JSON)

    async def _spoil(
        self,
        request: web.Request,
        answer: Answer,
        fault: Fault,
        caller: Caller | None,
        name: str,
        args: Json,
        headers: dict[str, str],
    ) -> web.StreamResponse | None:
        """Put a fault in the place of the answer; None lets the (changed) answer through."""
        core, settings = self._core, fault.settings
        match fault.name:
            case "slow":
                await core.wall.sleep(float(settings.get("seconds", 1)))
                return None
            case "error":
                answer.body = {"ok": False, "error": str(settings.get("code", "internal_error"))}
                return None
            case "rate_limited":
                wait = settings.get("retry_after", 1)
                answer.status, answer.body = 429, {"ok": False, "error": "ratelimited"}
                if wait is not None:
                    headers["Retry-After"] = str(wait)
                if isinstance(wait, int) and caller is not None:
                    channel = str(args.get("channel") or "")
                    core.pace.close_lane(caller.app.id, caller.install.team_id, name, channel, wait)
                return None
            case "server_error":
                status = int(settings.get("status", 500))
                answer.status, answer.body = status, {}
                return web.Response(status=status, text="<html>Server Error</html>", content_type="text/html")
            case "hang":
                await self._hang(request, float(settings.get("seconds", HANG_SECONDS)))
                answer.body = {}
                return web.Response(status=504)
            case "reset":
                answer.body = {}
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(status=500)
            case "bad_json":
                return web.Response(text='{"ok": true, "channel": {"id": "C0', content_type=_JSON, headers=headers)
            case "json_list":
                return web.Response(text="[]", content_type=_JSON, headers=headers)
            case _:
                page = "<!DOCTYPE html><html><body>Something went wrong.</body></html>"
                return web.Response(text=page, content_type="text/html")

    async def _hang(self, request: web.Request, longest: float) -> None:
        deadline = self._core.wall.monotonic() + longest
        while self._core.wall.monotonic() < deadline and not self._core.stopping:
            transport = request.transport
            if transport is None or transport.is_closing():
                return
            await asyncio.sleep(0.02)

    def _note(
        self,
        name: str,
        team: str,
        caller: Caller | None,
        args: Json,
        content_type: str,
        answer: Answer,
        fault: Fault | None,
    ) -> None:
        more: dict[str, Any] = {}
        if answer.early:
            more["early"] = True
        if answer.over_limit:
            more["over_limit"] = True
        if fault is not None:
            more["fault"] = fault.name
            more["fault_when"] = fault.when
        call = answer.call
        if call is not None and call.channels:
            more["channels"] = call.channels
        if call is not None and call.keys:
            more["keys"] = call.keys
        self._core.ledger.write(
            "call",
            method=name,
            team=team,
            app=caller.app.id if caller is not None else "",
            args=_parsed(args),
            content_type=content_type,
            status=answer.status,
            response=answer.body,
            error=answer.body.get("error"),
            effect=(call.effect or None) if call is not None else None,
            **more,
        )


def _parsed(args: Json) -> Json:
    """Return the arguments with JSON strings read, so that the ledger can be searched."""
    shown: Json = {}
    for key, value in args.items():
        shown[key] = value
        if isinstance(value, str) and value[:1] in ("{", "["):
            try:
                shown[key] = json.loads(value)
            except ValueError:
                shown[key] = value
    return shown
