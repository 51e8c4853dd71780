"""The Web API client of each workspace: one shared connection pool, nothing sent twice behind our back."""

from __future__ import annotations

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

TIMEOUT = 10  # seconds; a call that takes longer has an unknown outcome


class Clients:
    """Clients by token. Use within a running event loop and close at the end."""

    def __init__(self, api_url: str, socket_api_url: str | None = None) -> None:
        self._api_url = api_url
        self._socket_api_url = socket_api_url or api_url
        self._session: aiohttp.ClientSession | None = None
        self._by_token: dict[str, AsyncWebClient] = {}

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
        return self._session

    def with_token(self, token: str) -> AsyncWebClient:
        if token not in self._by_token:
            self._by_token[token] = self._client(token, self._api_url)
        return self._by_token[token]

    def without_token(self) -> AsyncWebClient:
        """For Bolt, which copies its settings and puts the installation's token in."""
        return self._client(None, self._api_url)

    def for_sockets(self, app_token: str) -> AsyncWebClient:
        return self._client(app_token, self._socket_api_url)

    def _client(self, token: str | None, base_url: str) -> AsyncWebClient:
        # The SDK's own retry repeats a dropped call, and so posts twice: ours reads back first.
        return AsyncWebClient(token=token, base_url=base_url, timeout=TIMEOUT, session=self.session, retry_handlers=[])

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
